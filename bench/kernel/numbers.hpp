// The numbers that a problem computes with, as they are before packing: weights [filters][channels / groups][window],
// biases, and in int8 how each value is quantized.
#pragma once

#include <cstdint>

#include "edgelite/core/element.hpp"
#include "edgelite/core/fixed_point.hpp"

namespace bench {

template <class T> using Constant = typename edgelite::ElementTraits<T>::Constant;

// The Source of kernel/packing.hpp.
template <class T> struct Source {
  const T* weights = nullptr;
  const Constant<T>* biases = nullptr;
  int each = 0;  // weights a filter
  bool relu = false;
  edgelite::Rounding rescaling{};
  edgelite::Quantization input{}, output{};

  constexpr int per_channel() const { return each; }
  constexpr T weight(int o, int i) const { return weights[static_cast<std::ptrdiff_t>(o) * each + i]; }
  constexpr Constant<T> bias(int o) const { return biases[o]; }
  constexpr float scale(int o) const { return 0.004f + 0.0007f * static_cast<float>(o % 7); }
  constexpr edgelite::Quantization in(int) const { return input; }
  constexpr edgelite::Quantization out() const { return output; }
  constexpr std::int32_t low() const { return relu ? output.zero_point : -128; }
  constexpr std::int32_t high() const { return 127; }
  constexpr edgelite::Rounding rounding() const { return rescaling; }
};

template <class T> struct Numbers {
  Source<T> first, second;  // second: squeeze-excite's other pointwise convolution
  edgelite::Quantization x{0.02f, -3}, r{0.04f, 5}, y{0.03f, 4};
};

inline constexpr edgelite::Quantization gate_values{1.0f / 256, -128};  // what a sigmoid gives

}  // namespace bench
