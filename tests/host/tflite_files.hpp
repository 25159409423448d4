// .tflite files for tests, put together with flatc's object API: a small network with every operator that load_tflite
// knows, in int8 or float, whose tables a test may change before it is written.
#pragma once

#include <cstring>

#include "edgelite/edgelite.hpp"
#include "edgelite/host/load_tflite.hpp"

namespace tflite_files {

using namespace edgelite;
namespace schema = tflite::schema;
using Bytes = std::vector<std::byte>;

struct Tiny : Network<Input<6, 5, 3>, Conv2d<4, Kernel<3, 2>, Stride<2, 1>, Bias>, Relu6,  // 3 x 5 x 4
                      Residual<DepthwiseConv2d<Bias>>, Relu, MaxPool2d<Kernel<3, 1>, Stride<1>, Same>,
                      AveragePool2d<Kernel<2>, Stride<1>, Valid>,  // 2 x 4 x 4
                      Flatten, Linear<3, NoBias>, Softmax> {};

// The indices of the tensors below.
enum {
  image,
  stem_weight,
  stem_bias,
  stem,
  filter_weight,
  filter_bias,
  filtered,
  sum,
  most,
  mean,
  new_shape,
  flattened
};
enum { scores_weight = flattened + 1, scores, chances };
enum { stem_operator, filter_operator, sum_operator, most_operator, mean_operator, flat_operator, scores_operator };

// Different for every index, as far as a byte goes.
template <class T> T number(std::size_t i) { return static_cast<T>(static_cast<int>(i * 37 % 255) - 127); }

class File {
 public:
  schema::ModelT model;

  explicit File(schema::TensorType type) : type_(type) {
    model.version = 3;
    model.subgraphs.push_back(std::make_unique<schema::SubGraphT>());
    model.buffers.push_back(std::make_unique<schema::BufferT>());
    const bool quantized = type == schema::TensorType::INT8;
    const auto bias = quantized ? schema::TensorType::INT32 : type;
    value("image", {1, 6, 5, 3}, 0.5f, -7);
    constant("stem/weight", type, {4, 3, 2, 3}, {0.25f, 0.5f, 0.125f, 0.0625f}, 0);
    constant("stem/bias", bias, {4}, {}, 0);
    value("stem", {1, 3, 5, 4}, 0.03125f, -128);
    constant("filter/weight", type, {1, 3, 3, 4}, {0.5f, 0.25f, 0.125f, 0.75f}, 3);
    constant("filter/bias", bias, {4}, {}, 0);
    value("filtered", {1, 3, 5, 4}, 0.25f, 3);
    value("sum", {1, 3, 5, 4}, 0.0625f, -128);
    value("most", {1, 3, 5, 4}, 0.0625f, -128);
    value("mean", {1, 2, 4, 4}, 0.0625f, -128);
    constant("shape", schema::TensorType::INT32, {2}, {}, 0);
    value("flat", {1, 32}, 0.0625f, -128);
    constant("scores/weight", type, {3, 32}, {0.125f}, 0);
    value("scores", {1, 3}, 0.5f, 20);
    value("chances", {1, 3}, 1 / 256.f, -128);

    schema::Conv2DOptionsT convolution;
    convolution.stride_h = 2, convolution.stride_w = 1;
    convolution.activation = schema::Activation::RELU6;
    op(schema::BuiltinOperator::CONV_2D, {image, stem_weight, stem_bias}, stem).Set(convolution);
    schema::DepthwiseConv2DOptionsT depthwise;
    depthwise.stride_h = depthwise.stride_w = 1;
    op(schema::BuiltinOperator::DEPTHWISE_CONV_2D, {stem, filter_weight, filter_bias}, filtered).Set(depthwise);
    schema::AddOptionsT add;
    add.activation = schema::Activation::RELU;
    op(schema::BuiltinOperator::ADD, {stem, filtered}, sum).Set(add);
    schema::Pool2DOptionsT pool;
    pool.stride_h = pool.stride_w = pool.filter_w = 1;
    pool.filter_h = 3;
    op(schema::BuiltinOperator::MAX_POOL_2D, {sum}, most).Set(pool);
    pool.filter_h = pool.filter_w = 2;
    pool.padding = schema::Padding::VALID;
    op(schema::BuiltinOperator::AVERAGE_POOL_2D, {most}, mean).Set(pool);
    op(schema::BuiltinOperator::RESHAPE, {mean, new_shape}, flattened);
    op(schema::BuiltinOperator::FULLY_CONNECTED, {flattened, scores_weight, -1}, scores)
        .Set(schema::FullyConnectedOptionsT());
    schema::SoftmaxOptionsT softmax;
    softmax.beta = 1;
    op(schema::BuiltinOperator::SOFTMAX, {scores}, chances).Set(softmax);
    graph().inputs = {image};
    graph().outputs = {chances};
  }

  schema::SubGraphT& graph() { return *model.subgraphs[0]; }
  schema::TensorT& tensor(std::size_t i) { return *graph().tensors[i]; }
  schema::OperatorT& operation(std::size_t i) { return *graph().operators[i]; }
  std::vector<std::uint8_t>& data(std::size_t i) { return model.buffers[tensor(i).buffer]->data; }

  Bytes bytes() const {
    flatbuffers::FlatBufferBuilder builder;
    builder.Finish(schema::Model::Pack(builder, &model), schema::ModelIdentifier());
    const auto* begin = reinterpret_cast<const std::byte*>(builder.GetBufferPointer());
    return {begin, begin + builder.GetSize()};
  }

 private:
  schema::TensorT& add(const char* name, schema::TensorType type, std::vector<int> shape) {
    graph().tensors.push_back(std::make_unique<schema::TensorT>());
    schema::TensorT& tensor = *graph().tensors.back();
    tensor.name = name;
    tensor.type = type;
    tensor.shape = std::move(shape);
    return tensor;
  }
  void quantize(schema::TensorT& tensor, std::vector<float> scales, std::int64_t zero_point, int axis) const {
    if (type_ != schema::TensorType::INT8 || scales.empty()) return;
    tensor.quantization = std::make_unique<schema::QuantizationT>();
    tensor.quantization->zero_point.assign(scales.size(), zero_point);
    tensor.quantization->scale = std::move(scales);
    tensor.quantization->quantized_dimension = axis;
  }
  void value(const char* name, std::vector<int> shape, float scale, int zero_point) {
    quantize(add(name, type_, std::move(shape)), {scale}, zero_point, 0);
  }
  void constant(const char* name, schema::TensorType type, std::vector<int> shape, std::vector<float> scales,
                int axis) {
    schema::TensorT& tensor = add(name, type, std::move(shape));
    quantize(tensor, std::move(scales), 0, axis);
    tensor.buffer = static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.push_back(std::make_unique<schema::BufferT>());
    std::size_t count = 1;
    for (const int extent : tensor.shape) count *= static_cast<std::size_t>(extent);
    for (std::size_t i = 0; i < count; ++i) {
      if (type == schema::TensorType::INT8) append(number<std::int8_t>(i));
      if (type == schema::TensorType::INT32) append(number<std::int32_t>(i));
      if (type == schema::TensorType::FLOAT32) append(number<float>(i));
    }
  }
  template <class T> void append(T number) {
    auto& data = model.buffers.back()->data;
    data.resize(data.size() + sizeof number);
    std::memcpy(data.data() + data.size() - sizeof number, &number, sizeof number);
  }
  schema::BuiltinOptionsUnion& op(schema::BuiltinOperator code, std::vector<int> inputs, int output) {
    auto added = std::make_unique<schema::OperatorT>();
    added->opcode_index = static_cast<std::uint32_t>(model.operator_codes.size());
    added->inputs = std::move(inputs);
    added->outputs = {output};
    model.operator_codes.push_back(std::make_unique<schema::OperatorCodeT>());
    model.operator_codes.back()->code = code;
    model.operator_codes.back()->byte_code = static_cast<std::int8_t>(code);
    graph().operators.push_back(std::move(added));
    return graph().operators.back()->options;
  }

  schema::TensorType type_;
};

}  // namespace tflite_files
