// Calibration<Net>: what the float network's values are like over sample inputs, and the ranges that options choose.
// Plain data of the caller's, 32 KB a value: on the heap.
//
//   for each sample: calibration.begin(input); observe(..., [&](int v, auto x) { calibration.collect(v, x); return true; })
//   (host/calibrate.hpp does it), then check_calibration(calibration) and
//   activation_ranges(calibration, options)
//
// Values that are tied share one range: that of their elements together.
#pragma once

#include "edgelite/quantization/histogram.hpp"
#include "edgelite/quantization/options.hpp"
#include "edgelite/quantization/problem.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class Net> struct Calibration {
  std::array<Histogram, std::size_t{program<Net>.value_count}> values{};
  std::int64_t samples = 0;

  // The inputs of one sample, one behind the other, contiguous NHWC: the observer is not shown them.
  constexpr void begin(const float* sample) {
    ++samples;
    int value = 0;
    for (const float* input : inputs_of<Net>(sample)) {
      const Shape s = Net::inputs[static_cast<std::size_t>(value)];
      collect(value++, {input, s, s.channels, s.channels * s.width});
    }
  }
  constexpr void collect(int value, const TensorView<const float>& x) {
    values[static_cast<std::size_t>(value)].include(x);
  }
};

template <class Net> constexpr QuantizationProblem check_calibration(const Calibration<Net>& calibration) {
  if (calibration.samples == 0) return {QuantizationProblem::Kind::no_samples};
  for (std::size_t v = 0; v < calibration.values.size(); ++v)
    if (const auto count = calibration.values[v].not_finite(); count > 0)
      return {QuantizationProblem::Kind::activation, static_cast<int>(v), -1, static_cast<double>(count)};
  return {};
}

template <class Net>
constexpr Ranges<Net> activation_ranges(const Calibration<Net>& calibration, const QuantizationOptions& options = {}) {
  constexpr auto& tied = quantized_layout<Net>.tied;
  Ranges<Net> ranges{};
  for (std::size_t v = 0; v < ranges.size(); ++v) {
    if (tied[v] != static_cast<int>(v)) {
      ranges[v] = ranges[static_cast<std::size_t>(tied[v])];
      continue;
    }
    Histogram all = calibration.values[v];
    for (std::size_t other = v + 1; other < ranges.size(); ++other)
      if (tied[other] == static_cast<int>(v)) all.include(calibration.values[other]);
    ranges[v] = options.activations == ActivationRange::min_max      ? all.range()
                : options.activations == ActivationRange::percentile ? all.percentile(options.fraction)
                                                                     : all.least_error(options.symmetric);
  }
  return ranges;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
