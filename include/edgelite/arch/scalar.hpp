// The scalar architecture: plain C++ on every target, usable in constant expressions, and the specification for all
// others.
//
// An architecture is a tag with `fallback`, `name` and `alignment` (bytes), and Primitives<Arch, T>: a Vector of
// `lanes` accumulators with load, broadcast, multiply_add ...; `rows` x `vectors` accumulators is its matrix tile. What
// an architecture does not specialise it has from its fallback. A kernel's text uses nothing else.
#pragma once

#include <cstdint>

#include "edgelite/core/epilogue.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Scalar {
  static constexpr const char* name = "scalar";
  static constexpr int alignment = 4;
};

template <class Arch, class T> struct Primitives : Primitives<typename Arch::fallback, T> {};

template <class T> struct Primitives<Scalar, T> {
  using Vector = typename ElementTraits<T>::Accumulator;
  static constexpr int lanes = 1, rows = 2, vectors = 4;

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
};

// Stores `count` lanes of the sums of packed channels [channel, channel + lanes) through the epilogue; r lies as y
// does.
template <class P>
constexpr void finish(const Epilogue<float>& e, typename P::Vector sum, int, const float* r, float* y, int count) {
  auto clamp = [](typename P::Vector v, float low, float high) {
    return P::min(P::max(v, P::broadcast(low)), P::broadcast(high));
  };
  sum = clamp(sum, e.low, e.high);
  if (count == P::lanes) {
    if (e.has_second) sum = clamp(P::add(sum, P::load(r)), e.second_low, e.second_high);
    P::store(y, sum);
  } else {
    if (e.has_second) sum = clamp(P::add(sum, P::load(r, count)), e.second_low, e.second_high);
    P::store(y, sum, count);
  }
}

template <class P>
constexpr void finish(const Epilogue<std::int8_t>& e, typename P::Vector sum, int channel, const std::int8_t* r,
                      std::int8_t* y, int) {
  static_assert(P::lanes == 1, "an int8 architecture with vectors brings its own finish");
  *y = e(sum, channel, r);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
