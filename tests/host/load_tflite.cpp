#include "edgelite/host/load_tflite.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tflite_files.hpp"

using namespace tflite_files;

namespace {

template <class Net, class T> Error load(const File& file, Parameters<Net, T>& parameters) {
  tflite::Model model;
  REQUIRE(!parse_tflite("a.tflite", file.bytes(), model));
  return load_tflite<Net>("a.tflite", model, parameters);
}

// What is said of the small network's file after a change to its tables; the parameters must be as they were.
template <class Net = Tiny> std::string changed(const std::function<void(File&)>& change) {
  File file(schema::TensorType::INT8);
  change(file);
  auto parameters = std::make_unique<Parameters<Net, std::int8_t>>();
  parameters->weight.fill(99);
  const Error error = load<Net>(file, *parameters);
  const auto untouched = std::count(parameters->weight.begin(), parameters->weight.end(), 99);
  if (error) CHECK(static_cast<std::size_t>(untouched) == parameters->weight.size());
  CHECK(error.message.find('\n') == std::string::npos);
  return error.message;
}

// PyTorch's order of weights that stand in the file as [filters][taps][inputs], each numbered by its place.
template <class T> std::vector<T> reordered(std::size_t filters, std::size_t taps, std::size_t inputs) {
  std::vector<T> all;
  for (std::size_t f = 0; f < filters; ++f)
    for (std::size_t c = 0; c < inputs; ++c)
      for (std::size_t t = 0; t < taps; ++t) all.push_back(number<T>((f * taps + t) * inputs + c));
  return all;
}
template <class T> std::vector<T> all_weights(bool with_bias) {
  std::vector<T> all;
  auto append = [&](const std::vector<T>& part) { all.insert(all.end(), part.begin(), part.end()); };
  const std::vector<T> bias{number<T>(0), number<T>(1), number<T>(2), number<T>(3)};
  append(reordered<T>(4, 6, 3));
  if (with_bias) append(bias);
  for (std::size_t f = 0; f < 4; ++f)
    for (std::size_t t = 0; t < 9; ++t) all.push_back(number<T>(t * 4 + f));
  if (with_bias) append(bias);
  append(reordered<T>(3, 8, 4));
  return all;
}

struct Normed : Network<Input<6, 5, 3>, Conv2d<4, Kernel<3, 2>, Stride<2, 1>>, BatchNorm2d, Relu6,
                        Residual<DepthwiseConv2d<Bias>, BatchNorm2d>, Relu, MaxPool2d<Kernel<3, 1>, Stride<1>, Same>,
                        AveragePool2d<Kernel<2>, Stride<1>, Valid>, Flatten, Linear<3>, Softmax> {};

}  // namespace

TEST_CASE("int8 parameters from a .tflite file") {
  Parameters<Tiny, std::int8_t> p{};
  const Error error = load(File(schema::TensorType::INT8), p);
  REQUIRE_MESSAGE(!error, error.message);
  CHECK(std::vector(p.weight.begin(), p.weight.end()) == all_weights<std::int8_t>(false));
  CHECK(p.bias == std::array<std::int32_t, 11>{-127, -90, -53, -16, -127, -90, -53, -16, 0, 0, 0});
  CHECK(p.scale == std::array{0.25f, 0.5f, 0.125f, 0.0625f, 0.5f, 0.25f, 0.125f, 0.75f, 0.125f, 0.125f, 0.125f});
  const std::array<Quantization, 9> values{{{0.5f, -7},
                                            {0.03125f, -128},
                                            {0.25f, 3},
                                            {0.0625f, -128},
                                            {0.0625f, -128},
                                            {0.0625f, -128},
                                            {0.0625f, -128},
                                            {0.5f, 20},
                                            {1 / 256.f, -128}}};
  REQUIRE(p.values.size() == values.size());
  for (std::size_t v = 0; v < values.size(); ++v) {
    CAPTURE(v);
    CHECK(p.values[v].scale == values[v].scale);
    CHECK(p.values[v].zero_point == values[v].zero_point);
  }
}

TEST_CASE("float parameters from a .tflite file") {
  Parameters<Tiny, float> p{};
  const Error error = load(File(schema::TensorType::FLOAT32), p);
  REQUIRE_MESSAGE(!error, error.message);
  CHECK(std::vector(p.data.begin(), p.data.end()) == all_weights<float>(true));
}

TEST_CASE("batch norms that a .tflite file holds folded in") {
  Parameters<Normed, float> p{};
  const Error error = load(File(schema::TensorType::FLOAT32), p);
  REQUIRE_MESSAGE(!error, error.message);
  for (const int i : {0, 1}) {
    const auto source = edgelite::source(p, i);
    CHECK(source.weight(3, 0) == doctest::Approx(i == 0 ? number<float>(54) : number<float>(3)).epsilon(1e-6));
    for (int o = 0; o < 4; ++o) CHECK(source.bias(o) == number<float>(static_cast<std::size_t>(o)));
  }
}

TEST_CASE("an addition's terms stand in either order, and older files fold what they read") {
  CHECK(changed([](File& f) { f.operation(sum_operator).inputs = {filtered, stem}; }) == "");
  CHECK(changed([](File& f) {
          f.operation(scores_operator).inputs[0] = mean;
          f.graph().operators.erase(f.graph().operators.begin() + flat_operator);
        }) == "");
  CHECK(changed([](File& f) { f.graph().outputs = {chances, flattened}; }) == "a.tflite: expected 1 outputs, found 2");
}

TEST_CASE("files of other networks") {
  CHECK(changed([](File& f) {
          f.tensor(image).shape = {1, 6, 5, 4};
        }) == "a.tflite: the input, tensor 0 \"image\": expected shape 6 x 5 x 3, found 6 x 5 x 4");
  CHECK(changed([](File& f) {
          f.tensor(image).shape = {2, 6, 5, 3};
        }) == "a.tflite: the input, tensor 0 \"image\": expected shape 6 x 5 x 3, found 2 x 6 x 5 x 3");
  CHECK(changed([](File& f) { f.tensor(image).type = schema::TensorType::UINT8; }) ==
        "a.tflite: the input, tensor 0 \"image\": expected type INT8, found UINT8");
  CHECK(changed([](File& f) { f.graph().outputs = {scores}; }) ==
        "a.tflite: output 0: expected tensor 14 \"chances\", found tensor 13 \"scores\"");
  CHECK(changed([](File& f) { f.graph().operators.pop_back(), f.graph().outputs = {scores}; }) ==
        "a.tflite: Softmax \"8\": expected SOFTMAX, found no more operators after 7");
  struct Shorter : Network<Input<6, 5, 3>, Conv2d<4, Kernel<3, 2>, Stride<2, 1>, Bias>, Relu6,
                           Residual<DepthwiseConv2d<Bias>>, Relu> {};
  CHECK(changed<Shorter>([](File&) {}) ==
        "a.tflite: operator 3 MAX_POOL_2D, tensor 8 \"most\": expected the end, as the network has no more operations");
  struct Shuffled : Network<Input<6, 5, 3>, Conv2d<4, Kernel<3, 2>, Stride<2, 1>, Bias>, Relu6, ChannelShuffle<2>> {};
  CHECK(changed<Shuffled>([](File&) {}).find("no operator of TFLite is known that computes it") != std::string::npos);
}

TEST_CASE("operators that differ from the network's") {
  const std::string place = "a.tflite: operator 0 CONV_2D, tensor 3 \"stem\" (for Conv2d 3x2/2 \"0\"): ";
  CHECK(changed([](File& f) { f.operation(stem_operator).options.AsConv2DOptions()->stride_w = 2; }) ==
        place + "expected stride 2 x 1, found 2 x 2");
  CHECK(changed([](File& f) { f.operation(stem_operator).options.AsConv2DOptions()->dilation_h = 2; }) ==
        place + "expected dilation 1 x 1, found 2 x 1");
  CHECK(changed([](File& f) { f.operation(stem_operator).options.AsConv2DOptions()->activation = {}; }) ==
        place + "expected activation RELU6, found NONE");
  CHECK(changed([](File& f) {
          f.operation(filter_operator).options.AsDepthwiseConv2DOptions()->padding = schema::Padding::VALID;
        }).ends_with("expected padding above and left 1 x 1, found 0 x 0"));
  CHECK(changed([](File& f) {
          f.operation(mean_operator).options.AsPool2DOptions()->filter_w = 3;
        }).ends_with("expected filter 2 x 2, found 2 x 3"));
  CHECK(changed([](File& f) {
          f.operation(7).options.AsSoftmaxOptions()->beta = 2;
        }).ends_with("expected beta 1, found 2"));
  CHECK(changed([](File& f) {
          f.operation(scores_operator).options.AsFullyConnectedOptions()->weights_format = 1;
        }).ends_with("expected weights in plain order, found them shuffled"));
  CHECK(changed([](File& f) {
          std::swap(f.model.operator_codes[most_operator], f.model.operator_codes[mean_operator]);
        }).ends_with("(for MaxPool2d 3x1 \"4\"): expected operator MAX_POOL_2D, found AVERAGE_POOL_2D"));
  CHECK(changed([](File& f) {
          f.operation(sum_operator).inputs[1] = stem;
        }).ends_with("expected tensor 6 \"filtered\" as input 0, found tensor 3 \"stem\""));
  CHECK(changed([](File& f) {
          f.operation(most_operator).inputs = {stem};
        }).ends_with("expected tensor 7 \"sum\" as input 0, found tensor 3 \"stem\""));
  CHECK(changed([](File& f) {
          f.tensor(most).shape = {1, 5, 3, 4};
        }).ends_with("its output, tensor 8 \"most\": expected shape 3 x 5 x 4, found 5 x 3 x 4"));
  CHECK(changed([](File& f) { f.operation(flat_operator).inputs = {-1}; }).ends_with("expected an input, found none"));
  CHECK(changed([](File& f) {
          f.tensor(flattened).quantization->scale[0] = 1;
        }).ends_with("expected another shape for the same elements, type and quantization as tensor 9 \"mean\""));
}

TEST_CASE("weights that do not fit") {
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).shape = {4, 2, 3, 3};
        }).ends_with("weights: tensor 1 \"stem/weight\": expected shape 4 x 3 x 2 x 3, found 4 x 2 x 3 x 3"));
  CHECK(changed([](File& f) {
          f.operation(filter_operator).inputs[1] = stem;
        }).ends_with("weights: tensor 3 \"stem\": expected shape 1 x 3 x 3 x 4, found 1 x 3 x 5 x 4"));
  CHECK(changed([](File& f) {
          f.tensor(stem_bias).type = schema::TensorType::FLOAT32;
        }).ends_with("bias: tensor 2 \"stem/bias\": expected type INT32, found FLOAT32"));
  CHECK(changed([](File& f) {
          f.operation(stem_operator).inputs[1] = -1;
        }).ends_with("weights: expected a constant, found no tensor"));
  CHECK(changed([](File& f) {
          f.operation(stem_operator).inputs.resize(1);
        }).ends_with("expected 1 computed inputs and one output, found 1 inputs and 1 outputs"));
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).quantization->zero_point[1] = 5;
        }).ends_with("weights: expected zero points 0, found 5"));
  CHECK(changed([](File& f) {
          f.tensor(filter_weight).shape = {1, 3, 3, 4};
          f.tensor(filter_weight).quantization->scale.resize(3);
          f.tensor(filter_weight).quantization->zero_point.resize(3);
          f.tensor(filter_weight).quantization->quantized_dimension = 1;
        }).ends_with("weights: expected one scale, or one for each index of dimension 3; found 3 of dimension 1"));
  CHECK(changed([](File& f) {
          f.tensor(sum).quantization.reset();
        }).ends_with("tensor 7 \"sum\": expected one scale, found 0"));
  CHECK(changed([](File& f) {
          f.tensor(sum).quantization->zero_point[0] = 128;
        }).ends_with("tensor 7 \"sum\": expected a zero point from -128 to 127, found 128"));
  CHECK(changed([](File& f) {
          f.tensor(most).quantization->zero_point[0] = -127;
        }).ends_with("expected its input's scale 0.0625 and zero point -128, found scale 0.0625 and zero point -127"));
  CHECK(changed([](File& f) {
          f.tensor(chances).quantization->scale[0] = 0.25f;
        }).ends_with("expected scale 0.00390625 and zero point -128, found scale 0.25 and zero point -128"));
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).quantization->scale[0] = 1e30f;
        }).find("no fixed-point multiplier can hold it") != std::string::npos);

  struct NoBiasHere : Network<Input<6, 5, 3>, Conv2d<4, Kernel<3, 2>, Stride<2, 1>>, Relu6> {};
  Parameters<NoBiasHere, float> p{};
  CHECK(load(File(schema::TensorType::FLOAT32), p).message.ends_with("expected no bias, found -127 for channel 0"));
}

TEST_CASE("a difference of two inputs, in the file's order") {
  using Two = Network<Inputs<Input<1, 2, 3>, Input<1, 2, 3>>, DifferenceOf, Relu>;
  tflite::Model model;
  for (const char* name : {"first", "second", "difference"}) {
    tflite::Tensor& tensor = model.tensors.emplace_back();
    tensor.name = name, tensor.type = schema::TensorType::INT8, tensor.shape = {1, 1, 2, 3}, tensor.elements = 6;
    tensor.scales = {0.25f * static_cast<float>(model.tensors.size())}, tensor.zero_points = {-128};
  }
  tflite::Operator& op = model.operators.emplace_back();
  op.code = schema::BuiltinOperator::SUB, op.inputs = {0, 1}, op.outputs = {2};
  op.options.activation = schema::Activation::RELU;
  model.inputs = {0, 1}, model.outputs = {2};
  Parameters<Two, std::int8_t> p;
  const auto loaded = [&] { return load_tflite<Two>("a.tflite", model, p).message; };
  CHECK(loaded() == "");
  for (std::size_t v = 0; v < 3; ++v) CHECK(p.values[v].scale == 0.25f * static_cast<float>(v + 1));
  op.inputs = {1, 0};
  CHECK(loaded().ends_with("expected tensor 0 \"first\" as input 0, found tensor 1 \"second\""));
  model.inputs = {1, 0};
  CHECK(loaded() == "");
  CHECK(p.values[0].scale == 0.5f);
  model.tensors[0].shape = {1, 1, 3, 2};
  CHECK(loaded() == "a.tflite: input 1, tensor 0 \"first\": expected shape 1 x 2 x 3, found 1 x 3 x 2");
  model.inputs = {1};
  CHECK(loaded() == "a.tflite: expected 2 inputs, found 1");
}
