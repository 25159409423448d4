// Float primitives of every instruction set that xsimd knows, at the width the compiler's flags allow. int8 is the
// fallback's. The only header that includes xsimd.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // both: g++ 12's avx512fintrin.h, inlined with _mm512_max_ps
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <xsimd/xsimd.hpp>
#pragma GCC diagnostic pop
#else
#include <xsimd/xsimd.hpp>
#endif

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Xsimd {
  using fallback = Scalar;
  static constexpr const char* name = xsimd::default_arch::name();
  static constexpr int alignment = 64;
};

template <> struct Primitives<Xsimd, float> : PlainOperands<float, target::XsimdFloat<xsimd::batch<float>::size>> {
  using Vector = xsimd::batch<float>;
  using Constant = float;
  static constexpr int registers = EDGELITE_VECTOR_REGISTERS, chains = 8, stage = 8192;
  // Sums, one row of weights and a pixel fill the registers.
  static constexpr int rows(int vectors) {
    return EDGELITE_VECTOR_REGISTERS == 32 ? (vectors == 1 ? 16 : 24 / vectors) : 12 / vectors;
  }

  // Rolling reads x from further away least often, so it is also the cure where pixels share cache sets. An image beyond
  // L2 is read as it lies: else each line is waited for, and where x and y lie alike loads wait for stores, too.
  static constexpr DepthwiseTile depthwise(const Size& z) {
    const int rows = ((z.kernel_h - 1) * z.dilation_h) / z.stride_h + 1;  // under way
    if (registers == 32 && rows <= 5) return {rows <= 2 ? 8 : 5, 1, true};
    if (registers == 16 && z.x_row * z.height > 65536) {
      const bool narrow = z.kernel_w * z.stride_w <= 3 && z.x_pixel % 512 != 0;
      return {narrow ? 8 : 4, narrow ? 1 : 2, false, true};
    }
    if (registers == 16 && rows <= 3 && z.x_pixel % 128 == 0) return {2, 2, true};
    return {8, 1, false};
  }

  using Left = const float*;
  static constexpr int depth = 1;
  static constexpr Left left(const float* p) { return p; }
  static constexpr Left left_one(const float* p) { return p; }
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast(*a), b, sum);
  }
  template <int V> static void next(const float*& p, Vector (&x)[V]) {
    __asm__ volatile("");  // g++ mixes unrolled steps otherwise, until it has to spill sums
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) x[v] = load(p + v * lanes);
    p += V * lanes;
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }

  static Vector load(const float* p) { return Vector::load_unaligned(p); }
  // Partial vectors are rare and long: kept out of the unrolled loops around them.
  [[gnu::noinline]] static Vector load(const float* p, int n) {
    alignas(64) float buffer[lanes] = {};
    for (int i = 0; i < lanes; ++i)
      if (i < n) buffer[i] = p[i];
    return Vector::load_aligned(buffer);
  }
  static Vector load_weight(const float* p) { return load(p); }
  static Vector load_constants(const float* p) { return load(p); }
  static Vector broadcast(float x) { return Vector(x); }
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return xsimd::fma(a, b, sum); }
  static Vector add(Vector a, Vector b) { return a + b; }
  static Vector multiply(Vector a, Vector b) { return a * b; }
  static Vector divide(Vector a, Vector b) { return a / b; }
  static Vector power_of_two(Vector n) {
    return std::bit_cast<Vector>(std::bit_cast<xsimd::batch<std::int32_t>>(n) << 23);
  }
  static Vector max(Vector a, Vector b) { return xsimd::max(a, b); }
  static Vector at_least(Vector x, Vector bound) { return xsimd::max(bound, x); }
  static Vector at_most(Vector x, Vector bound) { return xsimd::min(bound, x); }
  static void store(float* p, Vector x) { x.store_unaligned(p); }
  [[gnu::noinline]] static void store(float* p, Vector x, int n) {
    alignas(64) float buffer[lanes];
    x.store_aligned(buffer);
    for (int i = 0; i < lanes; ++i)
      if (i < n) p[i] = buffer[i];
  }
  static void interleave(const float* x, int groups, int count, float* y) {
    int c = 0;
    if (groups == 2) c = interleave_vectors<2>(x, count, y);
    if (groups == 3) c = interleave_vectors<3>(x, count, y);
    if (groups == 4) c = interleave_vectors<4>(x, count, y);
    if (groups == 8) c = interleave_vectors<8>(x, count, y);
    y += c * groups;
    for (; c < count; ++c, y += groups)
      for (int g = 0; g < groups; ++g) y[g] = x[g * count + c];
  }

 private:
  template <int Groups> static int interleave_vectors(const float* x, int count, float* y) {
    int c = 0;
    for (; c + lanes <= count; c += lanes, y += Groups * lanes) {
      Vector v[Groups];
      EDGELITE_UNROLL
      for (int g = 0; g < Groups; ++g) v[g] = load(x + g * count + c);
      interleave_registers<Groups>(v);
      EDGELITE_UNROLL
      for (int g = 0; g < Groups; ++g) store(y + g * lanes, v[g]);
    }
    return c;
  }
  // v[0] lane 0, v[1] lane 0, ... v[0] lane 1, ...: an even number in two halves, of pairs g and g + Groups / 2.
  template <int Groups> static void interleave_registers(Vector* v) {
    [&]<int... K>(std::integer_sequence<int, K...>) {
      if constexpr (Groups % 2 == 0 && Groups > 2) {
        Vector low[] = {merged<2, 0, 1>(v[K], v[K + Groups / 2])...};
        Vector high[] = {merged<2, 1, 1>(v[K], v[K + Groups / 2])...};
        interleave_registers<Groups / 2>(low);
        interleave_registers<Groups / 2>(high);
        ((v[K] = low[K], v[K + Groups / 2] = high[K]), ...);
      }
    }
    (std::make_integer_sequence<int, Groups / 2>{});
    [&]<int... K>(std::integer_sequence<int, K...>) {
      if constexpr (Groups == 2) {
        const Vector from[] = {v[0], v[1]};
        ((v[K] = merged<2, K, 1>(from[0], from[1])), ...);
      } else if constexpr (Groups == 3) {
        const Vector from[] = {v[0], v[1], v[2]};
        ((v[K] = merged<3, K, 2>(merged<3, K, 1>(from[0], from[1]), from[2])), ...);
      }
    }
    (std::make_integer_sequence<int, Groups>{});
  }
  // Puts v where the K-th result vector has lanes of source number Source; `before`: the sources before it.
  template <int Groups, int K, int Source> static Vector merged(Vector before, Vector v) {
    using Register = typename Vector::register_type;
    return [&]<int... L>(std::integer_sequence<int, L...>) {
      return Vector(__builtin_shufflevector(Register(before), Register(v), from_lane<Groups, K, Source>(L)...));
    }
    (std::make_integer_sequence<int, lanes>{});
  }
  template <int Groups, int K, int Source> static constexpr int from_lane(int l) {
    const int group = (K * lanes + l) % Groups, lane = (K * lanes + l) / Groups;
    return group == Source ? lanes + lane : Source == 1 && group == 0 ? lane : l;
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
