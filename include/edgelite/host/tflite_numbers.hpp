// Numbers of a .tflite file's tensors: elements of constants, weights in the order of PyTorch's state dicts, the
// quantization of a value, the bounds of a fused activation.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "edgelite/core/element.hpp"
#include "edgelite/host/tflite_model.hpp"

namespace edgelite::tflite {

// Of a constant; `index` must be below its number of elements.
template <class T> T element(const Tensor& tensor, std::size_t index) {
  T value;
  std::memcpy(&value, tensor.data.data() + index * sizeof value, sizeof value);
  return value;
}

// IEEE 754 binary16.
inline float half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float size = exponent == 31  ? fraction ? std::numeric_limits<float>::quiet_NaN() : INFINITY
                     : exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                     : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return bits & 0x8000 ? -size : size;
}

// The real number that element `index` of a FLOAT32, FLOAT16 or INT8 constant stands for.
inline float number(const Tensor& tensor, std::size_t index) {
  if (tensor.type == TensorType::FLOAT32) return element<float>(tensor, index);
  if (tensor.type == TensorType::FLOAT16) return half(element<std::uint16_t>(tensor, index));
  const auto stored = element<std::int8_t>(tensor, index);
  if (tensor.scales.empty()) return stored;
  std::size_t k = 0;
  if (tensor.scales.size() > 1) {
    std::size_t inner = 1;  // elements between two indices of the axis
    for (std::size_t d = static_cast<std::size_t>(tensor.axis) + 1; d < tensor.shape.size(); ++d)
      inner *= static_cast<std::size_t>(tensor.shape[d]);
    k = index / inner % tensor.scales.size();
  }
  return tensor.scales[k] * static_cast<float>(stored - tensor.zero_points[k]);
}

// The extents of weights; taps: kernel height times width.
struct WeightExtents {
  std::size_t filters = 1, taps = 1, inputs = 1;
  bool depthwise = false;

  std::size_t size() const { return filters * taps * inputs; }
};

// From TFLite's [filters][taps][inputs], for depthwise [taps][filters], to PyTorch's [filters][inputs][taps]; at(i) is
// the file's element i.
template <class At, class T> void copy_channel_first(const WeightExtents& e, At at, T* to) {
  for (std::size_t f = 0; f < e.filters; ++f)
    for (std::size_t t = 0; t < e.taps; ++t)
      for (std::size_t c = 0; c < e.inputs; ++c)
        to[(f * e.inputs + c) * e.taps + t] = at(e.depthwise ? t * e.filters + f : (f * e.taps + t) * e.inputs + c);
}

inline Error read_quantization(const Model& model, int index, Quantization& quantization) {
  const Tensor& tensor = model.tensors[static_cast<std::size_t>(index)];
  if (tensor.scales.size() != 1)
    return {tensor_text(model, index) + ": expected one scale, found " + std::to_string(tensor.scales.size())};
  const std::int64_t zero = tensor.zero_points[0];
  if (zero < -128 || zero > 127)
    return {tensor_text(model, index) + ": expected a zero point from -128 to 127, found " + std::to_string(zero)};
  quantization = {tensor.scales[0], static_cast<std::int32_t>(zero)};
  return {};
}

// What a fused activation clamps to; those that are no clamps are taken for NONE.
inline std::pair<float, float> activation_bounds(Activation activation) {
  if (activation == Activation::RELU) return {0.f, unbounded};
  if (activation == Activation::RELU6) return {0.f, 6.f};
  if (activation == Activation::RELU_N1_TO_1) return {-1.f, 1.f};
  return {-unbounded, unbounded};
}
inline std::string activation_text(Activation activation) {
  const std::string name = schema::EnumNameActivation(activation);
  return name.empty() ? std::to_string(static_cast<int>(activation)) : name;
}

inline std::string quantization_text(const Quantization& q) {
  return "scale " + number_text(q.scale) + " and zero point " + std::to_string(q.zero_point);
}
inline std::string extents_text(const std::vector<int>& extents) {
  std::string all;
  for (std::size_t d = 0; d < extents.size() && d < 9; ++d) all += (d ? " x " : "") + std::to_string(extents[d]);
  return extents.size() > 9 ? all + " x ..." : all.empty() ? "a scalar" : all;
}

}  // namespace edgelite::tflite
