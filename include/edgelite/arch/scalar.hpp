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

  static constexpr Vector load(const T* p) { return *p; }
  static constexpr Vector load(const T* p, int) { return *p; }  // the first n lanes
  static constexpr Vector load_constants(const typename ElementTraits<T>::Constant* p) { return *p; }
  static constexpr Vector broadcast(T x) { return x; }
  static constexpr Vector multiply_add(Vector a, Vector b, Vector sum) { return a * b + sum; }
  static constexpr Vector add(Vector a, Vector b) { return a + b; }
  static constexpr Vector max(Vector a, Vector b) { return a > b ? a : b; }
  static constexpr Vector min(Vector a, Vector b) { return a < b ? a : b; }
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

// Stores a tile of sums, Rows pixels by V vectors of which `count` channels are real, through the epilogue. `position`:
// of the first channel in packed order. Z says at compile time, if its sizes are constants, what the epilogue lacks.
template <class P, class Z, int Rows, int V>
constexpr void finish(const Epilogue<float>& e, typename P::Vector (&sum)[Rows][V], int, Pixels<const float> r,
                      Pixels<float> y, int count) {
  auto each = [&](auto f) {
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) f(sum[i][v], i, v * P::lanes, count - v * P::lanes);
    }
  };
  auto clamp = [&](float low, float high) {
    const auto lowest = P::broadcast(low), highest = P::broadcast(high);
    if constexpr (may_have_low<Z>) each([&](auto& s, int, int, int) { s = P::max(s, lowest); });
    if constexpr (may_have_high<Z>) each([&](auto& s, int, int, int) { s = P::min(s, highest); });
  };
  const bool whole = count >= V * P::lanes;
  if (may_have_second<Z> && e.has_second) {
    clamp(e.low, e.high);
    if (whole)
      each([&](auto& s, int i, int c, int) { s = P::add(s, P::load(r(i, c))); });
    else
      each([&](auto& s, int i, int c, int left) {
        if (left > 0) s = P::add(s, P::load(r(i, c), left < P::lanes ? left : P::lanes));
      });
    clamp(e.second_low, e.second_high);
  } else {
    clamp(e.low, e.high);
  }
  if (whole)
    each([&](auto& s, int i, int c, int) { P::store(y(i, c), s); });
  else
    each([&](auto& s, int i, int c, int left) {
      if (left > 0) P::store(y(i, c), s, left < P::lanes ? left : P::lanes);
    });
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
