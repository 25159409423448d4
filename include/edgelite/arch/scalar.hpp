// The scalar architecture: plain C++ on every target, usable in constant expressions, and the specification for all
// others.
//
// An architecture is a tag with `fallback`, `name` and `alignment` (bytes), and Primitives<Arch, T>: a Vector of
// `lanes` accumulators with load, broadcast, multiply_add ... What an architecture does not specialise it has from its
// fallback. A kernel's text uses nothing else. Its table of register tiles:
//
//   min_vectors, max_vectors   vectors of channels beside one another; with all that packing reads: packing_layout.hpp
//   rows(vectors)              pixels below one another for that many vectors
//   chains                     sums that must be under way at once to hide the latency of one addition
//   stage                      elements that a band of staged input rows may take
//
// A matrix product adds `group` channels to a lane at once. It takes `depth` groups of a pixel as a Left:
// multiply_add_lane<k> multiplies by group k of it. next() loads a row of vectors from the packed weights, `group` of
// them a lane, and steps over it. Where `stages` is set it reads a copy of x in scratch, as Staged: x + offset.
//
// int8: a Vector is of int32; load() widens, load_weight() may differ from it: multiply_add's second factor.
// An architecture may have int8 forms of its own: Tile (convolution.hpp), Factors and RowFactors (depthwise.hpp),
// RescaleRight with SaturatingStore (finish_int8.hpp). Factors of x, too, are x + offset.
#pragma once

#include <cstdint>

#include "edgelite/arch/packing_layout.hpp"
#include "edgelite/core/epilogue.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Scalar : target::Scalar {};

// How a depthwise convolution is divided: `columns` beside one another, `vectors` of channels; rolling: down the image,
// the sums of all rows that an input row belongs to under way, else row by row; channels_first: all channels of some
// columns, then of the next, so that memory is read as it lies, else the whole image for some channels.
struct DepthwiseTile {
  int columns, vectors;
  bool rolling, channels_first = false;
};

// Where a tile's pixels lie: `step` elements apart, their channels `channel_step`.
template <class T> struct Pixels {
  T* first;
  int step, channel_step = 1;
  constexpr T* operator()(int pixel, int channel) const { return first + pixel * step + channel * channel_step; }
};

template <class Arch, class T> struct Primitives : Primitives<typename Arch::fallback, T> {};

// Of architectures whose matrix products read x and the weights as they are.
template <class T, class Layout> struct PlainOperands : Layout {
  using Staged = T;
  static constexpr bool stages = false;

  static constexpr Staged* staged(T* scratch) { return scratch; }
  static constexpr void convert(const T* x, int count, Staged* to) {
    for (int c = 0; c < count; ++c) to[c] = x[c];
  }
};

template <class T> struct Primitives<Scalar, T> : PlainOperands<T, target::Scalar::Layout<T>> {
  using Vector = typename ElementTraits<T>::Accumulator;
  static constexpr int registers = EDGELITE_VECTOR_REGISTERS;
  static constexpr int chains = 1, stage = 0;
  static constexpr int rows(int) { return 2; }
  static constexpr DepthwiseTile depthwise(const Size&) { return {2, 1, false}; }

  using Left = const T*;
  static constexpr int depth = 1;
  static constexpr Left left(const T* p) { return p; }
  static constexpr Left left_one(const T* p) { return p; }  // channel 0 alone
  template <int k> static constexpr Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(*a, b, sum);
  }
  template <int V> static constexpr void next(const T*& p, Vector (&x)[V]) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) x[v] = p[v];
    p += V;
  }
  // p unchanged; the compiler may not know that, so that it loads from there again instead of keeping a register from one
  // tile to the next: the sums need them all.
  template <class U> static constexpr void refresh(const U*&) {}

  static constexpr Vector load(const T* p) { return *p; }
  static constexpr Vector load_weight(const T* p) { return *p; }
  static constexpr Vector load(const T* p, int) { return *p; }  // the first n lanes
  static constexpr Vector load_constants(const typename ElementTraits<T>::Constant* p) { return *p; }
  static constexpr Vector broadcast(Vector x) { return x; }
  static constexpr Vector multiply_add(Vector a, Vector b, Vector sum) { return add(a * b, sum); }
  static constexpr Vector add(Vector a, Vector b) {
    if constexpr (is_quantized<T>)  // modulo 2^32
      return static_cast<Vector>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
    else
      return a + b;
  }
  static constexpr Vector multiply(Vector a, Vector b) { return a * b; }
  static constexpr Vector divide(Vector a, Vector b) { return a / b; }
  static constexpr Vector power_of_two(Vector n) {  // 2^k, n = 1.5 2^23 + 127 + k
    return std::bit_cast<Vector>(std::bit_cast<std::uint32_t>(n) << 23);
  }
  static constexpr Vector max(Vector a, Vector b) { return a > b ? a : b; }                   // b where a is a NaN
  static constexpr Vector at_least(Vector x, Vector bound) { return bound > x ? bound : x; }  // a NaN stays one
  static constexpr Vector at_most(Vector x, Vector bound) { return bound < x ? bound : x; }
  static constexpr void store(T* p, Vector x) { *p = static_cast<T>(x); }
  static constexpr void store(T* p, Vector x, int) { *p = static_cast<T>(x); }
  // y[i] = table[x[i] + 128], int8; y may lie over x.
  static constexpr void look_up(const T* x, int count, const T* table, T* y) {
    for (int i = 0; i < count; ++i) y[i] = table[static_cast<int>(x[i]) + 128];
  }
  // y[c groups + g] = x[g count + c]
  static constexpr void interleave(const T* x, int groups, int count, T* y) {
    for (int g = 0; g < groups; ++g)
      for (int c = 0; c < count; ++c) y[c * groups + g] = x[g * count + c];
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
