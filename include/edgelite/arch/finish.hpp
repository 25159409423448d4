// The end of every packed kernel: a register tile of sums through the epilogue into y, see core/epilogue.hpp.
#pragma once

#include "edgelite/arch/finish_int8.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE constexpr void clamp(typename P::Vector (&sum)[Rows][V], const float& low, const float& high) {
  const float *least = &low, *most = &high;
  P::refresh(least);
  P::refresh(most);
  const auto lowest = P::broadcast(*least), highest = P::broadcast(*most);
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
EDGELITE_INLINE constexpr void finish(const Ready<P, float, Z, V>&, const Epilogue<float>& e,
                                      typename P::Vector (&sum)[Rows][V], int, Pixels<const float> r, Pixels<float> y,
                                      int count) {
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
EDGELITE_INLINE constexpr void finish(const Ready<P, std::int8_t, Z, V>& ready, const Epilogue<std::int8_t>& e,
                                      typename P::Vector (&sum)[Rows][V], int position, Pixels<const std::int8_t> r,
                                      Pixels<std::int8_t> y, int count) {
  if constexpr (P::lanes > 1)
    finish_vectors<P, Z>(ready, e, sum, position, r, y, count);
  else
    for (int i = 0; i < Rows; ++i)
      for (int v = 0; v < V && v < count; ++v) *y(i, v) = e(sum[i][v], position + v, e.has_second ? r(i, v) : nullptr);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
