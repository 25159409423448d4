// The end of every packed kernel: a register tile of sums through the epilogue into y, see core/epilogue.hpp.
#pragma once

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

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

template <class Z> constexpr Rounding rounding_of(const Epilogue<std::int8_t>& e) {
  if constexpr (StaticSize<Z>) return Z::rounding;
  return e.rounding;
}

template <class Z> constexpr bool may_round(Rounding rounding) {
  if constexpr (StaticSize<Z>) return Z::rounding == rounding;
  return true;
}

// Where a tile's pixels lie: `step` elements apart, their channels `channel_step`.
template <class T> struct Pixels {
  T* first;
  int step, channel_step = 1;
  constexpr T* operator()(int pixel, int channel) const { return first + pixel * step + channel * channel_step; }
};

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE constexpr void clamp(typename P::Vector (&sum)[Rows][V], float low, float high) {
  P::refresh(low);
  P::refresh(high);
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

// int8 in vectors. Primitives::Rescale(mantissas, shifts): multiply_double_rounding of a vector, no shift to the left.
// An architecture may have, too: RescaleRight, faster where every shift is at least 1 to the right, and with it
// SaturatingStore, which adds the zero point, clamps and stores at once.
template <class P>
concept HasRescaleRight = requires {
  typename P::RescaleRight;
};

// Sums that are rescaled in a way that the architecture has no vectors for.
template <class P>
[[gnu::noinline]] void rescale_one_by_one(const Epilogue<std::int8_t>& e, typename P::Vector* sum, int rows,
                                          int vectors, int position, int count) {
  for (int i = 0; i < rows * vectors; ++i) {
    std::int32_t lane[P::lanes];
    P::store_sums(lane, sum[i]);
    for (int k = 0; k < P::lanes; ++k)
      if (const int c = i % vectors * P::lanes + k; c < count) lane[k] = e.scaled(lane[k], position + c);
    sum[i] = P::load_constants(lane);
  }
}

template <class P, int Rows, int V>
EDGELITE_INLINE inline void rescale_to_even(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                            int position) {
  const std::int32_t* scales = e.mantissa + position;
  P::refresh(scales);
  EDGELITE_UNROLL
  for (int v = 0; v < V; ++v) {
    const auto scale = P::load_scales(scales + v * P::lanes);
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) sum[i][v] = P::multiply_to_even(sum[i][v], scale);
  }
}

template <class P, int Rows, int V>
EDGELITE_INLINE inline void rescale_in_vectors(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                               int position) {
  const std::int32_t *mantissa = e.mantissa + position, *shift = e.shift + position;
  P::refresh(mantissa);
  P::refresh(shift);
  EDGELITE_UNROLL
  for (int v = 0; v < V; ++v) {
    const typename P::Rescale by(P::load_constants(mantissa + v * P::lanes), P::load_constants(shift + v * P::lanes));
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) sum[i][v] = by(sum[i][v]);
  }
}

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void rescale(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V], int position,
                                    int count) {
  const Rounding rounding = rounding_of<Z>(e);
  if constexpr (may_round<Z>(Rounding::to_even))
    if (rounding == Rounding::to_even) return rescale_to_even<P>(e, sum, position);
  if constexpr (may_round<Z>(Rounding::twice))
    if (rounding == Rounding::twice && e.in_vectors) return rescale_in_vectors<P>(e, sum, position);
  if constexpr (may_round<Z>(Rounding::twice) || may_round<Z>(Rounding::once)) {
    typename P::Vector copy[Rows * V];
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) copy[i * V + v] = sum[i][v];
    }
    rescale_one_by_one<P>(e, copy, Rows, V, position, count);
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) sum[i][v] = copy[i * V + v];
    }
  }
}

// QuantizedAdd of vectors.
template <class P> struct VectorAdd {
  using Vector = typename P::Vector;
  Vector zero_a, zero_b, zero_out, low, high;
  typename P::Rescale a, b, out;
  int left;  // out's shift to the left, if it is one; sums that it would carry past int32 saturate in int8 anyway
  Vector most;

  static auto rescale(FixedPointMultiplier m) {
    return typename P::Rescale(P::broadcast(m.mantissa), P::broadcast(m.shift));
  }
  explicit VectorAdd(const QuantizedAdd& q)
      : zero_a(P::broadcast(q.zero_a)),
        zero_b(P::broadcast(q.zero_b)),
        zero_out(P::broadcast(q.zero_out)),
        low(P::broadcast(q.low - q.zero_out)),
        high(P::broadcast(q.high - q.zero_out)),
        a(rescale(q.a)),
        b(rescale(q.b)),
        out(rescale({q.out.mantissa, q.out.shift > 0 ? 0 : q.out.shift})),
        left(q.out.shift > 0 ? q.out.shift : 0),
        most(P::broadcast((1 << 30) >> left)) {}
  EDGELITE_INLINE Vector operator()(Vector x, Vector y) const {
    Vector sum = P::add(a(P::shift_left(P::subtract(x, zero_a), 20)), b(P::shift_left(P::subtract(y, zero_b), 20)));
    if (left > 0) sum = P::shift_left(P::at_most(P::at_least(sum, P::subtract(P::broadcast(0), most)), most), left);
    return P::add(P::at_most(P::at_least(out(sum), low), high), zero_out);
  }
};

// The usual case has a path of its own where the architecture can do it faster. All others are then out of line: sums that
// two paths share would be moved from register to register.
template <class P, class Z> constexpr bool usual() {
  if constexpr (StaticSize<Z> && HasRescaleRight<P>) return Z::rounding == Rounding::twice && !Z::second;
  return false;
}
template <class P, class Z> inline constexpr bool is_usual = usual<P, Z>();
// There an epilogue is copied, so that its numbers stay in registers while bytes are stored that might be its own.
template <class P, class T>
using HeldEpilogue = std::conditional_t<HasRescaleRight<P>, const Epilogue<T>, const Epilogue<T>&>;

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void finish_usual(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                         int position, Pixels<std::int8_t> y, int count) {
  const std::int32_t *mantissa = e.mantissa + position, *shift = e.shift + position;
  if constexpr (V > 1) P::refresh(mantissa);
  if constexpr (V > 1) P::refresh(shift);
  EDGELITE_UNROLL
  for (int v = 0; v < V; ++v) {
    const typename P::RescaleRight by(P::load_constants(mantissa + v * P::lanes),
                                      P::load_constants(shift + v * P::lanes));
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) sum[i][v] = by(sum[i][v]);
  }
  const typename P::SaturatingStore to(e.zero_out, e.low, e.high);
  P::hide(y.first);
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) to.template store<may_have_low<Z>, may_have_high<Z>>(y(i, 0), sum[i], count);
}

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void finish_vectors(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                           int position, Pixels<const std::int8_t> r, Pixels<std::int8_t> y, int count);

template <class P, int Rows, int V>
[[gnu::noinline]] void finish_copies(const Epilogue<std::int8_t>& e, const typename P::Vector* copy, int position,
                                     Pixels<std::int8_t> y, int count) {
  typename P::Vector sum[Rows][V];
  for (int i = 0; i < Rows; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = copy[i * V + v];
  finish_vectors<P, Size>(e, sum, position, {}, y, count);
}

template <class P, int Rows, int V>
EDGELITE_INLINE inline void finish_out_of_line(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                               int position, Pixels<std::int8_t> y, int count) {
  typename P::Vector copy[Rows * V];
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) copy[i * V + v] = sum[i][v];
  }
  const Epilogue<std::int8_t> also = e;
  finish_copies<P, Rows, V>(also, copy, position, y, count);
}

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void finish_vectors(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V],
                                           int position, Pixels<const std::int8_t> r, Pixels<std::int8_t> y,
                                           int count) {
  if constexpr (is_usual<P, Z>) {
    if (e.rounds_all) [[likely]]
      finish_usual<P, Z>(e, sum, position, y, count);
    else
      finish_out_of_line<P>(e, sum, position, y, count);
    return;
  }
  rescale<P, Z>(e, sum, position, count);
  std::int32_t zero_point = e.zero_out, least = e.low - zero_point, most = e.high - zero_point;
  P::refresh(zero_point);
  P::refresh(least);
  P::refresh(most);
  const auto low = P::broadcast(least), high = P::broadcast(most), zero = P::broadcast(zero_point);
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) sum[i][v] = P::add(P::at_most(P::at_least(sum[i][v], low), high), zero);
  }
  if constexpr (may_have_second<Z>)
    if (e.has_second) {
      const VectorAdd<P> add(e.add);
      EDGELITE_UNROLL
      for (int i = 0; i < Rows; ++i) {
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) {
          const int c = v * P::lanes, left = count - c;
          if (left >= P::lanes)
            sum[i][v] = add(sum[i][v], P::load(r(i, c)));
          else if (left > 0)
            sum[i][v] = add(sum[i][v], P::load(r(i, c), left));
        }
      }
    }
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) P::store(y(i, 0), sum[i], count);
}

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE constexpr void finish(const Epilogue<std::int8_t>& e, typename P::Vector (&sum)[Rows][V], int position,
                                      Pixels<const std::int8_t> r, Pixels<std::int8_t> y, int count) {
  if constexpr (P::lanes > 1)
    finish_vectors<P, Z>(e, sum, position, r, y, count);
  else
    for (int i = 0; i < Rows; ++i)
      for (int v = 0; v < V && v < count; ++v) *y(i, v) = e(sum[i][v], position + v, e.has_second ? r(i, v) : nullptr);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
