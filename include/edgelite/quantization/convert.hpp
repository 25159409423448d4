// From a trained float network and the ranges of its values to int8 parameters (paper 003's affine quantization; TFLite
// 8-bit quantization specification).
//
//   value:  scale = (high - low) / 255 over its range widened to hold 0, zero_point = -128 - low / scale, rounded; tied
//           values share one range; softmax, sigmoid and hard-sigmoid give scale 1/256, zero point -128
//   weight: scale = max |w| / 127 a channel, zero point 0, in [-127, 127]
//   bias:   int32, scale = input scale x weight scale
//
// Ranges come from observe() over representative inputs: `collect` takes what the observer is shown.
#pragma once

#include "edgelite/network/run.hpp"

namespace edgelite {

struct Range {
  float low = 0, high = 0;

  constexpr void include(float x) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
};

template <class Net> using Ranges = std::array<Range, std::size_t{program<Net>.value_count}>;

// Widens the range of a value by a tensor.
template <std::size_t N>
constexpr void collect(std::array<Range, N>& ranges, int value, const TensorView<const float>& x) {
  for (int i = 0; i < x.shape.height; ++i)
    for (int j = 0; j < x.shape.width; ++j)
      for (int c = 0; c < x.shape.channels; ++c) ranges[static_cast<std::size_t>(value)].include(x(i, j, c));
}

inline namespace EDGELITE_ISA {

constexpr Quantization quantization_of(Range range) {
  const float scale = (range.high - range.low) / 255;
  if (!(scale > 0)) return {1, 0};
  return {scale, clamp8(round_half_away(-128 - range.low / scale), -128, 127)};
}

template <class Net>
constexpr void convert(const Parameters<Net, float>& trained, const Ranges<Net>& ranges,
                       Parameters<Net, std::int8_t>& quantized) {
  constexpr auto& p = program<Net>;
  constexpr auto& layout = quantized_layout<Net>;
  Ranges<Net> shared{};
  for (std::size_t v = 0; v < ranges.size(); ++v) {
    Range& range = shared[static_cast<std::size_t>(layout.tied[v])];
    range.include(ranges[v].low);
    range.include(ranges[v].high);
  }
  for (std::size_t v = 0; v < ranges.size(); ++v)
    quantized.values[v] = quantization_of(shared[static_cast<std::size_t>(layout.tied[v])]);
  for (const Operation& op : p.operations)
    if (op.fixed_output) quantized.values[static_cast<std::size_t>(op.output)] = {1.0f / 256, -128};
  for (int i = 0; i < p.operation_count; ++i) {
    const Operation& op = p[i];
    const Source<float> s = source(trained, i);
    const float input_scale = quantized.values[static_cast<std::size_t>(op.input[0])].scale;
    auto* weights = quantized.weight.data() + layout.weight[static_cast<std::size_t>(i)];
    auto* scales = quantized.scale.data() + layout.channel[static_cast<std::size_t>(i)];
    auto* biases = quantized.bias.data() + layout.channel[static_cast<std::size_t>(i)];
    for (int o = 0; o < op.channels; ++o) {
      Range range;
      for (int k = 0; k < op.per_channel; ++k) range.include(s.weight(o, k));
      const float largest = range.high > -range.low ? range.high : -range.low;
      const float scale = largest > 0 ? largest / 127 : 1;
      scales[o] = scale;
      const double bias = double(s.bias(o)) / (double(input_scale) * double(scale));
      biases[o] = saturate32(bias > 4e9    ? 4'000'000'000
                             : bias < -4e9 ? -4'000'000'000
                                           : static_cast<std::int64_t>(bias < 0 ? bias - 0.5 : bias + 0.5));
      for (int k = 0; k < op.per_channel; ++k) {
        const std::int8_t w = quantize(s.weight(o, k), {scale, 0});
        weights[o * op.per_channel + k] = w < -127 ? std::int8_t{-127} : w;
      }
    }
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
