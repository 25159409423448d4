// What all packed operations share: how much they take, and how their constants (bias, and in int8 the rescaling) are
// laid out.
//
// A Source gives the folded, canonical numbers of one operation: weight(o, i), bias(o) and, in int8, scale(o), in(k),
// out(), low(), high(), rounding(). The int8 bias takes in the input's zero point: bias - zero_point * sum of the
// weights, modulo 2^32 as the sums themselves.
#pragma once

#include <bit>
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
  int kernel_h = 1, kernel_w = 1, dilation_w = 1;

  constexpr int taps() const { return kernel_h * kernel_w; }
  template <class Z> static constexpr ConvolutionShape of(const Z& z) {
    return {z.out_channels, z.groups, z.channels / z.groups, z.kernel_h, z.kernel_w, z.dilation_w};
  }
};

// A window's elements are read in runs: taps of a row whose channels lie one after another are one run.
struct WindowRuns {
  int taps, length;  // of one run; a window has kernel_h * kernel_w / taps of them

  static constexpr WindowRuns of(const ConvolutionShape& s) {
    const int taps = s.groups == 1 && s.dilation_w == 1 ? s.kernel_w : 1;
    return {taps, taps * s.depth};
  }
};

inline namespace EDGELITE_ISA {

template <class T> constexpr int constants_size(int channels) {
  return Epilogue<T>::head + Epilogue<T>::blocks * channels;
}

// offset: what the architecture adds to every int8 activation.
template <class T, class Source, class Position>
constexpr void pack_constants(const Source& source, int filters, int padded, typename ElementTraits<T>::Constant* to,
                              Position position, int offset = 0) {
  for (int i = 0; i < constants_size<T>(padded); ++i) to[i] = 0;
  if constexpr (is_quantized<T>) {
    to[0] = source.in(0).zero_point;
    to[1] = source.out().zero_point;
    to[2] = source.low();
    to[3] = source.high();
    to[4] = static_cast<std::int32_t>(source.rounding());
    to[5] = static_cast<std::int32_t>(Rescaling::halfless);
  }
  auto* bias = to + Epilogue<T>::head;
  for (int o = 0; o < filters; ++o) {
    bias[position(o)] = source.bias(o);
    if constexpr (is_quantized<T>) {
      std::uint32_t sum = 0;
      std::int64_t most = source.bias(o) < 0 ? -std::int64_t{source.bias(o)} : source.bias(o);
      for (int i = 0; i < source.per_channel(); ++i) {
        const int w = source.weight(o, i);
        if (w == -128) to[6] = 1;
        sum += static_cast<std::uint32_t>(w);
        most += std::int64_t{w < 0 ? -w : w} * 255;
      }
      const auto zero = static_cast<std::uint32_t>(source.in(0).zero_point + offset);
      bias[position(o)] = static_cast<std::int32_t>(static_cast<std::uint32_t>(source.bias(o)) - zero * sum);
      const auto m =
          FixedPointMultiplier::of(double(source.in(0).scale) * double(source.scale(o)) / double(source.out().scale));
      const float factor = source.in(0).scale * source.scale(o) / source.out().scale;  // in float, as XNNPACK does
      bias[padded + position(o)] =
          source.rounding() == Rounding::to_even ? std::bit_cast<std::int32_t>(factor) : m.mantissa;
      bias[2 * padded + position(o)] = m.shift;
      const Rescaling rescaling = rescaling_of(m, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most))));
      if (static_cast<std::int32_t>(rescaling) < to[5]) to[5] = static_cast<std::int32_t>(rescaling);
    }
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
