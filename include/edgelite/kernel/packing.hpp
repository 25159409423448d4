// What all packed operations share: how much they take, and how their constants (bias, and in int8 the rescaling) are
// laid out.
//
// A Source gives the folded, canonical numbers of one operation: weight(o, i), bias(o) and, in int8, scale(o), in(k),
// out(), low(), high(), single_rounding(). The int8 bias takes in the input's zero point: bias - zero_point * sum of
// the weights.
#pragma once

#include <cstdint>

#include "edgelite/core/epilogue.hpp"
#include "edgelite/core/shape.hpp"

namespace edgelite {

struct PackedSize {
  int elements = 0;   // of T: weights, tables
  int constants = 0;  // of ElementTraits<T>::Constant
};

struct ConvolutionShape {
  int filters = 0, groups = 1;
  int depth = 0;  // input channels a group
  int taps = 1;   // window height x width
};

inline namespace EDGELITE_ISA {

template <class T> constexpr int constants_size(int channels) {
  return Epilogue<T>::head + Epilogue<T>::blocks * channels;
}

template <class T, class Source, class Position>
constexpr void pack_constants(const Source& source, int filters, int padded, typename ElementTraits<T>::Constant* to,
                              Position position) {
  for (int i = 0; i < constants_size<T>(padded); ++i) to[i] = 0;
  if constexpr (is_quantized<T>) {
    to[0] = source.in(0).zero_point;
    to[1] = source.out().zero_point;
    to[2] = source.low();
    to[3] = source.high();
    to[4] = source.single_rounding();
  }
  auto* bias = to + Epilogue<T>::head;
  for (int o = 0; o < filters; ++o) {
    bias[position(o)] = source.bias(o);
    if constexpr (is_quantized<T>) {
      std::int64_t sum = 0;
      for (int i = 0; i < source.per_channel(); ++i) sum += source.weight(o, i);
      bias[position(o)] = saturate32(source.bias(o) - source.in(0).zero_point * sum);
      const auto m =
          FixedPointMultiplier::of(double(source.in(0).scale) * double(source.scale(o)) / double(source.out().scale));
      bias[padded + position(o)] = m.mantissa;
      bias[2 * padded + position(o)] = m.shift;
    }
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
