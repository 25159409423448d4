// From a trained float network and the ranges of its values to int8 parameters (paper 003's affine quantization; TFLite
// 8-bit quantization specification).
//
//   value:  range.hpp; tied values share one range; softmax, sigmoid and hard-sigmoid, and what is tied to them, have
//           scale 1/256, zero point -128
//   weight: scale = max |w| / 127 a channel or the one of least squared error, zero point 0, in [-127, 127]
//   bias:   int32, scale = input scale x weight scale
//   Constant: as its value
//
// A channel's scale is at least 2^-20 x output scale / input scale and |bias| / (2^30 x input scale): finer steps could
// not be seen in the output, and the bias would not fit. So a channel whose weights are all zero still has its bias to
// 2^-21 of an output step.
//
// Ranges come from calibration.hpp or, for a few inputs, from observe() and `collect`. Errors: problem.hpp.
#pragma once

#include "edgelite/quantization/options.hpp"
#include "edgelite/quantization/problem.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {
namespace conversion {

constexpr std::int8_t weight_steps(float w, float scale) {
  const std::int8_t steps = quantize(w, {scale, 0});
  return steps < -127 ? std::int8_t{-127} : steps;
}

// weight(k) for k in [0, count): the scale that they get by themselves; 0 where all are zero.
template <class Weight> constexpr float weight_scale(int count, WeightRange method, Weight weight) {
  Range range;
  for (int k = 0; k < count; ++k) range.include(weight(k));
  const float whole = range.largest() / 127;
  if (method == WeightRange::largest || !(whole > 0)) return whole;
  float best = whole;
  double least = -1;
  for (int step = 0; step < 64; ++step) {  // from the whole range down to half of it
    const float scale = whole * (1 - static_cast<float>(step) / 128);
    double error = 0;
    for (int k = 0; k < count; ++k) {
      const float w = weight(k), difference = w - scale * static_cast<float>(weight_steps(w, scale));
      error += double(difference) * double(difference);
    }
    if (least < 0 || error < least) least = error, best = scale;
  }
  return best;
}

constexpr std::int32_t bias_steps(double bias, double scale) {
  const double steps = scale > 0 ? bias / scale : 0;
  return saturate32(steps > 4e9    ? 4'000'000'000
                    : steps < -4e9 ? -4'000'000'000
                                   : static_cast<std::int64_t>(steps < 0 ? steps - 0.5 : steps + 0.5));
}

// The (scale, zero point) of every value.
template <class Net>
constexpr QuantizationProblem set_values(const Ranges<Net>& ranges, bool symmetric,
                                         Parameters<Net, std::int8_t>& quantized) {
  constexpr auto& tied = quantized_layout<Net>.tied;
  Ranges<Net> shared{};
  for (std::size_t v = 0; v < ranges.size(); ++v) {
    Range& range = shared[static_cast<std::size_t>(tied[v])];
    range.include(ranges[v].low);
    range.include(ranges[v].high);
  }
  std::array<bool, std::tuple_size_v<Ranges<Net>>> fixed{}, own{};
  for (const Operation& op : program<Net>.operations)
    if (op.fixed_output) {
      own[static_cast<std::size_t>(op.output)] = true;
      fixed[static_cast<std::size_t>(tied[static_cast<std::size_t>(op.output)])] = true;
    }
  for (std::size_t v = 0; v < ranges.size(); ++v) {
    const auto set = static_cast<std::size_t>(tied[v]);
    quantized.values[v] = fixed[set]  ? Quantization{1.0f / 256, -128}
                          : symmetric ? symmetric_quantization_of(shared[set])
                                      : quantization_of(shared[set]);
  }
  for (std::size_t v = 0; v < ranges.size(); ++v)
    if (const Range r = ranges[v];
        fixed[static_cast<std::size_t>(tied[v])] && !own[v] && (r.low < -0.01f || r.high > 1.01f))
      return {QuantizationProblem::Kind::fixed_scale, static_cast<int>(v), -1, double(r.low < -0.01f ? r.low : r.high)};
  return check_values<Net>(quantized);
}

template <class Net>
constexpr QuantizationProblem set_operation(const Source<float>& s, int i, const QuantizationOptions& options,
                                            Parameters<Net, std::int8_t>& quantized) {
  const Operation& op = program<Net>[i];
  const auto at = static_cast<std::size_t>(i);
  if (op.role == Role::constant) {
    for (int k = 0; k < op.per_channel; ++k) {
      if (const float w = s.weight(0, k); !(w - w == 0))
        return {QuantizationProblem::Kind::weight, op.output, -1, double(w)};
      quantized.weight[static_cast<std::size_t>(quantized_layout<Net>.weight[at] + k)] =
          quantize(s.weight(0, k), quantized.values[static_cast<std::size_t>(op.output)]);
    }
    return {};
  }
  const float in = quantized.values[static_cast<std::size_t>(op.input[0])].scale,
              out = quantized.values[static_cast<std::size_t>(op.output)].scale;
  auto* weights = quantized.weight.data() + quantized_layout<Net>.weight[at];
  auto* scales = quantized.scale.data() + quantized_layout<Net>.channel[at];
  auto* biases = quantized.bias.data() + quantized_layout<Net>.channel[at];
  const float whole = !options.per_tensor ? 0 : weight_scale(op.channels * op.per_channel, options.weights, [&](int k) {
    return s.weight(k / op.per_channel, k % op.per_channel);
  });
  float coarsest = 0;
  for (int o = 0; o < op.channels; ++o) {
    for (int k = -1; k < op.per_channel; ++k)
      if (const float w = k < 0 ? s.bias(o) : s.weight(o, k); !(w - w == 0))
        return {QuantizationProblem::Kind::weight, op.output, o, double(w)};
    float scale = options.per_tensor
                      ? whole
                      : weight_scale(op.per_channel, options.weights, [&](int k) { return s.weight(o, k); });
    const float bias = s.bias(o), seen = out / in / 1048576, held = (bias < 0 ? -bias : bias) / in / 1073741824;
    if (scale < seen) scale = seen;
    if (scale < held) scale = held;
    scales[o] = scale;
    if (scale > coarsest) coarsest = scale;
  }
  for (int o = 0; o < op.channels; ++o) {
    if (options.per_tensor) scales[o] = coarsest;
    biases[o] = bias_steps(double(s.bias(o)), double(in) * double(scales[o]));
    for (int k = 0; k < op.per_channel; ++k) weights[o * op.per_channel + k] = weight_steps(s.weight(o, k), scales[o]);
  }
  return {};
}

}  // namespace conversion

template <class Net>
constexpr QuantizationProblem convert(const Parameters<Net, float>& trained, const Ranges<Net>& ranges,
                                      const QuantizationOptions& options, Parameters<Net, std::int8_t>& quantized) {
  if (const auto problem = conversion::set_values<Net>(ranges, options.symmetric, quantized)) return problem;
  for (int i = 0; i < program<Net>.operation_count; ++i)
    if (const auto problem = conversion::set_operation<Net>(source(trained, i), i, options, quantized)) return problem;
  return check_scales<Net>(quantized);
}

template <class Net>
constexpr QuantizationProblem convert(const Parameters<Net, float>& trained, const Ranges<Net>& ranges,
                                      Parameters<Net, std::int8_t>& quantized) {
  return convert<Net>(trained, ranges, QuantizationOptions{}, quantized);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
