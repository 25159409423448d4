// What the readers of single TFLite operators have in common: the values that stand for tensors, the numbers of
// constants, and the nodes that are made.
//
// A tensor is a value seen in a shape of its own: RESHAPE and its like cost nothing until an operator asks for another
// H x W x C than the value has. The last three extents are H, W, C; what stands before them must be 1.
#pragma once

#include <algorithm>
#include <map>

#include "edgelite/host/tflite_numbers.hpp"
#include "edgelite/import/check.hpp"

namespace edgelite::graph::detail {

using tflite::BuiltinOperator, tflite::Operator, tflite::Tensor, tflite::TensorType, tflite::tensor_text,
    tflite::type_text;

inline constexpr std::size_t most_dimensions = 8;

// Of the last three extents. Values are smaller than 2^30, so that sizes can be added.
inline Error image_shape(const Tensor& tensor, Shape& shape) {
  const std::vector<int>& all = tensor.shape;
  if (all.size() > most_dimensions ||
      std::any_of(all.begin(), all.end() - static_cast<int>(std::min<std::size_t>(all.size(), 3)),
                  [](int e) { return e != 1; }))
    return {"expected an image, height x width x channels, in a batch of 1; found " + tflite::extents_text(all)};
  if (tensor.elements >= 1 << 30) return {"expected less than 2^30 elements"};
  const auto extent = [&](std::size_t from_last) { return all.size() < from_last ? 1 : all[all.size() - from_last]; };
  shape = {extent(3), extent(2), extent(1)};
  return {};
}

class TfliteReader {
 public:
  TfliteReader(const tflite::Model& file, Graph& to)
      : model(file),
        graph(to),
        value_of(file.tensors.size(), -1),
        constant_of(file.tensors.size(), -1),
        budget_(4 * std::int64_t(file.bytes ? file.bytes->size() : 0) + (1 << 22)) {
    for (std::size_t i = 0; i < file.tensors.size(); ++i)
      if (!file.tensors[i].data.empty()) constant_of[i] = static_cast<int>(i);
  }

  const Tensor& tensor(int index) const { return model.tensors[static_cast<std::size_t>(index)]; }
  int& value(int index) { return value_of[static_cast<std::size_t>(index)]; }
  Shape shape(int value) const { return graph.values[static_cast<std::size_t>(value)].shape; }
  bool quantized() const { return graph.element == Element::int8; }
  TensorType type() const { return quantized() ? TensorType::INT8 : TensorType::FLOAT32; }

  static bool has(const Operator& op, std::size_t k) { return k < op.inputs.size() && op.inputs[k] >= 0; }
  bool is_constant(const Operator& op, std::size_t k) const {
    return has(op, k) && constant_of[static_cast<std::size_t>(op.inputs[k])] >= 0;
  }

  // What a tensor is as a value; `shape`: that of the value, which may differ from the tensor's.
  Error describe(int index, Shape shape, Value& value) const {
    value = {tensor(index).name, shape};
    if (tensor(index).type != type())
      return {tensor_text(model, index) + ": expected " + type_text(type()) + ", as the model is, found " +
              type_text(tensor(index).type)};
    return quantized() ? tflite::read_quantization(model, index, value.quantization) : Error{};
  }
  int add(Value value) {
    graph.values.push_back(std::move(value));
    return static_cast<int>(graph.values.size()) - 1;
  }
  Error new_value(int index, int& value) {
    Shape shape;
    if (Error error = image_shape(tensor(index), shape)) return {tensor_text(model, index) + ": " + error.message};
    Value made;
    if (Error error = describe(index, shape, made)) return error;
    value = add(std::move(made));
    return {};
  }

  // Input k as a value, whatever shape it has.
  Error view(const Operator& op, std::size_t k, int& value) const {
    if (!has(op, k)) return {"expected an input " + std::to_string(k) + ", found none"};
    if (tensor(op.inputs[k]).shape.size() > most_dimensions)
      return {tensor_text(model, op.inputs[k]) + ": expected at most 8 dimensions"};
    value = value_of[static_cast<std::size_t>(op.inputs[k])];
    if (value >= 0) return {};
    const std::string name = tensor_text(model, op.inputs[k]);
    if (is_constant(op, k)) return {name + ": expected a value that is computed, found a constant"};
    if (lowest_padding.count(op.inputs[k]))
      return {name + ": expected padding with the lowest number before MAX_POOL_2D with padding VALID only"};
    return {name + ": expected " + type_text(type()) + ", as the model is, found " +
            type_text(tensor(op.inputs[k]).type)};
  }
  // Input k as an image of its tensor's shape.
  Error image(const Operator& op, std::size_t k, int& value) {
    if (Error error = view(op, k, value)) return error;
    Shape to;
    if (Error error = image_shape(tensor(op.inputs[k]), to))
      return {tensor_text(model, op.inputs[k]) + ": " + error.message};
    value = reshaped(value, to);
    return {};
  }
  // The value in another shape of as many elements. What a linear layer reads is a node of its own: it may be in
  // another order.
  int reshaped(int value, Shape to, bool for_linear = false) {
    if (shape(value) == to) return value;
    const auto [known, is_new] = reshaped_.try_emplace({value, to.height, to.width, to.channels, for_linear}, -1);
    if (is_new) {
      Node node;
      node.kind = to.pixels() == 1 ? Kind::flatten : Kind::reshape;
      node.extents = {to.height, to.width, to.channels};
      known->second = between(std::move(node), {value}, to, "as " + shape_text(to));
    }
    return known->second;
  }

  // A node whose output is no tensor of the file: quantized as its first input, unless told otherwise.
  int between(Node node, std::vector<int> inputs, Shape shape, const std::string& what) {
    const Value& first = graph.values[static_cast<std::size_t>(inputs[0])];
    return between(std::move(node), std::move(inputs), {printable(first.name) + " " + what, shape, first.quantization});
  }
  int between(Node node, std::vector<int> inputs, Value made) {
    const int output = add(std::move(made));
    node.source = source;
    node.inputs = std::move(inputs);
    node.output = output;
    graph.nodes.push_back(std::move(node));
    return output;
  }

  // The node that makes the operator's output, with its fused activation. The file's shape must be `shape`.
  Error make(const Operator& op, Node node, std::vector<int> inputs, Shape shape) {
    Shape expected;
    if (Error error = image_shape(tensor(op.outputs[0]), expected)) return error;
    if (!(shape == expected)) return {"expected an output of " + shape_text(shape) + ", found " + shape_text(expected)};
    return make_view(op, std::move(node), std::move(inputs), shape);
  }
  // The same for output k, a value that is seen in the tensor's shape.
  Error make_view(const Operator& op, Node node, std::vector<int> inputs, Shape shape, std::size_t k = 0) {
    if (tensor(op.outputs[k]).elements != shape.size())
      return {"expected an output of " + std::to_string(shape.size()) + " elements, found " +
              std::to_string(tensor(op.outputs[k]).elements)};
    const auto activation = op.options.activation;
    const auto [low, high] = tflite::activation_bounds(activation);
    const bool clamps = low != -unbounded || high != unbounded;
    if (!clamps && activation != tflite::Activation::NONE)
      return {"expected no fused activation, or RELU, RELU6, RELU_N1_TO_1; found " +
              tflite::activation_text(activation)};
    Value made;
    if (Error error = describe(op.outputs[k], shape, made)) return error;
    if (quantized() && is_tied(node.kind))
      for (const int input : inputs) {
        const Quantization& in = graph.values[static_cast<std::size_t>(input)].quantization;
        if (!(in == made.quantization))
          return {"expected its input's " + tflite::quantization_text(in) + ", found " +
                  tflite::quantization_text(made.quantization)};
      }
    if (clamps) {
      const std::string name = made.name + " before " + tflite::activation_text(activation);
      inputs = {between(std::move(node), std::move(inputs), {name, shape, made.quantization})};
      node = {};
      node.kind = Kind::clamp;
      node.low = low, node.high = high;
    }
    value(op.outputs[k]) = between(std::move(node), std::move(inputs), std::move(made));
    return {};
  }
  // Output k is this value, in the tensor's own shape: nothing is computed.
  Error alias(const Operator& op, int from, std::size_t k = 0) {
    const Tensor& to = tensor(op.outputs[k]);
    if (to.elements != shape(from).size())
      return {"expected an output of " + std::to_string(shape(from).size()) + " elements, found " +
              std::to_string(to.elements)};
    Value own;
    if (Error error = describe(op.outputs[k], shape(from), own)) return error;
    const Quantization& of_output = own.quantization;
    const Quantization& of_input = graph.values[static_cast<std::size_t>(from)].quantization;
    if (quantized() && !(of_output == of_input))
      return {"expected its input's " + tflite::quantization_text(of_input) + ", found " +
              tflite::quantization_text(of_output)};
    value(op.outputs[k]) = from;
    return {};
  }

  // Numbers of a constant input, each of them counted: files that share one buffer among many operators end somewhere.
  Error spend(std::int64_t elements) {
    budget_ -= elements;
    if (budget_ >= 0) return {};
    return {"expected fewer constants: those of all operators, repeated as they use them, outgrow the file too far"};
  }
  Error constant(const Operator& op, std::size_t k, const Tensor*& found) {
    if (!has(op, k)) return {"expected a constant as input " + std::to_string(k) + ", found none"};
    const int source = constant_of[static_cast<std::size_t>(op.inputs[k])];
    if (source < 0) return {tensor_text(model, op.inputs[k]) + ": expected a constant, found a computed tensor"};
    found = &tensor(source);
    return spend(found->elements);
  }
  // Of floats, or of float16 and int8 that a DEQUANTIZE widens.
  Error floats(const Operator& op, std::size_t k, std::vector<float>& to) {
    const Tensor* found = nullptr;
    if (Error error = constant(op, k, found)) return error;
    const bool widened = constant_of[static_cast<std::size_t>(op.inputs[k])] != op.inputs[k];
    if (found->type != TensorType::FLOAT32 &&
        !(widened && (found->type == TensorType::FLOAT16 || found->type == TensorType::INT8)))
      return {tensor_text(model, op.inputs[k]) + ": expected FLOAT32, found " + type_text(found->type)};
    to.resize(static_cast<std::size_t>(found->elements));
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = tflite::number(*found, i);
    return {};
  }
  template <class T> Error integers(const Operator& op, std::size_t k, TensorType type, std::vector<T>& to) {
    const Tensor* found = nullptr;
    if (Error error = constant(op, k, found)) return error;
    if (found->type != type || constant_of[static_cast<std::size_t>(op.inputs[k])] != op.inputs[k])
      return {tensor_text(model, op.inputs[k]) + ": expected " + type_text(type) + ", found " + type_text(found->type)};
    to.resize(static_cast<std::size_t>(found->elements));
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = tflite::element<T>(*found, i);
    return {};
  }
  // Of an axis, a shape, sides to pad.
  Error indices(const Operator& op, std::size_t k, std::vector<std::int64_t>& to) {
    if (has(op, k) && tensor(op.inputs[k]).type == TensorType::INT64) return integers(op, k, TensorType::INT64, to);
    std::vector<std::int32_t> narrow;
    if (Error error = integers(op, k, TensorType::INT32, narrow)) return error;
    to.assign(narrow.begin(), narrow.end());
    return {};
  }

  const tflite::Model& model;
  Graph& graph;
  std::vector<int> value_of;     // of each tensor; -1: none
  std::vector<int> constant_of;  // of each tensor: the constant whose numbers it has; -1: none
  std::string source;            // of the nodes that are being made
  struct Padded {
    int value;
    std::array<int, 6> sides;
  };
  std::map<int, Padded> lowest_padding;  // tensors that are a value padded with the lowest number: for maximum pools

 private:
  std::int64_t budget_;  // numbers of constants that may still be read
  std::map<std::array<int, 5>, int> reshaped_;
};

}  // namespace edgelite::graph::detail
