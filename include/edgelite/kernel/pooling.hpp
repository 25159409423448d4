// Pooling of every channel over a window, or over the whole image.
//
//   max:     y = max of the elements of x under the window (what lies outside x does not count)
//   average: y = sum of the elements under the window / n; n counts those inside x, or those inside the padded x, whose
//            padding is `padding` (0; int8: the zero point)
//            int8: the quotient rounded half away from zero, clamped, as TFLite's AVERAGE_POOL_2D; input and output
//            share a scale
//   global:  y = sum of all elements / n
//            int8: input and output have scales of their own, as TFLite's MEAN: y = clamp(zo + round(sum of (x - zx)
//            m)), round being multiply_double_rounding's and m = sx / so over n, its mantissa cut off: see
//            QuantizedMean; with Rounding::to_even round is multiply_to_even's and m = sx / (so n) in float
//
// Up to eight vectors of channels stay in registers while a window is read. Where the last ones would not fill a vector
// they are taken together with some before them, so the output must not lie over the input. The maximum of int8 is the
// scalar architecture's everywhere: compilers put it into vectors.
#pragma once

#include <bit>
#include <limits>

#include "edgelite/arch/scalar.hpp"
#include "edgelite/core/fixed_point.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// The part of the window at output position i that lies inside [0, size): first and last + 1 row or column.
struct WindowRange {
  int first, last;
  static constexpr WindowRange of(int i, int stride, int kernel, int before, int size) {
    const int from = i * stride - before, to = from + kernel;
    return {from < 0 ? 0 : from, to > size ? size : to};
  }
  constexpr int length() const { return last - first; }
};

struct PoolWindow {
  WindowRange rows, columns;
  constexpr int elements() const { return rows.length() * columns.length(); }
};

// TFLite divides the mantissa of sx / so by n after as many shifts to the left as n has bits behind its first, and cuts
// off: halves that are exact in sum / n may round to zero.
struct QuantizedMean {
  std::int32_t zero_in = 0, zero_out = 0;
  FixedPointMultiplier multiplier;
  float factor = 0;  // to even: in place of the multiplier

  static constexpr int words = 5;
  static constexpr QuantizedMean of(Quantization in, Quantization out, int count, Rounding rounding = Rounding::twice) {
    if (rounding == Rounding::to_even)
      return {in.zero_point, out.zero_point, {}, in.scale / (out.scale * static_cast<float>(count))};
    const auto m = FixedPointMultiplier::of(double{in.scale} / double{out.scale});
    const int bits = static_cast<int>(std::bit_width(static_cast<unsigned>(count))) - 1;
    const int shift = bits < 31 + m.shift ? bits : 31 + m.shift;
    const std::int64_t mantissa = (std::int64_t{m.mantissa} << shift) / count;
    return {in.zero_point, out.zero_point, {static_cast<std::int32_t>(mantissa), m.shift - shift}, 0};
  }
  static constexpr QuantizedMean read(const std::int32_t* w) {
    return {w[0], w[1], {w[2], w[3]}, std::bit_cast<float>(w[4])};
  }
  constexpr void write(std::int32_t* w) const {
    const std::int32_t all[words] = {zero_in, zero_out, multiplier.mantissa, multiplier.shift,
                                     std::bit_cast<std::int32_t>(factor)};
    for (int i = 0; i < words; ++i) w[i] = all[i];
  }
  constexpr std::int8_t stored(std::int32_t sum) const {
    const std::int32_t y = factor != 0 ? multiply_to_even(sum, factor) : multiply_double_rounding(sum, multiplier);
    return offset8(y, zero_out, -128, 127);
  }
};

// One window's maximum, or mean: where its vectors begin, what an element does to them, what is stored.
template <class P, class T> struct MaxOf {
  using Vector = typename P::Vector;
  constexpr Vector start() const { return P::broadcast(std::numeric_limits<T>::lowest()); }
  constexpr Vector take(Vector all, Vector x) const { return P::max(x, all); }
  constexpr void store(T* y, Vector all) const { P::store(y, all); }
};

template <class P> struct MaxOf<P, std::int8_t> {
  using Vector = std::int8_t;
  constexpr Vector start() const { return -128; }
  constexpr Vector take(Vector all, Vector x) const { return x > all ? x : all; }
  constexpr void store(std::int8_t* y, Vector all) const { *y = all; }
};

template <class P, class F> constexpr void store_each(std::int8_t* y, typename P::Vector sums, F f) {
  if constexpr (P::lanes == 1) {
    *y = f(sums);
  } else {
    std::int32_t lane[P::lanes];
    P::store_sums(lane, sums);
    for (int k = 0; k < P::lanes; ++k) y[k] = f(lane[k]);
  }
}

template <class P, class T> struct MeanOf {
  using Vector = typename P::Vector;
  Vector sum;  // of the padding
  int count;
  constexpr Vector start() const { return sum; }
  constexpr Vector take(Vector all, Vector x) const { return P::add(all, x); }
  constexpr void store(T* y, Vector all) const {
    if constexpr (is_quantized<T>)
      store_each<P>(y, all, [this](std::int32_t a) {
        return clamp8((a < 0 ? a - count / 2 : a + count / 2) / count, -128, 127);
      });
    else
      P::store(y, P::multiply_add(all, P::broadcast(1 / static_cast<T>(count)), P::broadcast(0)));
  }
};

// The mean of int8 values on another scale; up to 2^23 of them.
template <class P> struct RescaledMeanOf {
  using Vector = typename P::Vector;
  QuantizedMean mean;
  int count;
  constexpr Vector start() const { return P::broadcast(-count * mean.zero_in); }
  constexpr Vector take(Vector all, Vector x) const { return P::add(all, x); }
  constexpr void store(std::int8_t* y, Vector all) const {
    store_each<P>(y, all, [this](std::int32_t a) { return mean.stored(a); });
  }
};

namespace pooling {

template <class P, int Vectors, class T, class Z, class Of>
constexpr void pool_vectors(const Z& z, const PoolWindow& window, const Of& of, const T* x, T* y) {
  typename P::Vector all[Vectors];
  EDGELITE_UNROLL
  for (int v = 0; v < Vectors; ++v) all[v] = of.start();
  for (int k = window.rows.first; k < window.rows.last; ++k) {
    const T* from = x + k * z.x_row + window.columns.first * z.x_pixel;
    for (int l = window.columns.first; l < window.columns.last; ++l, from += z.x_pixel) {
      EDGELITE_UNROLL
      for (int v = 0; v < Vectors; ++v) all[v] = of.take(all[v], P::load(from + v * P::lanes));
    }
  }
  EDGELITE_UNROLL
  for (int v = 0; v < Vectors; ++v) of.store(y + v * P::lanes, all[v]);
}

// One lane: blocks of channels that the compiler can put into vectors.
template <class T, class Z, class Of>
constexpr void pool_one_lane(const Z& z, const PoolWindow& window, const Of& of, const T* x, T* y) {
  constexpr int block = 64;
  for (int c = 0; c < z.channels; c += block) {
    const int count = z.channels - c < block ? z.channels - c : block;
    typename Of::Vector all[block]{};
    for (int v = 0; v < count; ++v) all[v] = of.start();
    for (int k = window.rows.first; k < window.rows.last; ++k)
      for (int l = window.columns.first; l < window.columns.last; ++l) {
        const T* from = x + k * z.x_row + l * z.x_pixel + c;
        for (int v = 0; v < count; ++v) all[v] = of.take(all[v], from[v]);
      }
    for (int v = 0; v < count; ++v) of.store(y + c + v, all[v]);
  }
}

// The channels of one window from c on, at least one vector of them in all.
template <class P, int Vectors, class T, class Z, class Of>
constexpr void pool_channels(const Z& z, const PoolWindow& window, const Of& of, const T* x, T* y, int c) {
  constexpr int block = Vectors * P::lanes;
  for (; c + block <= z.channels; c += block) pool_vectors<P, Vectors>(z, window, of, x + c, y + c);
  const int rest = z.channels - c, last = z.channels - block;
  if (rest == 0) return;
  if constexpr (Vectors > 1) {
    if (2 * rest <= block || last < 0) return pool_channels<P, Vectors / 2>(z, window, of, x, y, c);
  }
  if (last >= 0) pool_vectors<P, Vectors>(z, window, of, x + last, y + last);
}

template <class P, class T, class Z, class Of>
constexpr void pool_window(const Z& z, const PoolWindow& window, const Of& of, const T* x, T* y) {
  if constexpr (P::lanes == 1)
    pool_one_lane(z, window, of, x, y);
  else
    pool_channels<P, 8>(z, window, of, x, y, 0);
}

// of(window, i, j): what to do with the window at output row i, column j.
template <class P, class T, class Z, class MakeOf> constexpr void pool(const Z& z, const T* x, T* y, MakeOf of) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const PoolWindow window{WindowRange::of(i, z.stride_h, z.kernel_h, z.top, z.height),
                              WindowRange::of(j, z.stride_w, z.kernel_w, z.left, z.width)};
      pool_window<P>(z, window, of(window, i, j), x, y + i * z.y_row + j * z.y_pixel);
    }
}

// Fewer channels than lanes: one by one.
template <class Arch, class T, class Z, class Run> constexpr void with_primitives(const Z& z, Run run) {
  using P = Primitives<Arch, T>;
  if (z.channels >= P::lanes)
    run(P{});
  else
    run(Primitives<Scalar, T>{});
}

}  // namespace pooling

template <class Arch, class T, class Z> constexpr void max_pool(const Z& z, const T* x, T* y) {
  pooling::with_primitives<std::conditional_t<is_quantized<T>, Scalar, Arch>, T>(
      z, [&]<class P>(P) { pooling::pool<P>(z, x, y, [](const PoolWindow&, int, int) { return MaxOf<P, T>{}; }); });
}

template <class Arch, class T, class Z>
constexpr void average_pool(const Z& z, const T* x, T* y, bool count_padding, T padding = T(0)) {
  pooling::with_primitives<Arch, T>(z, [&]<class P>(P) {
    pooling::pool<P>(z, x, y, [&](const PoolWindow& window, int i, int j) {
      const int inside = window.elements();
      int count = inside;
      if (count_padding) {  // PyTorch: a window counts up to the far edge of the padding
        const int end_i = i * z.stride_h + z.kernel_h, end_j = j * z.stride_w + z.kernel_w;
        const int bottom = z.top + z.height + z.bottom, right = z.left + z.width + z.right;
        count =
            ((end_i < bottom ? end_i : bottom) - i * z.stride_h) * ((end_j < right ? end_j : right) - j * z.stride_w);
      }
      using Sum = typename ElementTraits<T>::Accumulator;
      return MeanOf<P, T>{P::broadcast(static_cast<Sum>(count - inside) * padding), count};
    });
  });
}

template <class Arch, class Z> constexpr void global_average_pool(const Z& z, const float* x, float* y) {
  const PoolWindow all{{0, z.height}, {0, z.width}};
  pooling::with_primitives<Arch, float>(z, [&]<class P>(P) {
    pooling::pool_window<P>(z, all, MeanOf<P, float>{P::broadcast(0), all.elements()}, x, y);
  });
}

template <class Arch, class Z>
constexpr void global_average_pool(const Z& z, const std::int8_t* x, std::int8_t* y, const QuantizedMean& mean) {
  const PoolWindow all{{0, z.height}, {0, z.width}};
  pooling::with_primitives<Arch, std::int8_t>(z, [&]<class P>(P) {
    pooling::pool_window<P>(z, all, RescaledMeanOf<P>{mean, all.elements()}, x, y);
  });
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
