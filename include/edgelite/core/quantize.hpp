// Between a caller's floats and stored values, for the input and the outputs of an int8 network; TFLite QUANTIZE and
// DEQUANTIZE. Rounding, saturation and what is no number: core/fixed_point.hpp.
//
//   quantize(real, q, stored)     stored[i] = clamp(round(real[i] / scale) + zero point)
//   dequantize(stored, q, real)   real[i] = scale * (stored[i] - zero point)
//
// Both spans must have one length; of two lengths the shorter counts.
#pragma once

#include <span>

#include "edgelite/core/fixed_point.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

constexpr void quantize(std::span<const float> real, Quantization q, std::span<std::int8_t> stored) {
  const std::size_t count = real.size() < stored.size() ? real.size() : stored.size();
  for (std::size_t i = 0; i < count; ++i) stored[i] = quantize(real[i], q);
}

constexpr void dequantize(std::span<const std::int8_t> stored, Quantization q, std::span<float> real) {
  const std::size_t count = real.size() < stored.size() ? real.size() : stored.size();
  for (std::size_t i = 0; i < count; ++i) real[i] = dequantize(stored[i], q);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
