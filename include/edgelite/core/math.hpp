// Elementary functions that are constexpr, need no libm and, those of float, vectorise: e^x to 2 ulp, square root
// correctly rounded to 1 ulp; e^x in double to 2 ulp for tables, which want the float that is nearest.
#pragma once

#include <bit>
#include <cstdint>

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// e^x = 2^n e^r with n = round(x / ln 2), |r| <= ln 2 / 2; x is clamped to where the result is a normal float. Written
// so that g++ and clang vectorise loops over it, without conversions and choices, of which g++ makes branches:
//   x is clamped as sign and magnitude, whose bits grow with it: over = magnitude - limit, where that is negative;
//   adding 1.5 2^23 rounds to an integer and leaves it in the low bits;
//   2^n is n added to the exponent; at n = 128 there is room, since p is below 1;
//   a NaN stays one: its magnitude lies above infinity's, and it sets all bits of the exponent.
constexpr float exponential(float input) {
  constexpr auto most = std::bit_cast<std::int32_t>(88.7f), least = std::bit_cast<std::int32_t>(87.3f);
  constexpr std::int32_t infinity = 0x7f800000, nan = 0x7fc00000, all = 0x7fffffff;
  const auto bits = std::bit_cast<std::int32_t>(input);
  const std::int32_t magnitude = bits & all, negative = bits >> 31;
  const std::int32_t limit = most - (negative & (most - least)), below = magnitude - limit;
  const float x = std::bit_cast<float>((limit + (below & (below >> 31))) | (bits & ~all));
  const std::int32_t no_number = ((infinity - magnitude) >> 31) & nan;
  constexpr float rounder = 12582912.0f;
  const float shifted = x * 1.44269504f + rounder;
  const std::uint32_t n = std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(rounder);
  const float whole = shifted - rounder;
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;  // Cephes expf
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  return std::bit_cast<float>((std::bit_cast<std::uint32_t>(p) + (n << 23)) | static_cast<std::uint32_t>(no_number));
}

// |x| <= 700. e^x = 2^n e^r, |r| <= ln 2 / 2, where fifteen terms of the series reach double's precision; ln 2 is split
// so that n times its first part is exact.
constexpr double precise_exponential(double x) {
  const double scaled = x * 1.4426950408889634;
  const auto n = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  const auto whole = static_cast<double>(n);
  const double r = (x - whole * 6.93147180369123816490e-01) - whole * 1.90821492927058770002e-10;
  double sum = 1;
  for (int term = 14; term > 0; --term) sum = 1 + sum * r / term;
  return sum * std::bit_cast<double>((n + 1023) << 52);
}

constexpr float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

// `negative` where x has its sign set, else `positive`: not a choice, of which g++ may make a branch.
constexpr float by_sign(float x, float negative, float positive) {
  const auto n = std::bit_cast<std::uint32_t>(negative), p = std::bit_cast<std::uint32_t>(positive);
  const auto sign = static_cast<std::uint32_t>(std::bit_cast<std::int32_t>(x) >> 31);
  return std::bit_cast<float>(p ^ (sign & (n ^ p)));
}

constexpr float square_root(float x) {
  if (!(x > 0)) return 0;
  float root = x > 1 ? x : 1;
  for (float next = 0.5f * (root + x / root); next < root; next = 0.5f * (root + x / root)) root = next;
  return root;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
