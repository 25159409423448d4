// Elementary functions that are constexpr and need no libm: square root correctly rounded to 1 ulp; e^x in double to
// 2 ulp for tables, which want the float that is nearest. Those of vectors: arch/functions.hpp.
#pragma once

#include <bit>
#include <cstdint>

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

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
