// What the int8 architectures of x86 have in common, whatever the width of their vectors.
#pragma once

#include <cstring>

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// T: of namespace target.
template <class T> struct X86Int8 : T::template Layout<std::int8_t> {
  static constexpr bool stages = true;
  static constexpr int lanes = T::template Layout<std::int8_t>::lanes, depth = 1;

  template <class Vector, int V> static void next(const std::int8_t*& p, Vector (&x)[V]) {
    __asm__ volatile("");  // g++ mixes unrolled steps otherwise, until it has to spill sums
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) std::memcpy(&x[v], p + v * sizeof(Vector), sizeof(Vector));
    p += V * sizeof(Vector);
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
  // The compiler may not know where p comes from: each store would have an address register of its own.
  static void hide(std::int8_t*& p) { __asm__("" : "+r"(p)); }
  // y[c groups + g] = x[g count + c]
  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    Primitives<Scalar, std::int8_t>::interleave(x, groups, count, y);
  }

 protected:
  static std::int32_t group_at(const void* p) {
    std::int32_t group;
    std::memcpy(&group, p, sizeof group);
    return group;
  }
  // f of rows of a whole vector, of which the first n bytes are p's.
  template <int Rows, class F> static auto with_first(const std::int8_t* const (&p)[Rows], int n, F f) {
    std::int8_t bytes[Rows][lanes] = {};
    const std::int8_t* whole[Rows];
    for (int g = 0; g < Rows; ++g) {
      whole[g] = bytes[g];
      for (int i = 0; i < lanes; ++i)
        if (i < n) bytes[g][i] = p[g][i];
    }
    return f(whole);
  }
};

// Without VPDPBUSD: activations and weights are widened to int16, two channels a lane, for PMADDWD.
template <class T> struct X86Pairs : X86Int8<T> {
  using Staged = std::int16_t;
  static constexpr int registers = 16, chains = 4, stage = 16384;
  static constexpr int rows(int vectors) { return vectors == 1 ? 10 : 5; }
  static constexpr DepthwiseTile depthwise(const Size& z) {
    return z.stride_h * z.dilation_h == 1 ? DepthwiseTile{6, 1, false} : DepthwiseTile{4, 2, false};
  }

  using Left = const std::int16_t*;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
};

// With VPDPBUSD: four channels a lane. It multiplies bytes without sign: x + 128.
template <class T, class Base> struct X86Quads : Base {
  using Staged = std::uint8_t;
  using Layout = typename T::template Layout<std::int8_t>;
  static constexpr int group = Layout::group, offset = Layout::offset, weight_size = Layout::weight_size;
  static constexpr int stage = 32768;
  static_assert(Base::lanes == Layout::lanes && Base::max_vectors == Layout::max_vectors);

  using Left = const std::uint8_t*;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
  static constexpr void put_weight(std::int8_t*& to, std::int8_t weight) { Layout::put_weight(to, weight); }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    for (int c = 0; c < count; ++c) to[c] = static_cast<Staged>(x[c] ^ -128);
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
