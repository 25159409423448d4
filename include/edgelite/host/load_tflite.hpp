// load_tflite<Net>(file, parameters): the trained numbers of a network from a .tflite file whose operators are the
// operations of program<Net>, one to one and in order (host/tflite_matcher.hpp). Needs edgelite::tflite: see
// host/tflite_model.hpp.
//
//   auto parameters = std::make_unique<Parameters<model::ResNet8<>, std::int8_t>>();
//   if (Error error = load_tflite<model::ResNet8<>>("resnet8_int8.tflite", *parameters)) ...
//
// int8 files fill Parameters<Net, std::int8_t>: weights and their scales a channel, bias, (scale, zero point) of every
// value. float files fill Parameters<Net, float>; batch norms, which are folded in the file, become the identity plus
// the file's bias.
//
// Errors: those of host/tflite.hpp and host/tflite_matcher.hpp; then weights with zero points, scales that TFLite's
// specification does not allow, a bias where the network has none. On error the parameters are as they were.
#pragma once

#include "edgelite/host/quantization_problem.hpp"
#include "edgelite/host/tflite.hpp"
#include "edgelite/host/tflite_matcher.hpp"
#include "edgelite/layer/add.hpp"
#include "edgelite/layer/average_pool2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/layer/softmax.hpp"
#include "edgelite/layer/sub.hpp"
#include "edgelite/network/source.hpp"

namespace edgelite {
namespace tflite {

// The operator that a layer's own operation is in a file.
constexpr BuiltinOperator operator_of(const void*) { return BuiltinOperator::CUSTOM; }
constexpr BuiltinOperator operator_of(const Addition*) { return BuiltinOperator::ADD; }
constexpr BuiltinOperator operator_of(const Subtraction*) { return BuiltinOperator::SUB; }
constexpr BuiltinOperator operator_of(const Flatten*) { return BuiltinOperator::RESHAPE; }
constexpr BuiltinOperator operator_of(const Softmax*) { return BuiltinOperator::SOFTMAX; }
template <int F, class... O> constexpr BuiltinOperator operator_of(const Conv2d<F, O...>*) {
  return BuiltinOperator::CONV_2D;
}
template <class... O> constexpr BuiltinOperator operator_of(const DepthwiseConv2d<O...>*) {
  return BuiltinOperator::DEPTHWISE_CONV_2D;
}
template <int N, class... O> constexpr BuiltinOperator operator_of(const Linear<N, O...>*) {
  return BuiltinOperator::FULLY_CONNECTED;
}
template <class... O> constexpr BuiltinOperator operator_of(const MaxPool2d<O...>*) {
  return BuiltinOperator::MAX_POOL_2D;
}
template <class... O> constexpr BuiltinOperator operator_of(const AveragePool2d<O...>*) {
  return BuiltinOperator::AVERAGE_POOL_2D;
}

constexpr bool counts_padding(const void*) { return false; }
template <class... O> constexpr bool counts_padding(const AveragePool2d<O...>*) {
  return AveragePool2d<O...>::count_padding;
}

template <class T> void copy_weights(const Expected& expected, const Tensor& from, T* to) {
  const auto filters = static_cast<std::size_t>(expected.op.channels);
  const auto taps = static_cast<std::size_t>(expected.op.window.taps());
  const std::size_t inputs = static_cast<std::size_t>(expected.op.per_channel) / taps;
  const bool depthwise = expected.code == BuiltinOperator::DEPTHWISE_CONV_2D;
  copy_channel_first(
      {filters, taps, inputs, depthwise}, [&](std::size_t i) { return element<T>(from, i); }, to);
}

// Of one operation: weights, bias and scales go to `weight`, `bias`, `scale`; its values' quantization is known.
inline Error copy_quantized(const Expected& expected, const Found& found, const Quantization* values,
                            std::int8_t* weight, std::int32_t* bias, float* scale) {
  const edgelite::Operation& op = expected.op;
  const Quantization& in = values[op.input[0]];
  const Quantization& out = values[op.output];
  if (op.tied && !(in == out))
    return {"expected its input's " + quantization_text(in) + ", found " + quantization_text(out)};
  if (op.fixed_output && !(out == Quantization{1 / 256.f, -128}))
    return {"expected " + quantization_text({1 / 256.f, -128}) + ", found " + quantization_text(out)};
  if (!found.weight) return {};
  const Tensor& w = *found.weight;
  const int axis = expected.code == BuiltinOperator::DEPTHWISE_CONV_2D ? 3 : 0;
  if (w.scales.empty() || (w.scales.size() > 1 && w.axis != axis))
    return {"weights: expected one scale, or one for each index of dimension " + std::to_string(axis) + "; found " +
            std::to_string(w.scales.size()) + " of dimension " + std::to_string(w.axis)};
  for (const std::int64_t zero : w.zero_points)
    if (zero != 0) return {"weights: expected zero points 0, found " + std::to_string(zero)};
  copy_weights(expected, w, weight);
  for (std::size_t o = 0; o < static_cast<std::size_t>(op.channels); ++o) {
    scale[o] = w.scales[w.scales.size() > 1 ? o : 0];
    bias[o] = found.bias ? element<std::int32_t>(*found.bias, o) : 0;
  }
  return {};
}

template <class Net, int I> Expected expected_operator() {
  constexpr const layer_of<Net, I>* layer = nullptr;
  return {program<Net>.operations[I], operator_of(layer), counts_padding(layer), operation_name<Net, I>()};
}
template <class Net> std::vector<Expected> expected_operators() {
  std::vector<Expected> all;
  [&]<int... I>(std::integer_sequence<int, I...>) {
    (void)std::initializer_list<int>{0, (all.push_back(expected_operator<Net, I>()), 0)...};
  }
  (std::make_integer_sequence<int, program<Net>.operation_count>{});
  return all;
}

// copy(i, expected, found) -> Error for each operation, after it has been matched.
template <class Net, class Copy> Error match_all(const Model& model, Matcher& matcher, Copy copy) {
  if (Error error = matcher.begin(Net::inputs)) return error;
  int i = 0;
  for (const Expected& expected : expected_operators<Net>()) {
    Found found;
    if (Error error = matcher.match(expected, found)) return error;
    if (Error error = copy(i++, expected, found))
      return {tensor_text(model, matcher.tensor_index(expected.op.output)) + " (" + expected.text() +
              "): " + error.message};
  }
  return matcher.end(program<Net>.outputs, program<Net>.output_count);
}

template <class Net> Error fill(const Model& model, Parameters<Net, std::int8_t>& p) {
  Matcher matcher(model, program<Net>.value_count, TensorType::INT8);
  constexpr auto& layout = quantized_layout<Net>;
  Error error = match_all<Net>(model, matcher, [&](int i, const Expected& expected, const Found& found) -> Error {
    std::vector<int> values(expected.op.input.begin(), expected.op.input.begin() + expected.op.inputs);
    values.push_back(expected.op.output);
    for (const int value : values)
      if (Error wrong =
              read_quantization(model, matcher.tensor_index(value), p.values[static_cast<std::size_t>(value)]))
        return wrong;
    const auto at = static_cast<std::size_t>(i);
    return copy_quantized(expected, found, p.values.data(), p.weight.data() + layout.weight[at],
                          p.bias.data() + layout.channel[at], p.scale.data() + layout.channel[at]);
  });
  return error ? error : to_error<Net>(check_scales(p));
}

template <class Net> Error fill(const Model& model, Parameters<Net, float>& p) {
  Matcher matcher(model, program<Net>.value_count, TensorType::FLOAT32);
  return match_all<Net>(model, matcher, [&](int, const Expected& expected, const Found& found) -> Error {
    if (!found.weight) return {};
    const edgelite::Operation& op = expected.op;
    float* weight = p.data.data() + op.parameter_offset;
    copy_weights(expected, *found.weight, weight);
    float* bias = op.biased ? weight + op.channels * op.per_channel : nullptr;
    if (op.affine >= 0) {
      const edgelite::Operation& norm = written<Net>[op.affine];
      float* to = p.data.data() + norm.parameter_offset;  // weight, bias, mean, variance
      for (int o = 0; o < op.channels; ++o) {
        to[o] = 1, to[2 * op.channels + o] = 0, to[3 * op.channels + o] = 1 - norm.epsilon;
        if (bias) bias[o] = 0;
      }
      bias = to + op.channels;
    }
    for (int o = 0; o < op.channels; ++o) {
      const float b = found.bias ? element<float>(*found.bias, static_cast<std::size_t>(o)) : 0;
      if (bias)
        bias[o] = b;
      else if (b != 0)
        return {"expected no bias, found " + number_text(b) + " for channel " + std::to_string(o)};
    }
    return {};
  });
}

}  // namespace tflite

// From a file that has been read; `name` stands in messages for it.
template <class Net, class T>
Error load_tflite(std::string_view name, const tflite::Model& model, Parameters<Net, T>& parameters) {
  const auto filled = std::make_unique<Parameters<Net, T>>();
  if (Error error = tflite::fill<Net>(model, *filled)) return {printable(name) + ": " + error.message};
  parameters = *filled;
  return {};
}

template <class Net, class T> Error load_tflite(const std::filesystem::path& path, Parameters<Net, T>& parameters) {
  tflite::Model model;
  if (Error error = load_tflite_model(path, model)) return error;
  return load_tflite<Net>(path.string(), model, parameters);
}

}  // namespace edgelite
