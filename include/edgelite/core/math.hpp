// Elementary functions of float that are constexpr, need no libm and vectorise: e^x to 2 ulp, square root correctly
// rounded to 1 ulp.
#pragma once

#include <bit>
#include <cstdint>

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// e^x = 2^n e^r with n = round(x / ln 2), |r| <= ln 2 / 2; x is clamped to where the result is a normal float.
constexpr float exponential(float input) {
  const float x = input > -87.3f ? input < 88.7f ? input : 88.7f : -87.3f;
  const float scaled = x * 1.44269504f;
  const auto n = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5f : 0.5f));
  const float whole = static_cast<float>(n);
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;  // Cephes expf
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  const std::int32_t half = n / 2;  // two factors: n = 128 has no float of its own
  const float y = p * std::bit_cast<float>((half + 127) << 23) * std::bit_cast<float>((n - half + 127) << 23);
  return input == input ? y : input;  // a NaN stays one
}

constexpr float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

constexpr float square_root(float x) {
  if (!(x > 0)) return 0;
  float root = x > 1 ? x : 1;
  for (float next = 0.5f * (root + x / root); next < root; next = 0.5f * (root + x / root)) root = next;
  return root;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
