// Slopes and bounds as template arguments: the std::ratio whose quotient, computed in float as the layers compute it,
// is exactly the number of the file. The shortest decimal one (1/100 for 0.01) where there is one, else M / 2^k.
// Numbers whose numerator or denominator does not fit in 63 bits have none.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "edgelite/core/element.hpp"

namespace edgelite::graph {

struct Ratio {
  std::int64_t numerator = 0, denominator = 1;

  float value() const { return static_cast<float>(numerator) / static_cast<float>(denominator); }
};

inline Ratio reduced(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t divisor = std::gcd(numerator, denominator);
  return {numerator / divisor, denominator / divisor};
}

// False: the number has no such ratio.
inline bool find_ratio(float number, Ratio& ratio) {
  constexpr float largest = 9.2e18f;
  if (!(std::fabs(number) <= largest)) return false;
  ratio = {};
  if (number == 0) return true;
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
  std::int64_t digits = 0;  // at most 9 of them
  int after_point = 0, exponent = 0;
  bool point = false;
  const char* c = text + (number < 0);
  for (; c != written.ptr && *c != 'e'; ++c) {
    if (*c == '.') {
      point = true;
      continue;
    }
    digits = 10 * digits + (*c - '0');
    after_point += point;
  }
  const char* from = c == written.ptr ? c : c + 1;  // from_chars knows no plus sign
  std::from_chars(from != written.ptr && *from == '+' ? from + 1 : from, written.ptr, exponent);
  exponent -= after_point;
  if (number < 0) digits = -digits;
  if (exponent > -19 && exponent < 10) {
    std::int64_t power = 1;
    for (int i = 0; i < std::abs(exponent); ++i) power *= 10;
    ratio = exponent < 0 ? reduced(digits, power) : Ratio{digits * power, 1};
    if (ratio.value() == number) return true;
  }
  int shift = 0;
  auto significand = static_cast<std::int64_t>(std::ldexp(std::frexp(number, &shift), 24));
  for (shift -= 24; shift < 0 && significand % 2 == 0; ++shift) significand /= 2;
  if (shift < -62 || shift > 39) return false;
  ratio =
      shift < 0 ? reduced(significand, std::int64_t{1} << -shift) : Ratio{significand * (std::int64_t{1} << shift), 1};
  return ratio.value() == number;
}

}  // namespace edgelite::graph
