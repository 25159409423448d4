// What a layer's prepare reads: the folded, canonical numbers of one operation, pulled one by one so that nothing is
// allocated.
//
//   weight(o, i)    of channel o, batch norm folded in: w gamma / sqrt(var + epsilon)
//   bias(o)         (b - mean) gamma / sqrt(var + epsilon) + beta
//   per_channel()   weights a channel
//   int8 only: scale(o) of the weights, in(k) and out() of the values, low() and high(), the clamp as stored values,
//   rounding()
#pragma once

#include "edgelite/core/math.hpp"
#include "edgelite/network/parameters.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T> struct Source;

template <> struct Source<float> {
  const Operation& op;
  const float* own;   // the operation's tensors, one after another
  bool folds;         // a batch norm in
  const float* norm;  // its weight, bias, mean, variance
  float epsilon;

  constexpr int per_channel() const { return op.per_channel; }
  constexpr float weight(int o, int i) const {
    return op.role == Role::affine ? factor(own, o, op.epsilon)
                                   : own[o * op.per_channel + i] * (folds ? factor(norm, o, epsilon) : 1.0f);
  }
  constexpr float bias(int o) const {
    if (op.role == Role::affine) return own[op.channels + o] - own[2 * op.channels + o] * factor(own, o, op.epsilon);
    const float b = op.biased ? own[op.channels * op.per_channel + o] : 0.0f;
    return folds ? (b - norm[2 * op.channels + o]) * factor(norm, o, epsilon) + norm[op.channels + o] : b;
  }

 private:
  constexpr float factor(const float* bn, int o, float eps) const {
    return bn[o] / square_root(bn[3 * op.channels + o] + eps);
  }
};

template <> struct Source<std::int8_t> {
  const Operation& op;
  const std::int8_t* weights;
  const std::int32_t* biases;
  const float* scales;
  const Quantization* values;

  constexpr int per_channel() const { return op.per_channel; }
  constexpr std::int8_t weight(int o, int i) const { return weights[o * op.per_channel + i]; }
  constexpr std::int32_t bias(int o) const { return biases[o]; }
  constexpr float scale(int o) const { return scales[o]; }
  constexpr Quantization in(int k) const { return values[op.input[static_cast<std::size_t>(k)]]; }
  constexpr Quantization out() const { return values[op.output]; }
  constexpr std::int32_t low() const { return quantized_bound(op.low, out()); }
  constexpr std::int32_t high() const { return quantized_bound(op.high, out()); }
  constexpr Rounding rounding() const { return op.rounding; }
};

// data: the tensors of the written program, one after another.
template <int Written>
constexpr Source<float> source(const Operation& op, const Program<Written>& written, const float* data) {
  if (op.affine < 0) return {op, data + op.parameter_offset, false, nullptr, 0};
  const Operation& norm = written[op.affine];
  return {op, data + op.parameter_offset, true, data + norm.parameter_offset, norm.epsilon};
}

template <class Net> constexpr Source<float> source(const Parameters<Net, float>& p, int i) {
  return source(program<Net>[i], written<Net>, p.data.data());
}

template <class Net> constexpr Source<std::int8_t> source(const Parameters<Net, std::int8_t>& p, int i) {
  constexpr auto& layout = quantized_layout<Net>;
  const auto at = static_cast<std::size_t>(i);
  return {program<Net>[i], p.weight.data() + layout.weight[at], p.bias.data() + layout.channel[at],
          p.scale.data() + layout.channel[at], p.values.data()};
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
