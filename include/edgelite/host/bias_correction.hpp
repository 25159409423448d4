// correct_biases<Net>(trained, samples, quantized): moves the int32 biases so that over the samples each channel's mean
// is that of the float network (Nagel et al. 2019, section 4.2, empirically).
//
//   bias[o] += (mean of float output - mean of int8 output) / (input scale x weight scale x share)
//
// layer by layer in the order of the program, each on what the corrected layers before it give; share: how many int8
// outputs of the channel lie strictly within its clamp, as only those move with the bias. Done twice a layer where a
// clamp joined it. One pass over the samples a layer, up to that layer: some dozen samples are enough.
// Errors: those of check_samples.
#pragma once

#include <cmath>

#include "edgelite/host/calibrate.hpp"

namespace edgelite {

namespace detail {

// Of one value, channel by channel over pixels and samples: the sum, and how many elements were counted.
struct ChannelSums {
  std::vector<double> sum, counted;
  std::int64_t pixels = 0;

  explicit ChannelSums(int channels)
      : sum(static_cast<std::size_t>(channels)), counted(static_cast<std::size_t>(channels)) {}

  // count(element) -> bool
  template <class T, class Count> void add(const TensorView<const T>& x, Count count) {
    for (int i = 0; i < x.shape.height; ++i)
      for (int j = 0; j < x.shape.width; ++j)
        for (int c = 0; c < x.shape.channels; ++c) {
          sum[static_cast<std::size_t>(c)] += double(x(i, j, c));
          counted[static_cast<std::size_t>(c)] += count(x(i, j, c));
        }
    pixels += x.shape.pixels();
  }
};

// What operation `op` of the int8 network gives: stored numbers, counted where they lie strictly within its clamp.
template <class Net, class Arch>
ChannelSums stored_sums(const Parameters<Net, std::int8_t>& quantized, Weights<Net, std::int8_t, Arch>& weights,
                        Observer<Net, std::int8_t, Arch>& observer, std::span<const float> samples,
                        const Operation& op) {
  prepare(quantized, weights);
  const Quantization q = quantized.values[static_cast<std::size_t>(op.output)];
  const std::int32_t low = quantized_bound(op.low, q), high = quantized_bound(op.high, q);
  ChannelSums sums(op.channels);
  std::vector<std::int8_t> input(sample_size<Net>);
  for (; !samples.empty(); samples = samples.subspan(input.size())) {
    quantize_sample<Net>(samples.data(), quantized, input.data());
    observer(weights, input.data(), [&](int value, const TensorView<const std::int8_t>& x) {
      if (value != op.output) return true;
      sums.add(x, [&](std::int8_t stored) { return stored > low && stored < high; });
      return false;
    });
  }
  return sums;
}

}  // namespace detail

template <class Net, class Arch = NativeArch>
Error correct_biases(const Parameters<Net, float>& trained, std::span<const float> samples,
                     Parameters<Net, std::int8_t>& quantized) {
  if (Error error = check_samples<Net>(samples)) return error;
  constexpr auto& p = program<Net>;
  std::vector<detail::ChannelSums> expected;
  for (int v = 0; v < p.value_count; ++v) expected.emplace_back(p.shape(v).channels);
  {
    const auto weights = std::make_unique<Weights<Net, float, Arch>>();
    prepare(trained, *weights);
    Observer<Net, float, Arch> observer;
    for (auto left = samples; !left.empty(); left = left.subspan(sample_size<Net>))
      observer(*weights, left.data(), [&](int value, const TensorView<const float>& x) {
        expected[static_cast<std::size_t>(value)].add(x, [](float) { return true; });
        return true;
      });
  }
  const auto weights = std::make_unique<Weights<Net, std::int8_t, Arch>>();
  Observer<Net, std::int8_t, Arch> observer;
  for (int i = 0; i < p.operation_count; ++i) {
    const Operation& op = p[i];
    if (op.inputs != 1 || op.channels != op.to.channels || op.tied) continue;  // no bias a channel
    const auto first = static_cast<std::size_t>(quantized_layout<Net>.channel[static_cast<std::size_t>(i)]);
    const Quantization out = quantized.values[static_cast<std::size_t>(op.output)];
    const double in = double(quantized.values[static_cast<std::size_t>(op.input[0])].scale);
    for (int pass = 0; pass < (op.clamped() ? 2 : 1); ++pass) {
      const auto found = detail::stored_sums<Net>(quantized, *weights, observer, samples, op);
      for (std::size_t o = 0; o < static_cast<std::size_t>(op.channels); ++o) {
        if (found.counted[o] < 0.05 * static_cast<double>(found.pixels)) continue;  // too few to tell
        const double sum = double(out.scale) * (found.sum[o] - out.zero_point * static_cast<double>(found.pixels));
        const double missing = (expected[static_cast<std::size_t>(op.output)].sum[o] - sum) / found.counted[o];
        std::int32_t& bias = quantized.bias[first + o];
        bias = saturate32(bias + std::llround(missing / (in * double(quantized.scale[first + o]))));
      }
    }
  }
  return {};
}

}  // namespace edgelite
