// The one place where int8 rounding is defined.
//
//   FixedPointMultiplier::of(r)  r = mantissa * 2^(shift - 31), mantissa in [2^30, 2^31): TFLite's QuantizeMultiplier
//   multiply_double_rounding     TFLite's CONV_2D and DEPTHWISE_CONV_2D: doubling high multiply, rounded, then a
//                                rounding shift
//   multiply_single_rounding     TFLite's FULLY_CONNECTED: one 64-bit product, rounded once
//   quantize(x, q)               round half away from zero, then the zero point, then saturate
//
// Everything is defined for every int32 input and every shift in [-31, 30]; results saturate.
#pragma once

#include <cstdint>
#include <limits>

#include "edgelite/core/element.hpp"
#include "edgelite/core/isa.hpp"

namespace edgelite {

// How a sum is brought to the output's scale.
enum class Rounding : std::uint8_t {
  twice,    // multiply_double_rounding
  once,     // multiply_single_rounding
  to_even,  // one float multiplication, ties to even, as XNNPACK does
};

inline namespace EDGELITE_ISA {

constexpr std::int32_t saturate32(std::int64_t x) {
  constexpr std::int64_t low = std::numeric_limits<std::int32_t>::min(),
                         high = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(x < low ? low : x > high ? high : x);
}

constexpr std::int8_t clamp8(std::int32_t x, std::int32_t low, std::int32_t high) {
  return static_cast<std::int8_t>(x < low ? low : x > high ? high : x);
}

constexpr std::int32_t round_half_away(float x) { return static_cast<std::int32_t>(x < 0 ? x - 0.5f : x + 0.5f); }

struct FixedPointMultiplier {
  std::int32_t mantissa = 0, shift = 0;

  static constexpr FixedPointMultiplier of(double real) {
    if (!(real > 0)) return {};
    std::int32_t shift = 0;
    while (real >= 1) real /= 2, ++shift;
    while (real < 0.5) real *= 2, --shift;
    auto mantissa = static_cast<std::int64_t>(real * 2147483648.0 + 0.5);
    if (mantissa == std::int64_t{1} << 31) mantissa /= 2, ++shift;
    if (shift < -31) return {};
    if (shift > 30) return {std::numeric_limits<std::int32_t>::max(), 30};
    return {static_cast<std::int32_t>(mantissa), shift};
  }
};

constexpr std::int32_t rounding_doubling_high_multiply(std::int32_t a, std::int32_t b) {
  if (a == b && a == std::numeric_limits<std::int32_t>::min()) return std::numeric_limits<std::int32_t>::max();
  const std::int64_t product = std::int64_t{a} * b;
  const std::int64_t nudge = product >= 0 ? std::int64_t{1} << 30 : 1 - (std::int64_t{1} << 30);
  return static_cast<std::int32_t>((product + nudge) / (std::int64_t{1} << 31));
}

constexpr std::int32_t rounding_shift_right(std::int32_t x, std::int32_t shift) {
  const std::int32_t mask = static_cast<std::int32_t>((std::int64_t{1} << shift) - 1);
  const std::int32_t remainder = x & mask;
  return (x >> shift) + (remainder > (mask >> 1) + (x < 0 ? 1 : 0) ? 1 : 0);
}

constexpr std::int32_t multiply_double_rounding(std::int32_t x, FixedPointMultiplier m) {
  const std::int32_t left = m.shift > 0 ? m.shift : 0, right = m.shift > 0 ? 0 : -m.shift;
  const std::int32_t shifted = saturate32(std::int64_t{x} * (std::int64_t{1} << left));
  return rounding_shift_right(rounding_doubling_high_multiply(shifted, m.mantissa), right);
}

constexpr std::int32_t multiply_single_rounding(std::int32_t x, FixedPointMultiplier m) {
  const std::int32_t shift = 31 - m.shift;
  return saturate32((std::int64_t{x} * m.mantissa + (std::int64_t{1} << (shift - 1))) >> shift);
}

// round(sum * scale), ties to even, for a factor that is a float; results of 2^22 and more saturate there.
constexpr std::int32_t multiply_to_even(std::int32_t sum, float scale) {
  constexpr float most = 4194304.0f, rounder = 12582912.0f;  // 2^22, 1.5 2^23
  const float x = static_cast<float>(sum) * scale;
  return static_cast<std::int32_t>((x < -most ? -most : x > most ? most : x) + rounder - rounder);
}

constexpr std::int8_t quantize(float x, Quantization q) {
  const float steps = x / q.scale;
  const float bounded = steps > -1024 ? steps < 1024 ? steps : 1024 : -1024;  // a NaN becomes the lower bound
  return clamp8(round_half_away(bounded) + q.zero_point, -128, 127);
}

constexpr float dequantize(std::int32_t x, Quantization q) { return q.scale * static_cast<float>(x - q.zero_point); }

// A clamp of real values as bounds of stored ones.
constexpr std::int32_t quantized_bound(float bound, Quantization q) {
  return bound <= -unbounded ? -128 : bound >= unbounded ? 127 : quantize(bound, q);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
