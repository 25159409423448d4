// int8 in vectors: the end of a register tile of sums, and the element-wise operations.
//
// An architecture brings Primitives::Rescale(mantissas, shifts): multiply_double_rounding of a vector, no shift to the
// left. It may have, too: RescaleRight, faster where every shift is at least 1 to the right, and with it SaturatingStore,
// which adds the zero point, clamps and stores at once.
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

// Where a tile's pixels lie: `step` elements apart, their channels `channel_step`.
template <class T> struct Pixels {
  T* first;
  int step, channel_step = 1;
  constexpr T* operator()(int pixel, int channel) const { return first + pixel * step + channel * channel_step; }
};

template <class P>
concept HasRescaleRight = requires {
  typename P::RescaleRight;
};

// QuantizedAdd and QuantizedProduct of vectors: VectorOf<P, Quantized...>; `fits` says whether they can compute it.
template <class P, class Q> struct VectorOf;

// What both have in common: operands without their zero points, the result with its own and clamped.
template <class P> struct VectorOperands {
  using Vector = typename P::Vector;
  Vector zero_a, zero_b, zero_out, low, high;

  template <class Q>
  explicit VectorOperands(const Q& q)
      : zero_a(P::broadcast(q.zero_a)),
        zero_b(P::broadcast(q.zero_b)),
        zero_out(P::broadcast(q.zero_out)),
        low(P::broadcast(q.low - q.zero_out)),
        high(P::broadcast(q.high - q.zero_out)) {}
  static auto rescale_by(FixedPointMultiplier m) {
    return typename P::Rescale(P::broadcast(m.mantissa), P::broadcast(m.shift));
  }
  EDGELITE_INLINE Vector stored(Vector y) const { return P::add(P::at_most(P::at_least(y, low), high), zero_out); }
};

template <class P> struct VectorOf<P, QuantizedProduct> : VectorOperands<P> {
  using Vector = typename P::Vector;
  typename P::Rescale rescale;

  static constexpr bool fits(const QuantizedProduct& q) { return q.factor.shift <= 0; }
  explicit VectorOf(const QuantizedProduct& q) : VectorOperands<P>(q), rescale(this->rescale_by(q.factor)) {}
  EDGELITE_INLINE Vector operator()(Vector x, Vector y) const {
    return this->stored(rescale(P::multiply(P::subtract(x, this->zero_a), P::subtract(y, this->zero_b))));
  }
};

template <class P> struct VectorOf<P, QuantizedAdd> : VectorOperands<P> {
  using Vector = typename P::Vector;
  typename P::Rescale a, b, out;
  int left;  // out's shift to the left, if it is one; sums that it would carry past int32 saturate in int8 anyway
  Vector most;

  static constexpr bool fits(const QuantizedAdd&) { return true; }
  explicit VectorOf(const QuantizedAdd& q)
      : VectorOperands<P>(q),
        a(this->rescale_by(q.a)),
        b(this->rescale_by(q.b)),
        out(this->rescale_by({q.out.mantissa, q.out.shift > 0 ? 0 : q.out.shift})),
        left(q.out.shift > 0 ? q.out.shift : 0),
        most(P::broadcast((1 << 30) >> left)) {}
  EDGELITE_INLINE Vector operator()(Vector x, Vector y) const {
    Vector sum =
        P::add(a(P::shift_left(P::subtract(x, this->zero_a), 20)), b(P::shift_left(P::subtract(y, this->zero_b), 20)));
    if (left > 0) sum = P::shift_left(P::at_most(P::at_least(sum, P::subtract(P::broadcast(0), most)), most), left);
    return this->stored(out(sum));
  }
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
  EDGELITE_UNROLL
  for (int v = 0; v < V; ++v) {
    const auto scale = P::load_scales(e.mantissa + position + v * P::lanes);
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

template <class P>
[[gnu::noinline]] void add_second(const QuantizedAdd& q, typename P::Vector* sum, int rows, int vectors,
                                  Pixels<const std::int8_t> r, int count) {
  const VectorOf<P, QuantizedAdd> add(q);
  for (int i = 0; i < rows; ++i)
    for (int v = 0; v < vectors; ++v, ++sum) {
      const int c = v * P::lanes, left = count - c;
      if (left > 0) *sum = add(*sum, left >= P::lanes ? P::load(r(i, c)) : P::load(r(i, c), left));
    }
}

// Through memory, out of line.
template <int Rows, int V, class Vector, class F> EDGELITE_INLINE inline void apart(Vector (&sum)[Rows][V], F f) {
  Vector copy[Rows * V];
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) copy[i * V + v] = sum[i][v];
  }
  f(copy);
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) sum[i][v] = copy[i * V + v];
  }
}

template <class P, int Rows, int V>
EDGELITE_INLINE inline void finish_tile(const Epilogue<std::int8_t>& e, Rounding rounding, bool second,
                                        typename P::Vector (&sum)[Rows][V], int position, Pixels<const std::int8_t> r,
                                        Pixels<std::int8_t> y, int count) {
  using Vector = typename P::Vector;
  if (rounding == Rounding::to_even)
    rescale_to_even<P>(e, sum, position);
  else if (rounding == Rounding::twice && e.in_vectors)
    rescale_in_vectors<P>(e, sum, position);
  else
    apart(sum, [&](Vector* copy) { rescale_one_by_one<P>(e, copy, Rows, V, position, count); });
  const Epilogue<std::int8_t>* from = &e;
  P::refresh(from);
  const Vector zero = P::broadcast(from->zero_out);
  const Vector low = P::subtract(P::broadcast(from->low), zero), high = P::subtract(P::broadcast(from->high), zero);
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) sum[i][v] = P::add(P::at_most(P::at_least(sum[i][v], low), high), zero);
  }
  if (second) apart(sum, [&](Vector* copy) { add_second<P>(e.add, copy, Rows, V, r, count); });
  EDGELITE_UNROLL
  for (int i = 0; i < Rows; ++i) P::store(y(i, 0), sum[i], count);
}

// For every epilogue.
template <class P, int Rows, int V>
[[gnu::noinline]] void finish_apart(const Epilogue<std::int8_t>& e, const typename P::Vector* sums, int position,
                                    Pixels<const std::int8_t> r, Pixels<std::int8_t> y, int count) {
  typename P::Vector sum[Rows][V];
  for (int i = 0; i < Rows; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = sums[i * V + v];
  finish_tile<P>(e, e.rounding, e.has_second, sum, position, r, y, count);
}

// The usual epilogue has a path of its own where the architecture can do it faster. There an epilogue is held as a copy,
// so that its numbers stay in registers while bytes are stored that might be its own; all others are out of line: sums
// that two paths share would be moved from register to register.
template <class P, class T>
using HeldEpilogue = std::conditional_t<HasRescaleRight<P>, const Epilogue<T>, const Epilogue<T>&>;

template <class P, class Z> constexpr bool usual() {
  if constexpr (StaticSize<Z> && HasRescaleRight<P>) return Z::rounding == Rounding::twice && !Z::second;
  return false;
}

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
                                           int position, Pixels<const std::int8_t> r, Pixels<std::int8_t> y,
                                           int count) {
  if constexpr (StaticSize<Z> && !HasRescaleRight<P>) {
    finish_tile<P>(e, Z::rounding, Z::second, sum, position, r, y, count);
  } else {
    auto out_of_line = [&](Pixels<const std::int8_t> second) EDGELITE_INLINE {
      typename P::Vector copy[Rows * V];
      EDGELITE_UNROLL
      for (int i = 0; i < Rows; ++i) {
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) copy[i * V + v] = sum[i][v];
      }
      const Epilogue<std::int8_t> also = e;
      finish_apart<P, Rows, V>(also, copy, position, second, y, count);
    };
    if constexpr (usual<P, Z>()) {
      if (!e.rounds_all) [[unlikely]]
        return out_of_line({});
      finish_usual<P, Z>(e, sum, position, y, count);
    } else {
      out_of_line(r);
    }
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
