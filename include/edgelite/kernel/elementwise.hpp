// Operations that treat every element alone. The output may lie over x or r. A stride of 0 repeats an operand (a gate a
// channel, over all pixels).
//
//   look_up        y = table[x + 128], int8
//   map, copy      y = f(x) or f(x, r), y = x: plain loops, which compilers vectorise if they can vectorise f
//   transform      y = f(x), f a function of the architecture's vectors; float
//   combine        y = f(x, r), the same
//   add            y = clamp(x + r)
//   subtract       y = clamp(x - r)
//   multiply       y = clamp(x r)
//   weighted_sum   y = clamp(a x + b r)
//
// Elements that lie one after another in all operands are one run, over pixels and rows.
#pragma once

#include "edgelite/arch/finish.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// rows x pixels runs of `elements` elements. A second operand (r) is asked only if there is one.
struct Runs {
  int rows, pixels, elements;

  template <class Z> static constexpr Runs of(const Z& z, bool second) {
    const int c = z.out_channels, row = c * z.out_width;
    const bool row_whole = z.out_width == 1 || (z.x_pixel == c && z.y_pixel == c && (!second || z.r_pixel == c));
    const bool whole = z.out_height == 1 || (z.x_row == row && z.y_row == row && (!second || z.r_row == row));
    if (!row_whole) return {z.out_height, z.out_width, c};
    if (!whole) return {z.out_height, 1, row};
    return {1, 1, row * z.out_height};
  }
};

template <class Z, class T, class F> constexpr void map(const Z& z, const T* x, T* y, F f) {
  const Runs runs = Runs::of(z, false);
  for (int i = 0; i < runs.rows; ++i)
    for (int j = 0; j < runs.pixels; ++j) {
      const T* from = x + i * z.x_row + j * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < runs.elements; ++c) to[c] = f(from[c]);
    }
}

template <class Z, class T, class F> constexpr void map(const Z& z, const T* x, const T* r, T* y, F f) {
  const Runs runs = Runs::of(z, true);
  for (int i = 0; i < runs.rows; ++i)
    for (int j = 0; j < runs.pixels; ++j) {
      const T* a = x + i * z.x_row + j * z.x_pixel;
      const T* b = r + i * z.r_row + j * z.r_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < runs.elements; ++c) to[c] = f(a[c], b[c]);
    }
}

template <class Arch, class Z>
constexpr void look_up(const Z& z, const std::int8_t* x, const std::int8_t* table, std::int8_t* y) {
  const Runs runs = Runs::of(z, false);
  for (int i = 0; i < runs.rows; ++i)
    for (int j = 0; j < runs.pixels; ++j)
      Primitives<Arch, std::int8_t>::look_up(x + i * z.x_row + j * z.x_pixel, runs.elements, table,
                                             y + i * z.y_row + j * z.y_pixel);
}

template <class Z, class T> constexpr void copy(const Z& z, const T* x, T* y) {
  map(z, x, y, [](T v) { return v; });
}

// y[c] = f(primitives, c), vectors of these primitives from element c on, numbers where a run is shorter than a vector.
// The last vector of a run lies over the one before it; it is computed first, so that the output may lie over an input.
template <class P, class F> constexpr void fill_run(int count, float* y, F f) {
  constexpr int lanes = P::lanes, block = 4 * lanes;
  if (lanes == 1 || count < lanes) {  // a compiler may make vectors of numbers
    for (int c = 0; c < count; ++c) y[c] = f(Primitives<Scalar, float>{}, c);
    return;
  }
  const int rest = count - lanes;
  const auto last = f(P{}, rest);
  int c = 0;
  for (; c + block <= count; c += block) {
    EDGELITE_UNROLL
    for (int k = c; k < c + block; k += lanes) P::store(y + k, f(P{}, k));
  }
  for (; c <= rest; c += lanes) P::store(y + c, f(P{}, c));
  if (c < count) P::store(y + rest, last);
}

// f(primitives, x) -> y or f(primitives, x, r) -> y: a generic lambda.
template <class P, class F> constexpr void transform_run(int count, const float* x, float* y, F f) {
  fill_run<P>(count, y, [=]<class Q>(Q, int c) { return f(Q{}, Q::load(x + c)); });
}

template <class Arch, class Z, class F> constexpr void transform(const Z& z, const float* x, float* y, F f) {
  const Runs runs = Runs::of(z, false);
  for (int i = 0; i < runs.rows; ++i)
    for (int j = 0; j < runs.pixels; ++j)
      transform_run<Primitives<Arch, float>>(runs.elements, x + i * z.x_row + j * z.x_pixel,
                                             y + i * z.y_row + j * z.y_pixel, f);
}

template <class Arch, class Z, class F>
constexpr void combine(const Z& z, const float* x, const float* r, float* y, F f) {
  const Runs runs = Runs::of(z, true);
  for (int i = 0; i < runs.rows; ++i)
    for (int j = 0; j < runs.pixels; ++j) {
      const float* a = x + i * z.x_row + j * z.x_pixel;
      const float* b = r + i * z.r_row + j * z.r_pixel;
      fill_run<Primitives<Arch, float>>(runs.elements, y + i * z.y_row + j * z.y_pixel,
                                        [=]<class P>(P, int c) { return f(P{}, P::load(a + c), P::load(b + c)); });
    }
}

template <class P, class F>
EDGELITE_INLINE inline void combine_run(int count, const std::int8_t* x, const std::int8_t* r, std::int8_t* y,
                                        const F& f) {
  int c = 0;
  auto step = [&]<int V>(std::integral_constant<int, V>) EDGELITE_INLINE {
    for (; c + V * P::lanes <= count; c += V * P::lanes) {
      typename P::Vector v[1][V];
      EDGELITE_UNROLL
      for (int k = 0; k < V; ++k) v[0][k] = f(P::load(x + c + k * P::lanes), P::load(r + c + k * P::lanes));
      f.store(y + c, v, V * P::lanes);
    }
  };
  step(std::integral_constant<int, 4>{});
  step(std::integral_constant<int, 1>{});
  if (c < count) {
    const typename P::Vector v[1][1] = {{f(P::load(x + c, count - c), P::load(r + c, count - c))}};
    f.store(y + c, v, count - c);
  }
}

// One gate a channel for all pixels: channels [0, as many whole vectors as there are), a few vectors of them at a time.
// Returns how many channels that were.
template <class P, class Z, class F>
int multiply_by_gates(const Z& z, const std::int8_t* x, const std::int8_t* gate, std::int8_t* y, const F& f) {
  int c = 0;
  auto columns = [&]<int V>(std::integral_constant<int, V>) EDGELITE_INLINE {
    for (; c + V * P::lanes <= z.out_channels; c += V * P::lanes) {
      typename P::Vector factor[V], v[1][V];
      EDGELITE_UNROLL
      for (int k = 0; k < V; ++k) factor[k] = f.factor(P::load(gate + c + k * P::lanes));
      for (int i = 0; i < z.out_height; ++i)
        for (int j = 0; j < z.out_width; ++j) {
          const std::int8_t* from = x + i * z.x_row + j * z.x_pixel + c;
          EDGELITE_UNROLL
          for (int k = 0; k < V; ++k) v[0][k] = f.times(P::load(from + k * P::lanes), factor[k]);
          f.store(y + i * z.y_row + j * z.y_pixel + c, v, V * P::lanes);
        }
    }
  };
  columns(std::integral_constant<int, 4>{});
  columns(std::integral_constant<int, 2>{});
  columns(std::integral_constant<int, 1>{});
  return c;
}

// int8: q is a QuantizedAdd or a QuantizedProduct.
template <class Arch, class Z, class Q>
constexpr void combine(const Z& z, const std::int8_t* x, const std::int8_t* r, std::int8_t* y, const Q& q) {
  using P = Primitives<Arch, std::int8_t>;
  if constexpr (P::lanes > 1) {
    struct Operand {
      const std::int8_t* at;
      int pixel, row;
    };
    Operand a{x, z.x_pixel, z.x_row}, b{r, z.r_pixel, z.r_row};
    Q ordered = q;
    if constexpr (std::is_same_v<Q, QuantizedAdd>)
      if (!q.halves_first()) a = {r, z.r_pixel, z.r_row}, b = {x, z.x_pixel, z.x_row}, ordered = q.swapped();
    const bool done = with_vectors_of<P>(ordered, [&](const auto& f) {
      const Runs runs = Runs::of(z, true);
      int first = 0;
      if constexpr (std::is_same_v<Q, QuantizedProduct>)
        if (z.r_pixel == 0 && z.r_row == 0 && runs.pixels > 1) first = multiply_by_gates<P>(z, x, r, y, f);
      if (first == runs.elements) return;
      for (int i = 0; i < runs.rows; ++i)
        for (int j = 0; j < runs.pixels; ++j)
          combine_run<P>(runs.elements - first, a.at + i * a.row + j * a.pixel + first,
                         b.at + i * b.row + j * b.pixel + first, y + i * z.y_row + j * z.y_pixel + first, f);
    });
    if (done) return;
  }
  map(z, x, r, y, q);
}

// A NaN stays one.
template <class P> constexpr typename P::Vector clamp(typename P::Vector v, float low, float high) {
  return P::at_most(P::at_least(v, P::broadcast(low)), P::broadcast(high));
}

template <class Arch, class Z>
constexpr void add(const Z& z, const float* x, const float* r, float* y, float low = -unbounded,
                   float high = unbounded) {
  combine<Arch>(z, x, r, y, [=]<class P>(P, auto a, auto b) { return clamp<P>(P::add(a, b), low, high); });
}

template <class Arch, class Z>
constexpr void subtract(const Z& z, const float* x, const float* r, float* y, float low = -unbounded,
                        float high = unbounded) {
  combine<Arch>(z, x, r, y, [=]<class P>(P, auto a, auto b) {
    return clamp<P>(P::multiply_add(b, P::broadcast(-1), a), low, high);  // exact: one rounding
  });
}

template <class Arch, class Z>
constexpr void multiply(const Z& z, const float* x, const float* r, float* y, float low = -unbounded,
                        float high = unbounded) {
  combine<Arch>(z, x, r, y, [=]<class P>(P, auto a, auto b) { return clamp<P>(P::multiply(a, b), low, high); });
}

template <class Arch, class Z>
constexpr void weighted_sum(const Z& z, const float* x, const float* r, float* y, float weight_x, float weight_r,
                            float low = -unbounded, float high = unbounded) {
  combine<Arch>(z, x, r, y, [=]<class P>(P, auto a, auto b) {
    const auto second = P::multiply(b, P::broadcast(weight_r));
    return clamp<P>(P::multiply_add(a, P::broadcast(weight_x), second), low, high);
  });
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
