// The range of a value's elements, always with 0 in it, and the (scale, zero point) that 8 bits give it.
//
//   asymmetric  scale = (high - low) / 255, zero_point = -128 - low / scale, rounded   (TFLite 8-bit specification)
//   symmetric   scale = max(-low, high) / 127, zero_point = 0                         (paper 002)
//
// A range that is only 0 has scale 1. `collect` takes what the observer of network/run.hpp is shown.
#pragma once

#include "edgelite/network/run.hpp"

namespace edgelite {

struct Range {
  float low = 0, high = 0;

  constexpr void include(float x) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  constexpr float largest() const { return high > -low ? high : -low; }
};

template <class Net> using Ranges = std::array<Range, std::size_t{program<Net>.value_count}>;

template <class Visit> constexpr void for_each_element(const TensorView<const float>& x, Visit visit) {
  for (int i = 0; i < x.shape.height; ++i)
    for (int j = 0; j < x.shape.width; ++j)
      for (int c = 0; c < x.shape.channels; ++c) visit(x(i, j, c));
}

// Widens the range of a value by a tensor.
template <std::size_t N>
constexpr void collect(std::array<Range, N>& ranges, int value, const TensorView<const float>& x) {
  for_each_element(x, [&](float element) { ranges[static_cast<std::size_t>(value)].include(element); });
}

inline namespace EDGELITE_ISA {

constexpr Quantization quantization_of(Range range) {
  const float scale = range.high / 255 - range.low / 255;  // the difference itself could pass float's limit
  if (!(scale > 0)) return {1, 0};
  return {scale, clamp8(round_half_away(-128 - range.low / scale), -128, 127)};
}

constexpr Quantization symmetric_quantization_of(Range range) {
  const float scale = range.largest() / 127;
  return {scale > 0 ? scale : 1, 0};
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
