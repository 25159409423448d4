// Cross-layer equalisation (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias
// Correction"): of two convolutions in a row, channel c of the first is divided and what reads it in the second
// multiplied by s_c, so that both have one range there; the network computes what it did before.
//
//   s_c = sqrt(r1 / r2), r1 = max |w1[c, .]|, r2 = max over o of |w2[o, c, .]|, batch norms folded in
//   after it both ranges are sqrt(r1 r2); chains (expand, depthwise, project) are gone through until nothing changes
//
// Works on the trained parameters in place: a convolution that is followed by a batch norm has the norm's weight and
// bias divided, any other its own. A pair needs a value that one convolution makes and one reads, with no activation or
// Relu between: f(s x) = s f(x). Channels that are all zero on one side stay as they are.
#pragma once

#include "edgelite/core/math.hpp"
#include "edgelite/quantization/range.hpp"

namespace edgelite {

// What equalisation did after an operation of program<Net>; anything but `done` left it as it was.
enum class Equalization : std::uint8_t {
  not_a_convolution,
  done,
  network_output,  // its result leaves the network
  read_twice,      // several operations read its result
  clamp,           // Relu6, another clamp with a bound beside zero
  next_operation,  // what reads it is no convolution: a pool, an activation such as hard-swish, an addition
};

template <class Net> using EqualizationResult = std::array<Equalization, std::size_t{program<Net>.operation_count}>;

namespace detail {

constexpr bool is_convolution(const Operation& op) {
  return op.takes_affine && op.inputs == 1 && op.channels > 0 &&
         op.per_channel * op.groups == op.window.taps() * op.from.channels;
}

template <class Net> constexpr int only_reader(int value) {
  int reader = -1, count = 0;
  for (int i = 0; i < program<Net>.operation_count; ++i)
    for (int k = 0; k < program<Net>[i].inputs; ++k)
      if (program<Net>[i].input[static_cast<std::size_t>(k)] == value) reader = i, ++count;
  return count == 1 ? reader : -1;
}

template <class Net> constexpr Equalization equalizable(int i) {
  const Operation& op = program<Net>[i];
  if (!is_convolution(op)) return Equalization::not_a_convolution;
  if (program<Net>.is_output(op.output)) return Equalization::network_output;
  const int next = only_reader<Net>(op.output);
  if (next < 0) return Equalization::read_twice;
  if (op.clamped() && !(op.low == 0 && op.high == unbounded)) return Equalization::clamp;
  if (!is_convolution(program<Net>[next]) || program<Net>[next].from.channels != op.to.channels)
    return Equalization::next_operation;
  return Equalization::done;
}

// visit(index) for the weights of `op` that read channel c; index counts from the operation's first weight.
template <class Visit> constexpr void for_each_reading(const Operation& op, int c, Visit visit) {
  const int in_group = op.from.channels / op.groups, out_group = op.channels / op.groups, taps = op.window.taps();
  for (int o = c / in_group * out_group, end = o + out_group; o < end; ++o)
    for (int t = 0; t < taps; ++t) visit(o, c % in_group * taps + t);
}

// Divides channel o of operation i, its bias included, by s.
template <class Net> constexpr void divide_channel(Parameters<Net, float>& p, int i, int o, float s) {
  const Operation& op = program<Net>[i];
  if (op.affine >= 0) {
    float* norm = p.data.data() + written<Net>[op.affine].parameter_offset;
    norm[o] /= s;
    norm[op.channels + o] /= s;
    return;
  }
  float* own = p.data.data() + op.parameter_offset;
  for (int k = 0; k < op.per_channel; ++k) own[o * op.per_channel + k] /= s;
  if (op.biased) own[op.channels * op.per_channel + o] /= s;
}

}  // namespace detail

inline namespace EDGELITE_ISA {

template <class Net> constexpr EqualizationResult<Net> equalize(Parameters<Net, float>& parameters) {
  EqualizationResult<Net> result{};
  for (int i = 0; i < program<Net>.operation_count; ++i)
    result[static_cast<std::size_t>(i)] = detail::equalizable<Net>(i);
  constexpr int passes = 40;
  float change = 1;
  for (int pass = 0; pass < passes && change > 1e-4f; ++pass) {
    change = 0;
    for (int i = 0; i < program<Net>.operation_count; ++i) {
      if (result[static_cast<std::size_t>(i)] != Equalization::done) continue;
      const Operation& op = program<Net>[i];
      const int next = detail::only_reader<Net>(op.output);
      for (int c = 0; c < op.channels; ++c) {
        const Source<float> first = source(parameters, i), second = source(parameters, next);
        Range r1, r2;
        for (int k = 0; k < op.per_channel; ++k) r1.include(first.weight(c, k));
        detail::for_each_reading(program<Net>[next], c, [&](int o, int k) { r2.include(second.weight(o, k)); });
        const float squared = r1.largest() / r2.largest();
        if (!(squared > 1e-20f && squared < 1e20f)) continue;  // zero on one side, or as good as
        const float s = square_root(squared);
        detail::divide_channel(parameters, i, c, s);
        float* weights = parameters.data.data() + program<Net>[next].parameter_offset;
        detail::for_each_reading(program<Net>[next], c,
                                 [&](int o, int k) { weights[o * program<Net>[next].per_channel + k] *= s; });
        const float moved = s > 1 ? s - 1 : 1 - s;
        if (moved > change) change = moved;
      }
    }
  }
  return result;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
