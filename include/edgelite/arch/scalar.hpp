// The scalar architecture: plain C++ on every target, usable in constant expressions, and the specification for all
// others.
//
// An architecture is a tag with `fallback`, `name` and `alignment` (bytes), and Primitives<Arch, T>: a Vector of
// `lanes` accumulators with load, broadcast, multiply_add ... What an architecture does not specialise it has from its
// fallback. A kernel's text uses nothing else. Its table of register tiles:
//
//   min_vectors, max_vectors   vectors of channels beside one another
//   rows(vectors)              pixels below one another for that many vectors
//   chains                     sums that must be under way at once to hide the latency of one addition
//   stage                      elements that a band of staged input rows may take
//
// A matrix product takes `depth` channels of a pixel at once, as a Left: multiply_add_lane<k> multiplies by channel k of
// it. next() loads a row of vectors from the packed weights and steps over it.
#pragma once

#include <cstdint>

#include "edgelite/core/epilogue.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Scalar {
  static constexpr const char* name = "scalar";
  static constexpr int alignment = 4;
};

// How a depthwise convolution is divided: `columns` beside one another, `vectors` of channels; rolling: down the image,
// the sums of all rows that an input row belongs to under way, else row by row.
struct DepthwiseTile {
  int columns, vectors;
  bool rolling;
};

template <class Arch, class T> struct Primitives : Primitives<typename Arch::fallback, T> {};

template <class T> struct Primitives<Scalar, T> {
  using Vector = typename ElementTraits<T>::Accumulator;
  static constexpr int registers = EDGELITE_VECTOR_REGISTERS;
  static constexpr int lanes = 1, min_vectors = 4, max_vectors = 4, chains = 1, stage = 0;
  static constexpr int rows(int) { return 2; }
  static constexpr DepthwiseTile depthwise(const Size&) { return {2, 1, false}; }

  using Left = const T*;
  static constexpr int depth = 1;
  static constexpr Left left(const T* p) { return p; }
  static constexpr Left left_one(const T* p) { return p; }  // channel 0 alone
  template <int k> static constexpr Vector multiply_add_lane(Left a, Vector b, Vector sum) { return *a * b + sum; }
  template <int V> static constexpr void next(const T*& p, Vector (&x)[V]) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) x[v] = p[v];
    p += V;
  }
  // p unchanged; the compiler may not know that, so that it loads from there again instead of keeping a register.
  static constexpr void refresh(const typename ElementTraits<T>::Constant*&) {}

  static constexpr Vector load(const T* p) { return *p; }
  static constexpr Vector load(const T* p, int) { return *p; }  // the first n lanes
  static constexpr Vector load_constants(const typename ElementTraits<T>::Constant* p) { return *p; }
  static constexpr Vector broadcast(Vector x) { return x; }
  static constexpr Vector multiply_add(Vector a, Vector b, Vector sum) { return a * b + sum; }
  static constexpr Vector add(Vector a, Vector b) { return a + b; }
  static constexpr Vector max(Vector a, Vector b) { return a > b ? a : b; }                   // b where a is a NaN
  static constexpr Vector at_least(Vector x, Vector bound) { return bound > x ? bound : x; }  // a NaN stays one
  static constexpr Vector at_most(Vector x, Vector bound) { return bound < x ? bound : x; }
  static constexpr void store(T* p, Vector x) { *p = static_cast<T>(x); }
  static constexpr void store(T* p, Vector x, int) { *p = static_cast<T>(x); }
  // y[c groups + g] = x[g count + c]
  static constexpr void interleave(const T* x, int groups, int count, T* y) {
    for (int g = 0; g < groups; ++g)
      for (int c = 0; c < count; ++c) y[c * groups + g] = x[g * count + c];
  }
};

// May the epilogue of a call with sizes Z have a lower bound, an upper one, a second operand?
template <class Z>
inline constexpr bool may_have_low = [] {
  if constexpr (StaticSize<Z>) return Z::low;
  return true;
}();
template <class Z>
inline constexpr bool may_have_high = [] {
  if constexpr (StaticSize<Z>) return Z::high;
  return true;
}();
template <class Z>
inline constexpr bool may_have_second = [] {
  if constexpr (StaticSize<Z>) return Z::second;
  return true;
}();

// Where a tile's pixels lie: `step` elements apart, their channels `channel_step`.
template <class T> struct Pixels {
  T* first;
  int step, channel_step = 1;
  constexpr T* operator()(int pixel, int channel) const { return first + pixel * step + channel * channel_step; }
};

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE constexpr void clamp(typename P::Vector (&sum)[Rows][V], float low, float high) {
  const auto lowest = P::broadcast(low), highest = P::broadcast(high);
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) {
      if constexpr (may_have_low<Z>) sum[i][v] = P::at_least(sum[i][v], lowest);
      if constexpr (may_have_high<Z>) sum[i][v] = P::at_most(sum[i][v], highest);
    }
  }
}

// Stores a tile of sums, Rows pixels by V vectors of which `count` channels are real, through the epilogue. `position`:
// of the first channel in packed order. Z says at compile time, if its sizes are constants, what the epilogue lacks.
template <class P, class Z, int Rows, int V>
EDGELITE_INLINE constexpr void finish(const Epilogue<float>& e, typename P::Vector (&sum)[Rows][V], int,
                                      Pixels<const float> r, Pixels<float> y, int count) {
  clamp<P, Z>(sum, e.low, e.high);
  const bool whole = count >= V * P::lanes;
  if (may_have_second<Z> && e.has_second) {
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) {
        const int c = v * P::lanes;
        if (whole)
          sum[i][v] = P::add(sum[i][v], P::load(r(i, c)));
        else if (count > c)
          sum[i][v] = P::add(sum[i][v], P::load(r(i, c), count - c < P::lanes ? count - c : P::lanes));
      }
    }
    clamp<P, Z>(sum, e.second_low, e.second_high);
  }
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) {
      const int c = v * P::lanes;
      if (whole)
        P::store(y(i, c), sum[i][v]);
      else if (count > c)
        P::store(y(i, c), sum[i][v], count - c < P::lanes ? count - c : P::lanes);
    }
  }
}

template <class P, class Z, int Rows, int V>
constexpr void finish(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V], int position,
                      Pixels<const std::int8_t> r, Pixels<std::int8_t> y, int count) {
  static_assert(P::lanes == 1, "an int8 architecture with vectors brings its own finish");
  for (int i = 0; i < Rows; ++i)
    for (int v = 0; v < V && v < count; ++v) *y(i, v) = e(sum[i][v], position + v, e.has_second ? r(i, v) : nullptr);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
