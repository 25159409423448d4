// Constants of an .onnx file, those that are computed from others, and what they are when dequantized.
#pragma once

#include <bit>
#include <cmath>
#include <limits>

#include "edgelite/import/onnx/layout.hpp"

namespace edgelite::graph::from_onnx {

using onnx::Tensor, onnx::Type;

inline float half_to_float(std::uint16_t half) {
  const int exponent = half >> 10 & 31, mantissa = half & 1023;
  const float sign = half >> 15 ? -1.f : 1.f;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  if (exponent == 31) return mantissa ? std::numeric_limits<float>::quiet_NaN() : sign * HUGE_VALF;
  return sign * std::ldexp(static_cast<float>(1024 + mantissa), exponent - 25);
}

template <class T> T element(const Tensor& tensor, std::int64_t i) {
  T value;
  std::memcpy(&value, tensor.bytes.data() + static_cast<std::size_t>(i) * sizeof(T), sizeof(T));
  return value;
}
// Calls f with element i in its own type; 16-bit floats as float.
template <class F> auto visit_element(const Tensor& t, std::int64_t i, F f) {
  switch (t.type) {
    case Type::float32:
      return f(element<float>(t, i));
    case Type::float64:
      return f(element<double>(t, i));
    case Type::float16:
      return f(half_to_float(element<std::uint16_t>(t, i)));
    case Type::bfloat16:
      return f(std::bit_cast<float>(std::uint32_t{element<std::uint16_t>(t, i)} << 16));
    case Type::int8:
      return f(element<std::int8_t>(t, i));
    case Type::int16:
      return f(element<std::int16_t>(t, i));
    case Type::uint16:
      return f(element<std::uint16_t>(t, i));
    case Type::int32:
      return f(element<std::int32_t>(t, i));
    case Type::uint32:
      return f(element<std::uint32_t>(t, i));
    case Type::int64:
      return f(element<std::int64_t>(t, i));
    case Type::uint64:
      return f(element<std::uint64_t>(t, i));
    default:
      return f(element<std::uint8_t>(t, i));
  }
}
inline double number(const Tensor& t, std::int64_t i) {
  return visit_element(t, i, [](auto v) { return static_cast<double>(v); });
}
constexpr bool is_float(Type type) {
  return type == Type::float32 || type == Type::float64 || type == Type::float16 || type == Type::bfloat16;
}
// Numbers that leave int64 stop at its ends.
inline std::int64_t whole(const Tensor& t, std::int64_t i) {
  return visit_element(t, i, [](auto v) -> std::int64_t {
    using V = decltype(v);
    if constexpr (std::is_floating_point_v<V>) {
      if (!(v > static_cast<V>(-9.2e18))) return std::numeric_limits<std::int64_t>::min();
      if (!(v < static_cast<V>(9.2e18))) return std::numeric_limits<std::int64_t>::max();
    } else if constexpr (std::is_same_v<V, std::uint64_t>) {
      if (v > static_cast<V>(std::numeric_limits<std::int64_t>::max())) return std::numeric_limits<std::int64_t>::max();
    }
    return static_cast<std::int64_t>(v);
  });
}

template <class T>
std::shared_ptr<Tensor> new_tensor(Type type, const Extents& extents, const std::vector<T>& numbers) {
  auto tensor = std::make_shared<Tensor>();
  tensor->type = type;
  tensor->extents = extents;
  tensor->elements = static_cast<std::int64_t>(numbers.size());
  tensor->bytes.assign(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
  return tensor;
}

// The tensor's own extents may differ: Reshape shares its numbers. With scales it is what DequantizeLinear makes of it.
struct Constant {
  std::shared_ptr<const Tensor> tensor;
  Extents extents;
  std::vector<float> scales;              // one, or one for each index of `axis`
  std::vector<std::int64_t> zero_points;  // as many
  std::size_t axis = 0;

  Constant() = default;
  explicit Constant(std::shared_ptr<const Tensor> t) : tensor(std::move(t)), extents(tensor->extents) {}

  std::int64_t elements() const { return tensor->elements; }
  bool quantized() const { return !scales.empty(); }
  std::size_t scale_index(std::int64_t i) const {
    if (scales.size() < 2) return 0;
    std::int64_t inner = 1;
    for (std::size_t k = axis + 1; k < extents.size(); ++k) inner *= extents[k];
    return static_cast<std::size_t>(i / inner % extents[axis]);
  }
  double at(std::int64_t i) const {
    if (!quantized()) return number(*tensor, i);
    const std::size_t k = scale_index(i);
    return (number(*tensor, i) - static_cast<double>(zero_points[k])) * static_cast<double>(scales[k]);
  }
  std::int64_t whole_at(std::int64_t i) const { return whole(*tensor, i); }
};

inline std::int64_t saturated(std::int64_t value, std::int64_t low, std::int64_t high) {
  return std::min(std::max(value, low), high);
}

}  // namespace edgelite::graph::from_onnx
