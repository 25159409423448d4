// int8 activations as TFLite's reference kernels compute them: the stored output for a stored input v, from which
// tables are made. x = v - zero point of the input, s and t the scales of input and output; every result is offset by
// the output's zero point and clamped.
//
//   requantized   QUANTIZE     round(x m), m = s / t in double
//   clamped       RELU, RELU6  round(x m), m = s / t in float, between the stored forms of low and high
//   leaky_relu    LEAKY_RELU   round(x s / t), or round(x slope s / t) for x < 0; factors in float
//   logistic      LOGISTIC     round(256 / (1 + e^(-s x))) in float
//   hard_swish    HARD_SWISH   s x relu6(s x + 3) / (6 t) in 16 bits, see below
//
// round(x m) is multiply_double_rounding.
#pragma once

#include "edgelite/core/fixed_point.hpp"
#include "edgelite/core/math.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

constexpr std::int8_t requantized(int v, double factor, Quantization in, Quantization out, std::int32_t low = -128,
                                  std::int32_t high = 127) {
  const bool negative = factor < 0;
  FixedPointMultiplier m = FixedPointMultiplier::of(negative ? -factor : factor);
  if (negative) m.mantissa = -m.mantissa;
  return offset8(multiply_double_rounding(v - in.zero_point, m), out.zero_point, low, high);
}

constexpr std::int8_t clamped(int v, Quantization in, Quantization out, float low, float high) {
  return requantized(v, double{in.scale / out.scale}, in, out, quantized_bound(low, out), quantized_bound(high, out));
}

constexpr std::int8_t leaky_relu(int v, float slope, Quantization in, Quantization out) {
  const float factor = v < in.zero_point ? in.scale * slope / out.scale : in.scale / out.scale;
  return requantized(v, double{factor}, in, out);
}

constexpr std::int8_t logistic(int v, Quantization in, Quantization out) {
  const float x = dequantize(v, in), bounded = x > -88 ? x < 88 ? x : 88 : -88;  // below, e^-x is no float
  return quantize(1.0f / (1.0f + static_cast<float>(precise_exponential(-double{bounded}))), out);
}

// x stands for 128 x of scale s / 128, which 16 bits hold.
//   p = round(x m)
//   r = x u 2^b, saturated: s x / 3 in Q15
//   g = floor((r + 2^15) / 2): the gate (s x + 3) / 6, saturated, in Q15
//   y = round(trunc(g p / 2^15) / 2^c)
// m and u are the mantissas, in 16 bits, of s / (128 t) and s 32768 / (128 3), -c and b their exponents.
// TFLite refuses s >= 128 t; here the last shift goes to the left then and saturates.
constexpr std::int8_t hard_swish(int v, Quantization in, Quantization out) {
  auto short_mantissa = [](FixedPointMultiplier m) {
    const auto rounded = static_cast<std::int32_t>((std::int64_t{m.mantissa} + (1 << 15)) >> 16);
    return rounded < 32767 ? rounded : 32767;
  };
  auto saturate16 = [](std::int64_t n) {
    return static_cast<std::int32_t>(n < -32768 ? -32768 : n > 32767 ? 32767 : n);
  };
  auto multiply = [](std::int32_t a, std::int32_t b) { return (a * b + (1 << 14)) >> 15; };
  auto shift_left = [&](std::int32_t n, int bits) { return saturate16(std::int64_t{n} * (std::int64_t{1} << bits)); };

  const float fine = in.scale / 128;
  const auto to_out = FixedPointMultiplier::of(double{fine / out.scale});
  const auto to_gate = FixedPointMultiplier::of(double{fine / (3.0f / 32768.0f)});
  const std::int32_t x = (v - in.zero_point) * 128;
  const std::int32_t p = multiply(x, short_mantissa(to_out));
  // One bit of the left shift comes last, so that only it saturates what the result depends on.
  const int left = to_gate.shift > 0 ? to_gate.shift : 0, right = to_gate.shift > 0 ? 0 : -to_gate.shift;
  std::int32_t r = multiply(left > 0 ? shift_left(x, left - 1) : x, short_mantissa(to_gate));
  r = left > 0 ? shift_left(r, 1) : rounding_shift_right(r, right);
  const std::int32_t gate = (r + 32768) >> 1, product = gate * p / 32768;
  const std::int32_t y = to_out.shift > 0 ? saturate32(std::int64_t{product} * (std::int64_t{1} << to_out.shift))
                                          : rounding_shift_right(product, -to_out.shift);
  return offset8(y, out.zero_point, -128, 127);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
