// Element types of a network's values. Layers don't name them: they take T and ask ElementTraits<T> for the rest.
#pragma once

#include <cstdint>
#include <type_traits>

namespace edgelite {

template <class T> struct ElementTraits;

template <> struct ElementTraits<float> {
  using Accumulator = float;
  using Constant = float;  // what an operation keeps a channel: its bias
};

template <> struct ElementTraits<std::int8_t> {
  using Accumulator = std::int32_t;
  using Constant = std::int32_t;  // bias, multiplier and shift a channel; zero points and bounds an operation
};

template <class T> inline constexpr bool is_quantized = !std::is_floating_point_v<T>;

// real = scale * (stored - zero_point); TFLite 8-bit quantization specification.
struct Quantization {
  float scale = 1;
  std::int32_t zero_point = 0;

  constexpr bool operator==(const Quantization&) const = default;
};

inline constexpr float unbounded = 3.402823466e+38f;  // a clamp that never bites

}  // namespace edgelite
