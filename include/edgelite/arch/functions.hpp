// Elementary functions, written once for numbers and for the vectors of every architecture: constexpr in Scalar, no libm.
//
//   exponential  e^x to 2 ulp
//   sigmoid      1 / (1 + e^-x)
//
// e^x = 2^n e^r with n = round(x / ln 2), |r| <= ln 2 / 2, and e^r = 1 + r + r^2 (c + c' r + ...), the polynomial whose
// greatest relative error, 3e-9, is least. x is clamped to where e^x and 2^n are normal floats; a NaN stays one. Adding
// 1.5 2^23 + 127 rounds n to an integer and leaves the exponent of 2^n in the low bits. ln 2 is split so that n times
// its first part is exact.
#pragma once

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// least <= x <= most, least < 0 < most, without choices, of which g++ makes branches and then no vectors of a loop over
// numbers: sign and magnitude, whose bits grow with it; over a limit where `below` is not negative. A NaN's magnitude
// lies above infinity's.
constexpr float clamp_as_bits(float input, float least, float most) {
  constexpr std::int32_t infinity = 0x7f800000, nan = 0x7fc00000, all = 0x7fffffff;
  const auto low = std::bit_cast<std::int32_t>(-least), high = std::bit_cast<std::int32_t>(most);
  const auto bits = std::bit_cast<std::int32_t>(input);
  const std::int32_t magnitude = bits & all, limit = high - ((bits >> 31) & (high - low)), below = magnitude - limit;
  const std::int32_t no_number = ((infinity - magnitude) >> 31) & nan;
  return std::bit_cast<float>((limit + (below & (below >> 31))) | (bits & ~all) | no_number);
}

// bounded: x is at most 0.
template <class P>
EDGELITE_INLINE constexpr typename P::Vector exponential(typename P::Vector x, bool bounded = false) {
  constexpr float least = -87.3f, most = 88.3f, rounder = 12583039.0f;
  if constexpr (P::lanes == 1) {
    x = clamp_as_bits(x, least, most);
  } else {
    x = P::at_least(x, P::broadcast(least));
    if (!bounded) x = P::at_most(x, P::broadcast(most));
  }
  const auto shifted = P::multiply_add(x, P::broadcast(1.44269504f), P::broadcast(rounder));
  const auto n = P::add(shifted, P::broadcast(-rounder));
  const auto part = P::multiply_add(n, P::broadcast(-0.693359375f), x);
  const auto r = P::multiply_add(n, P::broadcast(2.12194440e-4f), part);
  // In two halves: fewer multiply-adds wait for one another than in Horner's scheme.
  const auto square = P::multiply(r, r);
  const auto low = P::multiply_add(r, P::broadcast(1.66665211e-1f), P::broadcast(4.9999994e-1f));
  auto p = P::multiply_add(r, P::broadcast(8.36871658e-3f), P::broadcast(4.1668389e-2f));
  p = P::multiply_add(square, P::broadcast(1.38145988e-3f), p);
  p = P::multiply_add(p, square, low);
  p = P::multiply_add(p, square, P::add(r, P::broadcast(1)));
  return P::multiply(p, P::power_of_two(shifted));
}

template <class P> EDGELITE_INLINE constexpr typename P::Vector sigmoid(typename P::Vector x) {
  const auto power = exponential<P>(x);
  return P::divide(power, P::add(power, P::broadcast(1)));
}

constexpr float exponential(float x) { return exponential<Primitives<Scalar, float>>(x); }
constexpr float sigmoid(float x) { return sigmoid<Primitives<Scalar, float>>(x); }

}  // namespace EDGELITE_ISA
}  // namespace edgelite
