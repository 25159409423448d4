// program_hash(p): a hash over every field of every operation of a program, its values' shapes and its outputs. Two
// networks whose program<Net> have one hash compute the same with the same weights. The path alone is left out: where
// an operation stands in the type tree, so that a network written in another way, or at run time, can be compared.
#pragma once

#include <bit>
#include <type_traits>

#include "edgelite/core/hash.hpp"
#include "edgelite/layer/operation.hpp"

namespace edgelite {

namespace detail {

constexpr void mix(Hash& hash, float x) { hash.mix(std::bit_cast<std::uint32_t>(x)); }
template <class N>
requires std::is_integral_v<N> || std::is_enum_v<N>
constexpr void mix(Hash& hash, N x) { hash.mix(static_cast<std::uint64_t>(x)); }
constexpr void mix(Hash& hash, Shape s) {
  for (int x : {s.height, s.width, s.channels}) mix(hash, x);
}
constexpr void mix(Hash& hash, const Window& w) {
  for (int x :
       {w.kernel_h, w.kernel_w, w.stride_h, w.stride_w, w.dilation_h, w.dilation_w, w.top, w.bottom, w.left, w.right})
    mix(hash, x);
}
template <class T, std::size_t N> constexpr void mix(Hash& hash, const std::array<T, N>& all) {
  for (const T& x : all) mix(hash, x);
}

// Names every field, so that the compiler misses a new one here.
constexpr void mix(Hash& hash, const Operation& op) {
  const auto& [path, role, inputs, output, input, from, to, window, groups, first, shuffled, added, channels,
               per_channel, biased, reads_flattened, parameters, trainable, multiply_accumulates, takes_affine,
               takes_clamp, takes_add, takes_shuffle, in_place, tied, fixed_output, rounding, epsilon, low, high, slope,
               affine, written, parameter_offset] = op;
  auto mix_all = [&](const auto&... field) { (mix(hash, field), ...); };
  mix_all(role, inputs, output, input, from, to, window, groups, first, shuffled, added, channels, per_channel, biased);
  mix_all(reads_flattened, parameters, trainable, multiply_accumulates, takes_affine, takes_clamp, takes_add);
  mix_all(takes_shuffle, in_place, tied, fixed_output, rounding, epsilon, low, high, slope, affine, written,
          parameter_offset);
}

}  // namespace detail

template <int Operations> constexpr std::uint64_t program_hash(const Program<Operations>& p) {
  Hash hash;
  for (int count : {p.operation_count, p.value_count, p.input_count, p.output_count}) detail::mix(hash, count);
  for (int i = 0; i < p.operation_count; ++i) detail::mix(hash, p[i]);
  for (int v = 0; v < p.value_count; ++v) detail::mix(hash, p.shape(v));
  for (int k = 0; k < p.output_count; ++k) detail::mix(hash, p.output(k));
  return hash.value;
}

}  // namespace edgelite
