// Softmax over the channels of every pixel; the largest is subtracted first, so nothing overflows.
//
//   y[c] = e^(x[c] - m) / sum over k of e^(x[k] - m),  m = max over k of x[k]
//
// int8: e^(scale (x - m)) comes from a table in float, table[d] for d = m - x in 0 .. 255; the quotient in float is
// rounded half away from zero to scale 1/256, zero point -128. The output may lie over x.
#pragma once

#include <bit>

#include "edgelite/arch/scalar.hpp"
#include "edgelite/core/fixed_point.hpp"
#include "edgelite/core/math.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

inline constexpr int softmax_table = 256;

// Fills the table; its floats are stored as the bits of int32 constants.
constexpr void make_softmax_table(float scale, std::int32_t* table) {
  for (int d = 0; d < softmax_table; ++d)
    table[d] = std::bit_cast<std::int32_t>(exponential(-scale * static_cast<float>(d)));
}

// fold(primitives, fold(primitives, start, x[0]), x[1]) ..., a vector of them at a time.
template <class P, class Fold> constexpr float reduce(const float* x, int count, float start, Fold fold) {
  using One = Primitives<Scalar, float>;
  int c = 0;
  if (count >= P::lanes) {
    auto all = P::load(x);
    for (c = P::lanes; c + P::lanes <= count; c += P::lanes) all = fold(P{}, all, P::load(x + c));
    float parts[P::lanes]{};
    P::store(parts, all);
    for (const float part : parts) start = fold(One{}, start, part);
  }
  for (; c < count; ++c) start = fold(One{}, start, x[c]);
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
        T most = from[0];
        for (int c = 1; c < z.channels; ++c) most = from[c] > most ? from[c] : most;
        float sum = 0;
        auto power = [&](T v) { return std::bit_cast<float>(table[most - v]); };
        for (int c = 0; c < z.channels; ++c) sum += power(from[c]);
        for (int c = 0; c < z.channels; ++c) to[c] = quantize(power(from[c]) / sum, {1.0f / 256, -128});
      } else {
        using P = Primitives<Arch, T>;
        const T most = reduce<P>(from, z.channels, from[0], []<class Q>(Q, auto a, auto b) { return Q::max(b, a); });
        for (int c = 0; c < z.channels; ++c) to[c] = exponential(from[c] - most);
        const T sum = reduce<P>(to, z.channels, 0, []<class Q>(Q, auto a, auto b) { return Q::add(a, b); });
        const T scale = 1 / sum;
        for (int c = 0; c < z.channels; ++c) to[c] *= scale;
      }
    }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
