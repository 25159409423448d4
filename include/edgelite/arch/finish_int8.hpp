// int8 in vectors: the end of a register tile of sums, and the element-wise operations.
//
// An architecture brings Primitives::Rescale(mantissas, shifts): multiply_double_rounding of a vector, no shift to the
// left. It may have, too: RescaleRight, faster, for sums of which RescaleRight::needs (a Rescaling) is known, and with it
// SaturatingStore, which adds the zero point, clamps and stores at once; and RescaleOnce, multiply_single_rounding.
#pragma once

#include <type_traits>
#include <utility>

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

template <class P>
concept HasRescaleRight = requires {
  typename P::RescaleRight;
};

// QuantizedAdd and QuantizedProduct of vectors: VectorOf<P, Quantized..., the way to rescale>; `fits` says whether they
// can compute it. Results are to be stored by `store`, or made numbers by `stored`.
template <class P, class Q, class R> struct VectorOf;

// What both have in common: operands without their zero points, the result with its own and clamped.
template <class P> struct PlainStore {
  PlainStore(std::int32_t, std::int32_t, std::int32_t) {}
};
template <class P> struct SaturatingStoreOf { using type = PlainStore<P>; };
template <HasRescaleRight P> struct SaturatingStoreOf<P> { using type = typename P::SaturatingStore; };

template <class P> struct VectorOperands {
  using Vector = typename P::Vector;
  Vector zero_a, zero_b, zero_out, low, high;
  typename SaturatingStoreOf<P>::type to;

  template <class Q>
  explicit VectorOperands(const Q& q)
      : zero_a(P::broadcast(q.zero_a)),
        zero_b(P::broadcast(q.zero_b)),
        zero_out(P::broadcast(q.zero_out)),
        low(P::broadcast(q.low - q.zero_out)),
        high(P::broadcast(q.high - q.zero_out)),
        to(q.zero_out, q.low, q.high) {}
  template <class R> static R rescale_by(FixedPointMultiplier m) {
    return R(P::broadcast(m.mantissa), P::broadcast(m.shift));
  }
  EDGELITE_INLINE Vector stored(Vector y) const { return P::add(P::at_most(P::at_least(y, low), high), zero_out); }
  template <int V> EDGELITE_INLINE void store(std::int8_t* p, const Vector (&y)[1][V], int count) const {
    if constexpr (HasRescaleRight<P>) {
      to.template store<true, true>(Pixels<std::int8_t>{p, 0}, y, count);
    } else {
      Vector x[V];
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) x[v] = stored(y[0][v]);
      P::store(p, x, count);
    }
  }
};

template <class R> constexpr Rescaling needs = Rescaling::in_vectors;
template <class R>
requires requires { R::needs; }
constexpr Rescaling needs<R> = R::needs;

template <class P, class R> struct VectorOf<P, QuantizedProduct, R> : VectorOperands<P> {
  using Vector = typename P::Vector;
  R rescale;

  static constexpr bool fits(const QuantizedProduct& q) { return rescaling_of(q.factor, 16) >= needs<R>; }
  explicit VectorOf(const QuantizedProduct& q)
      : VectorOperands<P>(q), rescale(this->template rescale_by<R>(q.factor)) {}
  EDGELITE_INLINE Vector factor(Vector y) const { return P::subtract(y, this->zero_b); }
  EDGELITE_INLINE Vector times(Vector x, Vector factor) const {
    return rescale(P::multiply(P::subtract(x, this->zero_a), factor));
  }
  EDGELITE_INLINE Vector operator()(Vector x, Vector y) const { return times(x, factor(y)); }
};

// The first operand is the one of larger scale: half of it times 2^20 is a shift.
template <class P, class R> struct VectorOf<P, QuantizedAdd, R> : VectorOperands<P> {
  using Vector = typename P::Vector;
  typename P::Rescale b;
  R out;
  int left;  // out's shift to the left, if it is one; sums that it would carry past int32 saturate in int8 anyway
  Vector most;

  static constexpr FixedPointMultiplier right(FixedPointMultiplier m) {
    return {m.mantissa, m.shift > 0 ? 0 : m.shift};
  }
  static constexpr bool fits(const QuantizedAdd& q) {
    return q.halves_first() && rescaling_of(right(q.out), 28) >= needs<R>;
  }
  explicit VectorOf(const QuantizedAdd& q)
      : VectorOperands<P>(q),
        b(this->template rescale_by<typename P::Rescale>(q.b)),
        out(this->template rescale_by<R>(right(q.out))),
        left(q.out.shift > 0 ? q.out.shift : 0),
        most(P::broadcast((1 << 30) >> left)) {}
  EDGELITE_INLINE Vector operator()(Vector x, Vector y) const {
    Vector sum =
        P::add(P::shift_left(P::subtract(x, this->zero_a), 19), b(P::shift_left(P::subtract(y, this->zero_b), 20)));
    if (left > 0) sum = P::shift_left(P::at_most(P::at_least(sum, P::subtract(P::broadcast(0), most)), most), left);
    return out(sum);
  }
};

// f(VectorOf) with the fastest way to rescale; false if there is none.
template <class P, class Q, class F> bool with_vectors_of(const Q& q, F f) {
  if constexpr (HasRescaleRight<P>) {
    using Fast = VectorOf<P, Q, typename P::RescaleRight>;
    if (Fast::fits(q)) return f(Fast(q)), true;
  }
  using Any = VectorOf<P, Q, typename P::Rescale>;
  return Any::fits(q) && (f(Any(q)), true);
}

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
  using Vector = typename P::Vector;
  auto each = [&](auto add) {
    for (int i = 0; i < rows * vectors; ++i) {
      const int c = i % vectors * P::lanes, left = count - c;
      const std::int8_t* from = r(i / vectors, c);
      if (left > 0) sum[i] = add(sum[i], left >= P::lanes ? P::load(from) : P::load(from, left));
    }
  };
  const bool swapped = !q.halves_first();
  if (!with_vectors_of<P>(swapped ? q.swapped() : q, [&](auto add) {
        each([&](Vector x, Vector y) { return add.stored(swapped ? add(y, x) : add(x, y)); });
      }))
    each([&](Vector x, Vector y) {
      std::int32_t a[P::lanes], b[P::lanes];
      P::store_sums(a, x), P::store_sums(b, y);
      for (int k = 0; k < P::lanes; ++k) a[k] = q(a[k], b[k]);
      return P::load_constants(a);
    });
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
  else if (rounding == Rounding::twice && e.rescaling >= Rescaling::in_vectors)
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

// multiply_to_even by V vectors' scales.
template <class P> struct RescaleToEven {
  static constexpr Rescaling needs = Rescaling::any;
  decltype(P::load_scales(nullptr)) scales;
  EDGELITE_INLINE typename P::Vector operator()(typename P::Vector x) const { return P::multiply_to_even(x, scales); }
};

// How sums are rescaled where that is fast, or void.
template <class P, class T, class Z> constexpr auto rescale_of() {
  if constexpr (is_quantized<T> && StaticSize<Z> && HasRescaleRight<P>) {
    if constexpr (Z::second)
      return std::type_identity<void>{};
    else if constexpr (Z::rounding == Rounding::to_even)
      return std::type_identity<RescaleToEven<P>>{};
    else if constexpr (Z::rounding == Rounding::twice)
      return std::type_identity<typename P::RescaleRight>{};
    else if constexpr (requires { typename P::RescaleOnce; })
      return std::type_identity<typename P::RescaleOnce>{};
    else
      return std::type_identity<void>{};
  } else {
    return std::type_identity<void>{};
  }
}
template <class P, class T, class Z> using RescaleOf = typename decltype(rescale_of<P, T, Z>())::type;

// The numbers of the epilogue of V vectors of channels from `position` on, made once for all their tiles.
template <class P, class T, class Z, int V> struct Ready {
  constexpr Ready(const Epilogue<T>&, int) {}
};
template <class P, class T, class Z, int V>
requires(!std::is_void_v<RescaleOf<P, T, Z>>) struct Ready<P, T, Z, V> {
  using By = RescaleOf<P, T, Z>;
  By by[V];
  typename P::SaturatingStore to;

  Ready(const Epilogue<T>& e, int position) : Ready(e, position, std::make_integer_sequence<int, V>{}) {}

 private:
  template <int... I>
  Ready(const Epilogue<T>& e, int position, std::integer_sequence<int, I...>)
      : by{at(e, position + I * P::lanes)...}, to(e.zero_out, e.low, e.high) {}
  static By at(const Epilogue<T>& e, int position) {
    if constexpr (std::is_same_v<By, RescaleToEven<P>>)
      return {P::load_scales(e.mantissa + position)};
    else
      return By(P::load_constants(e.mantissa + position), P::load_constants(e.shift + position));
  }
};

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void finish_usual(const Ready<P, std::int8_t, Z, V>& ready, typename P::Vector (&sum)[Rows][V],
                                         Pixels<std::int8_t> y, int count) {
  const Ready<P, std::int8_t, Z, V>* from = &ready;
  if constexpr (V > 1 || P::registers < 32) P::refresh(from);  // else they stay in registers
  EDGELITE_UNROLL
  for (int v = 0; v < V; ++v) {
    EDGELITE_UNROLL
    for (int i = 0; i < Rows; ++i) sum[i][v] = from->by[v](sum[i][v]);
  }
  P::hide(y.first);
  from->to.template store<may_have_low<Z>, may_have_high<Z>>(y, sum, count);
}

template <class P, class Z, int Rows, int V>
EDGELITE_INLINE inline void finish_vectors(const Ready<P, std::int8_t, Z, V>& ready, const Epilogue<std::int8_t>& e,
                                           typename P::Vector (&sum)[Rows][V], int position,
                                           Pixels<const std::int8_t> r, Pixels<std::int8_t> y, int count) {
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
    if constexpr (std::is_void_v<RescaleOf<P, std::int8_t, Z>>) {
      out_of_line(r);
    } else {
      constexpr Rescaling needed = RescaleOf<P, std::int8_t, Z>::needs;
      if constexpr (needed > Rescaling::any)
        if (e.rescaling < needed) [[unlikely]]
          return out_of_line({});
      finish_usual<P, Z>(ready, sum, y, count);
    }
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
