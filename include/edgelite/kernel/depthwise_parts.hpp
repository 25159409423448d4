// How a depthwise convolution is divided: rows into parts of columns, windows into what is multiplied at once.
#pragma once

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// What multiply_add takes and how it comes to be. An architecture may have a type of its own for its factors: Factors.
template <class P> struct FactorsOf : P { using Factor = typename P::Vector; };
template <class P>
requires requires { typename P::Factors; }
struct FactorsOf<P> : P::Factors {};

// An architecture may multiply several rows of x at once, side by side in a lane: RowFactors.
template <class P>
concept HasRowFactors = requires {
  typename P::RowFactors;
};

// A part of a row. At: its first column if it is beside a border, else -1.
template <int Size, int At> struct ColumnPart {};

// A row of output columns in parts: the first and the last share what is left over, the others are as large as can be.
struct DepthwiseColumns {
  int count, most, left_over;

  static constexpr DepthwiseColumns of(int width, int most) {
    const int count = (width + most - 1) / most;
    return {count, most, count > 1 ? width - (count - 2) * most : 2 * width};
  }
  constexpr int size(int part) const {
    return part == 0 ? (left_over + 1) / 2 : part == count - 1 ? left_over / 2 : most;
  }
  constexpr int first(int part) const { return part == 0 ? 0 : size(0) + (part - 1) * most; }
};

// The weights of V vectors of channels, held in registers or loaded when they are used.
template <class P, class T, bool Held, int Taps, int V> struct DepthwiseWeights {
  using F = FactorsOf<P>;
  using Factor = typename F::Factor;
  const T* w;
  constexpr explicit DepthwiseWeights(const T* from) : w(from) {}
  constexpr Factor operator()(int t, int v) const { return F::load_weight(w + (v * Taps + t) * P::lanes); }
};
template <class P, class T, int Taps, int V> struct DepthwiseWeights<P, T, true, Taps, V> {
  using F = FactorsOf<P>;
  using Factor = typename F::Factor;
  Factor b[Taps][V] = {};
  constexpr explicit DepthwiseWeights(const T* from) {
    EDGELITE_UNROLL
    for (int t = 0; t < Taps; ++t) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) b[t][v] = F::load_weight(from + (v * Taps + t) * P::lanes);
    }
  }
  constexpr Factor operator()(int t, int v) const { return b[t][v]; }
};

// Taps of V vectors of channels for L output rows, a factor for each group of rows of x and each column of the window,
// and what stands in place of rows outside x.
template <class P, class T, class Z, int L, int V> struct DepthwiseRowTaps {
  using R = typename P::RowFactors;
  static constexpr int rows = L - 1 + Z::kernel_h, groups = (rows + R::rows - 1) / R::rows;
  typename R::Factor b[L][groups][Z::kernel_w][V];
  T outside[V * P::lanes];

  DepthwiseRowTaps(const T* w, T padding) {
    const T none[P::lanes] = {};
    for (int t = 0; t < L; ++t)
      for (int n = 0; n < groups; ++n)
        for (int l = 0; l < Z::kernel_w; ++l)
          for (int v = 0; v < V; ++v) {
            const T* from[R::rows];
            for (int g = 0; g < R::rows; ++g) {
              const int k = n * R::rows + g - t;
              from[g] = k < 0 || k >= Z::kernel_h ? none : w + ((v * Z::kernel_h + k) * Z::kernel_w + l) * P::lanes;
            }
            b[t][n][l][v] = R::load_weights(from);
          }
    for (T& element : outside) element = padding;
  }
  static constexpr bool reads(int t, int n) { return (n + 1) * R::rows > t && n * R::rows < t + Z::kernel_h; }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
