// The one place where int8 rounding is defined.
//
//   FixedPointMultiplier::of(r)  r = mantissa * 2^(shift - 31), mantissa in [2^30, 2^31): TFLite's QuantizeMultiplier
//   multiply_double_rounding     TFLite's CONV_2D, DEPTHWISE_CONV_2D and most others: doubling high multiply, rounded,
//                                then a rounding shift
//   multiply_single_rounding     TFLite's FULLY_CONNECTED: one 64-bit product, rounded once, halves up
//   multiply_to_even             XNNPACK: float(sum) * scale in float, then the nearest integer; halves to even in all
//                                three steps. XNNPACK clamps before it rounds to an integer: the same, bounds are whole
//   quantize(x, q)               round half away from zero, then the zero point, then saturate (TFLite QUANTIZE)
//   dequantize(x, q)             scale * (x - zero point) in float (TFLite DEQUANTIZE)
//
// Everything is defined for every int32 input and every shift in [-31, 30], and is integer arithmetic where it says so,
// whatever the FPU's mode; results saturate. Zero points are in [-128, 127], scales positive. The sums that a
// convolution hands over are sums modulo 2^32: in any order and any grouping they are the same.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "edgelite/core/element.hpp"
#include "edgelite/core/isa.hpp"

namespace edgelite {

// How a sum is brought to the output's scale.
enum class Rounding : std::uint8_t {
  twice,    // multiply_double_rounding
  once,     // multiply_single_rounding
  to_even,  // multiply_to_even
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

// clamp(x + zero_point, low, high) for every x.
constexpr std::int8_t offset8(std::int32_t x, std::int32_t zero_point, std::int32_t low, std::int32_t high) {
  const std::int32_t least = low - zero_point, most = high - zero_point;
  return static_cast<std::int8_t>((x < least ? least : x > most ? most : x) + zero_point);
}

// |x| must be below 2^31. Adding a half first would round 0.49999997f up.
constexpr std::int32_t round_half_away(float x) {
  const auto whole = static_cast<std::int32_t>(x);
  const float rest = x - static_cast<float>(whole);
  return whole + (rest >= 0.5f ? 1 : 0) - (rest <= -0.5f ? 1 : 0);
}

struct FixedPointMultiplier {
  std::int32_t mantissa = 0, shift = 0;

  // No number and what is not positive give 0, infinity the largest one.
  static constexpr FixedPointMultiplier of(double real) {
    if (!(real > 0)) return {};
    if (real >= 1073741824.0) return {std::numeric_limits<std::int32_t>::max(), 30};
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

// Halves away from zero; shift in [0, 31].
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

// x / 2^shift, halves to even; shift in [0, 62], x below 2^62.
constexpr std::int64_t shift_right_to_even(std::int64_t x, int shift) {
  if (shift == 0) return x;
  return (x + (std::int64_t{1} << (shift - 1)) - 1 + ((x >> shift) & 1)) >> shift;
}

// In integers, so that it is the same in every mode of an FPU and for every compiler flag. An infinity, and what is no
// number, count as 2^128.
constexpr std::int32_t multiply_to_even(std::int32_t sum, float scale) {
  constexpr int precision = 24;  // bits of a float's significand
  auto excess = [](std::int64_t x) {
    const int width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(x)));
    return width > precision ? width - precision : 0;
  };
  const auto bits = std::bit_cast<std::uint32_t>(scale);
  const int biased = static_cast<int>(bits >> 23 & 0xff);
  const std::int64_t fraction = bits & 0x7fffff, significand = biased > 0 ? fraction | 0x800000 : fraction;
  const std::int64_t magnitude = sum < 0 ? -std::int64_t{sum} : std::int64_t{sum};
  const int dropped = excess(magnitude);
  const std::int64_t product = shift_right_to_even(magnitude, dropped) * significand;
  const int more = excess(product), exponent = dropped + more + (biased > 0 ? biased : 1) - 150;
  const std::int64_t rounded = shift_right_to_even(product, more);  // times 2^exponent: the product as a float
  std::int64_t result = 0;
  if (exponent >= 0)
    result = rounded << (exponent < 32 ? exponent : 32);
  else if (exponent >= -precision - 1)
    result = shift_right_to_even(rounded, -exponent);
  return saturate32((sum < 0) != (bits >> 31 != 0) ? -result : result);
}

// What is no number becomes -128.
constexpr std::int8_t quantize(float x, Quantization q) {
  const float steps = x / q.scale;
  const float bounded = steps > -1024 ? steps < 1024 ? steps : 1024 : -1024;
  return clamp8(round_half_away(bounded) + q.zero_point, -128, 127);
}

constexpr float dequantize(std::int32_t x, Quantization q) { return q.scale * static_cast<float>(x - q.zero_point); }

// A clamp of real values as bounds of stored ones.
constexpr std::int32_t quantized_bound(float bound, Quantization q) {
  return bound <= -unbounded ? -128 : bound >= unbounded ? 127 : quantize(bound, q);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
