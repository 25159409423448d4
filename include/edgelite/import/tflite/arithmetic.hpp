// TFLite's operators element by element, as nodes: ADD, SUB, MUL with constants and broadcasting, activations, SOFTMAX,
// QUANTIZE between int8 values.
//
//   float   x times or plus a constant a channel, or one number, is a batch_norm node; other constants stand whole
//   int8    constants stand whole, but for the factors a channel of a MUL
//   computed values that repeat: rows and columns by a nearest resize of 1, channels by a 1 x 1 convolution with ones
#pragma once

#include "edgelite/import/tflite/reader.hpp"

namespace edgelite::graph::detail {

// The numbers of a constant of extents `from`, repeated to fill `to`.
template <class T> std::vector<T> repeated(const std::vector<T>& numbers, Shape from, Shape to) {
  std::vector<T> all;
  all.reserve(static_cast<std::size_t>(to.size()));
  for (int i = 0; i < to.height; ++i)
    for (int j = 0; j < to.width; ++j)
      for (int c = 0; c < to.channels; ++c)
        all.push_back(numbers[static_cast<std::size_t>(
            ((from.height > 1 ? i : 0) * from.width + (from.width > 1 ? j : 0)) * from.channels +
            (from.channels > 1 ? c : 0))]);
  return all;
}

// A constant input as a node, of the shape `to`.
inline Error constant_value(TfliteReader& r, const Operator& op, std::size_t k, Shape from, Shape to, int& made) {
  if (Error error = r.spend(to.size())) return error;
  Node node;
  node.kind = Kind::constant;
  Value value{printable(r.tensor(op.inputs[k]).name), to};
  if (r.quantized()) {
    std::vector<std::int8_t> stored;
    if (Error error = r.integers(op, k, TensorType::INT8, stored)) return error;
    if (Error error = tflite::read_quantization(r.model, op.inputs[k], value.quantization)) return error;
    node.weights.stored = repeated(stored, from, to);
  } else {
    std::vector<float> numbers;
    if (Error error = r.floats(op, k, numbers)) return error;
    node.weights.weight = repeated(numbers, from, to);
  }
  made = r.between(std::move(node), {}, std::move(value));
  return {};
}

// A computed value, repeated to fill `to`.
inline Error broadcast(TfliteReader& r, int& x, Shape to) {
  Shape from = r.shape(x);
  if (from.channels != to.channels) {
    if (Error error = r.spend(to.channels)) return error;
    Node node;
    node.kind = Kind::conv2d;
    node.filters = to.channels;
    const auto count = static_cast<std::size_t>(to.channels);
    if (r.quantized())
      node.weights.stored.assign(count, 1), node.weights.scale.assign(count, 1);
    else
      node.weights.weight.assign(count, 1);
    from.channels = to.channels;
    x = r.between(std::move(node), {x}, from, "for all channels");
  }
  if (from == to) return {};
  Node node;
  node.kind = Kind::resize_nearest;
  node.extents = {to.height, to.width};
  x = r.between(std::move(node), {x}, to, "for all pixels");
  return {};
}

inline Error fits_into(Shape from, Shape to) {
  const auto one_of = [](int a, int b) { return a == 1 || a == b; };
  if (one_of(from.height, to.height) && one_of(from.width, to.width) && one_of(from.channels, to.channels)) return {};
  return {"expected operands that fill " + shape_text(to) + ", found " + shape_text(from)};
}

// x op constant in float where the constant has one number, or one a channel: a x + b.
inline Error read_affine(TfliteReader& r, const Operator& op, std::size_t k, int x, Shape from, Shape to) {
  std::vector<float> numbers;
  if (Error error = r.floats(op, k, numbers)) return error;
  if (Error error = r.spend(to.channels)) return error;
  numbers = repeated(numbers, from, {1, 1, to.channels});
  Node node;
  node.kind = Kind::batch_norm;
  const bool product = op.code == BuiltinOperator::MUL, difference = op.code == BuiltinOperator::SUB;
  for (const float number : numbers) {
    node.weights.weight.push_back(product ? number : difference && k == 0 ? -1.f : 1.f);
    node.weights.bias.push_back(product ? 0 : difference && k == 1 ? -number : number);
  }
  return r.make(op, std::move(node), {x}, to);
}

inline Error read_arithmetic(TfliteReader& r, const Operator& op) {
  if (op.inputs.size() != 2) return {"expected two inputs, found " + std::to_string(op.inputs.size())};
  Shape to, from[2];
  if (Error error = image_shape(r.tensor(op.outputs[0]), to)) return error;
  if (r.is_constant(op, 0) && r.is_constant(op, 1)) return {"expected a value that is computed, found constants only"};
  int x[2] = {-1, -1};
  for (std::size_t k = 0; k < 2; ++k)
    if (!r.is_constant(op, k)) {
      if (Error error = r.image(op, k, x[k])) return error;
      from[k] = r.shape(x[k]);
    } else if (Error error = image_shape(r.tensor(op.inputs[k]), from[k])) {
      return {tensor_text(r.model, op.inputs[k]) + ": " + error.message};
    }
  for (const Shape& shape : from)
    if (Error error = fits_into(shape, to)) return error;
  Node node;
  node.kind = op.code == BuiltinOperator::ADD   ? Kind::add
              : op.code == BuiltinOperator::SUB ? Kind::subtract
                                                : Kind::multiply;
  for (std::size_t k = 0; k < 2; ++k)
    if (x[k] < 0 && !r.quantized() && from[k].pixels() == 1) {
      if (Error error = broadcast(r, x[1 - k], to)) return error;
      return read_affine(r, op, k, x[1 - k], from[k], to);
    }
  const bool product = node.kind == Kind::multiply;
  for (std::size_t k = 0; k < 2; ++k) {
    // The second factor may stay one number a channel.
    const bool narrow = product && from[k].pixels() == 1 && from[1 - k].pixels() == to.pixels();
    const Shape wanted = narrow ? Shape{1, 1, to.channels} : to;
    Error error = x[k] < 0 ? constant_value(r, op, k, from[k], wanted, x[k]) : broadcast(r, x[k], wanted);
    if (error) return error;
  }
  if (product && r.shape(x[0]) != to) std::swap(x[0], x[1]);
  return r.make(op, std::move(node), {x[0], x[1]}, to);
}

// One number to one number; the shape is the value's own.
inline Error read_activation(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  Node node;
  node.kind = Kind::clamp;
  node.low = 0;
  switch (op.code) {
    case BuiltinOperator::RELU:
      break;
    case BuiltinOperator::RELU6:
      node.high = 6;
      break;
    case BuiltinOperator::RELU_0_TO_1:
      node.high = 1;
      break;
    case BuiltinOperator::RELU_N1_TO_1:
      node.low = -1, node.high = 1;
      break;
    case BuiltinOperator::LEAKY_RELU:
      node.kind = Kind::leaky_relu, node.low = -unbounded, node.slope = op.options.alpha;
      if (!std::isfinite(node.slope)) return {"expected a finite slope, found " + tflite::number_text(node.slope)};
      break;
    case BuiltinOperator::HARD_SWISH:
      node.kind = Kind::hard_swish, node.low = -unbounded;
      break;
    case BuiltinOperator::LOGISTIC:
      node.kind = Kind::sigmoid, node.low = -unbounded;
      break;
    default:
      node.kind = Kind::requantize, node.low = -unbounded;  // QUANTIZE
  }
  return r.make_view(op, std::move(node), {x}, r.shape(x));
}

inline Error check_fixed_output(TfliteReader& r, const Operator& op) {
  const Quantization fixed{1 / 256.f, -128};
  Quantization found;
  if (!r.quantized()) return {};
  if (Error error = tflite::read_quantization(r.model, op.outputs[0], found)) return error;
  if (found == fixed) return {};
  return {"expected " + tflite::quantization_text(fixed) + ", found " + tflite::quantization_text(found)};
}

inline Error read_logistic(TfliteReader& r, const Operator& op) {
  if (Error error = check_fixed_output(r, op)) return error;
  return read_activation(r, op);
}

inline Error read_softmax(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.image(op, 0, x)) return error;
  if (op.options.beta != 1) return {"expected beta 1, found " + tflite::number_text(op.options.beta)};
  if (Error error = check_fixed_output(r, op)) return error;
  Node node;
  node.kind = Kind::softmax;
  return r.make(op, std::move(node), {x}, r.shape(x));
}

}  // namespace edgelite::graph::detail
