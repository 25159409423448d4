// The 8-bit quantization of the review (paper 003, appendix A.2, equations 8-11): unsigned and affine, and how it meets
// the int8 of this library.
//
//   (8)   q = round(r / S + Z), held in [0, 255];   r = S (q - Z)
//   (9)   S = (r_max - r_min) / 255,   Z = round(255 - r_max / S)
//   (11)  q_out = S_w S_x / S_out  sum of (q_w - Z_w) (q_x - Z_x)  + Z_out, rounded, held in [0, 255]
//
// round: to the nearest, half away from zero. Unlike int8's ranges (range.hpp), those of (9) need not hold 0; then Z
// lies outside [0, 255], and 0 is not stored exactly. int8 stores the same reals with q and Z less 128:
//
//   to_int8   S, Z - 128;  bytes less 128. Exact where Z is in [0, 255].
//   to_uint8  S, Z + 128;  bytes plus 128. Always exact.
//
// Weights: the int8 kernels want zero point 0, which (9) gives for ranges [-m, m] only: there Z = 128.
#pragma once

#include "edgelite/quantization/range.hpp"

namespace edgelite {

// real = scale * (stored - zero_point), stored in [0, 255].
struct UnsignedQuantization {
  float scale = 1;
  std::int32_t zero_point = 0;
};

inline namespace EDGELITE_ISA {

// Equation 9. A range of no extent has scale 1.
constexpr UnsignedQuantization unsigned_quantization_of(float low, float high) {
  const double scale = (double(high) - double(low)) / 255;
  if (!(scale > 0)) return {};
  const double zero = 255 - double(high) / scale;
  return {static_cast<float>(scale), saturate32(static_cast<std::int64_t>(zero < -4e9  ? -4e9
                                                                          : zero > 4e9 ? 4e9
                                                                          : zero < 0   ? zero - 0.5
                                                                                       : zero + 0.5))};
}

// Equation 8.
constexpr std::uint8_t quantize_unsigned(float real, UnsignedQuantization q) {
  const double steps = double(real) / double(q.scale) + q.zero_point;
  return static_cast<std::uint8_t>(!(steps > 0) ? 0 : steps >= 255 ? 255 : steps + 0.5);  // a NaN becomes 0
}
constexpr float dequantize(std::uint8_t stored, UnsignedQuantization q) {
  return q.scale * static_cast<float>(stored - q.zero_point);
}

// Equation 11 for one output: weight and x hold `count` stored values.
constexpr std::uint8_t unsigned_dot(const std::uint8_t* weight, UnsignedQuantization w, const std::uint8_t* x,
                                    UnsignedQuantization in, int count, UnsignedQuantization out) {
  std::int64_t sum = 0;
  for (int i = 0; i < count; ++i) sum += std::int64_t{weight[i] - w.zero_point} * (x[i] - in.zero_point);
  const double steps =
      double(w.scale) * double(in.scale) / double(out.scale) * static_cast<double>(sum) + out.zero_point;
  return static_cast<std::uint8_t>(!(steps > 0) ? 0 : steps >= 255 ? 255 : steps + 0.5);
}

constexpr bool fits_int8(UnsignedQuantization q) { return q.zero_point >= 0 && q.zero_point <= 255; }
constexpr Quantization to_int8(UnsignedQuantization q) { return {q.scale, q.zero_point - 128}; }
constexpr std::int8_t to_int8(std::uint8_t stored) { return static_cast<std::int8_t>(stored - 128); }
constexpr UnsignedQuantization to_uint8(Quantization q) { return {q.scale, q.zero_point + 128}; }
constexpr std::uint8_t to_uint8(std::int8_t stored) { return static_cast<std::uint8_t>(stored + 128); }

}  // namespace EDGELITE_ISA
}  // namespace edgelite
