// Softmax over the channels of every pixel; the largest is subtracted first, so nothing overflows.
//
//   y[c] = e^(x[c] - m) / sum over k of e^(x[k] - m),  m = max over k of x[k]
//
// int8: as TFLite's reference kernel, in fixed point (core/fixed_point_functions.hpp): table[d] is e^(-scale d) in Q0
// for d = m - x in 0 .. 255; their sum, in Q12, is s 2^b with s in [1, 2); y = round(table[d] 2^(8 - b) / s), scale
// 1/256, zero point -128. TFLite aborts where b > 8: no y reaches half a step there, and 0 it is.
//
// The output may lie over x.
#pragma once

#include "edgelite/arch/functions.hpp"
#include "edgelite/core/fixed_point_functions.hpp"
#include "edgelite/kernel/elementwise.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

inline constexpr int softmax_table = 256;

// In Q5, -scale d; where |scale d| would be 31 or more the table holds 0, so that the sum does not see it.
constexpr void make_softmax_table(float scale, std::int32_t* table) {
  constexpr double most = 2147483647.0;
  const double factor = double{scale} * (1 << 26);
  const auto m = FixedPointMultiplier::of(factor < most ? factor : most);
  const std::int64_t steps = (std::int64_t{31} << 26) >> (m.shift > 0 ? m.shift : 0);
  for (int d = 0; d < softmax_table; ++d)
    table[d] = d <= steps ? fixed_exponential(multiply_double_rounding(-d, m)) : 0;
}

// One pixel: the channels' powers over their sum.
constexpr void softmax_pixel(int channels, const std::int8_t* x, std::int8_t* y, const std::int32_t* table) {
  std::int8_t most = x[0];
  for (int c = 1; c < channels; ++c) most = x[c] > most ? x[c] : most;
  std::int64_t sum = 0;  // in Q12: from 2^19, the largest's own power, on
  for (int c = 0; c < channels; ++c) sum += rounding_shift_right(table[most - x[c]], 12);
  const int width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(sum)));
  const std::int64_t scaled = width <= 32 ? sum << (32 - width) : sum >> (width - 32);
  const std::int32_t reciprocal = fixed_reciprocal(static_cast<std::int32_t>(scaled - (std::int64_t{1} << 31)));
  const int shift = width - 20 + 31 - 8;
  for (int c = 0; c < channels; ++c) {
    const std::int32_t quotient = rounding_doubling_high_multiply(reciprocal, table[most - x[c]]);
    y[c] = offset8(shift <= 31 ? rounding_shift_right(quotient, shift) : 0, -128, -128, 127);
  }
}

// fold(primitives, all, x) over x = value(primitives, c), c = 0 .. count - 1, from `start` on, which does not change the
// result when it is folded in again; several vectors at a time.
template <class P, class Value, class Fold> constexpr float reduce(int count, float start, Value value, Fold fold) {
  using One = Primitives<Scalar, float>;
  constexpr int chains = 2, block = chains * P::lanes;
  const int blocks = count / block * block, whole = count / P::lanes * P::lanes;
  if (whole > 0) {
    typename P::Vector all[chains] = {};
    EDGELITE_UNROLL
    for (auto& some : all) some = P::broadcast(start);
    for (int c = 0; c < blocks; c += block) {
      EDGELITE_UNROLL
      for (int k = 0; k < chains; ++k) all[k] = fold(P{}, all[k], value(P{}, c + k * P::lanes));
    }
    for (int c = blocks; c < whole; c += P::lanes) all[0] = fold(P{}, all[0], value(P{}, c));
    float parts[P::lanes]{};
    P::store(parts, fold(P{}, all[0], all[1]));
    for (const float part : parts) start = fold(One{}, start, part);
  }
  for (int c = whole; c < count; ++c) start = fold(One{}, start, value(One{}, c));
  return start;
}

template <class Arch, class T, class Z>
constexpr void softmax(const Z& z, const T* x, T* y,
                       [[maybe_unused]] const typename ElementTraits<T>::Constant* table) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const T* from = x + i * z.x_row + j * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      if constexpr (is_quantized<T>) {
        softmax_pixel(z.channels, from, to, table);
      } else {
        using P = Primitives<Arch, T>;
        const T most = reduce<P>(
            z.channels, from[0], [=]<class Q>(Q, int c) { return Q::load(from + c); },
            []<class Q>(Q, auto a, auto b) { return Q::max(b, a); });
        const T sum = reduce<P>(
            z.channels, 0,
            [=]<class Q>(Q, int c) {
              const auto power = exponential<Q>(Q::add(Q::load(from + c), Q::broadcast(-most)), true);
              Q::store(to + c, power);
              return power;
            },
            []<class Q>(Q, auto a, auto b) { return Q::add(a, b); });
        transform_run<P>(z.channels, to, to,
                         [scale = 1 / sum]<class Q>(Q, auto v) { return Q::multiply(v, Q::broadcast(scale)); });
      }
    }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
