// e^x and 1 / (1 + x) in 32-bit fixed point, as TFLite's reference kernels compute them (gemmlowp's fixedpoint.h).
//
// Qn is a number with n bits before the point: q / 2^(31 - n), in [-2^n, 2^n). A product of Qm and Qn is the rounding
// doubling high multiply, a Q(m + n); a factor of 2^k saturates if k > 0 and rounds halves away from zero if k < 0.
#pragma once

#include "edgelite/core/fixed_point.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// x in Q5, x <= 0; the result in Q0. x = f - k / 4 with f in [-1/4, 0): a Taylor polynomial about -1/8 gives e^f, then
// one factor e^(-2^(b - 2)) for each bit b of k.
constexpr std::int32_t fixed_exponential(std::int32_t x) {
  constexpr auto multiply = rounding_doubling_high_multiply;
  constexpr std::int32_t quarter = 1 << 24, third = 715827883, e_eighth = 1895147668;  // 1/3, e^(-1/8)
  constexpr std::int32_t powers[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  if (x >= 0) return std::numeric_limits<std::int32_t>::max();
  const std::int32_t f = (x & (quarter - 1)) - quarter, k = f - x;
  const std::int32_t a = f * 32 + (1 << 28), a2 = multiply(a, a), a3 = multiply(a2, a), a4 = multiply(a2, a2);
  const std::int32_t tail =
      rounding_shift_right(multiply(rounding_shift_right(a4, 2) + a3, third) + a2, 1);  // a^2/2 + a^3/6 + a^4/24
  std::int32_t result = e_eighth + multiply(e_eighth, a + tail);
  for (int b = 0; b < 7; ++b)
    if (k & quarter << b) result = multiply(result, powers[b]);
  return result;
}

// x in Q0, x >= 0; the result in Q0: three steps of Newton's y' = y + y (1 - d y) for d = (1 + x) / 2 in Q0 and y in
// Q2, from y = 48/17 - 32/17 d.
constexpr std::int32_t fixed_reciprocal(std::int32_t x) {
  constexpr auto multiply = rounding_doubling_high_multiply;
  const auto d = static_cast<std::int32_t>((std::int64_t{x} + (std::int64_t{1} << 31)) / 2);
  std::int32_t y = 1515870810 + multiply(d, -1010580540);
  for (int step = 0; step < 3; ++step) y += saturate32(std::int64_t{multiply(y, (1 << 29) - multiply(d, y))} * 4);
  return saturate32(std::int64_t{y} * 2);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
