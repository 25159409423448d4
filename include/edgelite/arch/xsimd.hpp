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

template <> struct Primitives<Xsimd, float> {
  using Vector = xsimd::batch<float>;
  using Constant = float;
  static constexpr int lanes = static_cast<int>(Vector::size);
  static constexpr int registers = EDGELITE_VECTOR_REGISTERS, min_vectors = 1, max_vectors = 3, chains = 8,
                       stage = 8192;
  // Sums, one row of weights and a pixel fill the registers.
  static constexpr int rows(int vectors) {
    return EDGELITE_VECTOR_REGISTERS == 32 ? (vectors == 1 ? 16 : 24 / vectors) : 12 / vectors;
  }

  // Rolling reads x from further away least often, so it is also the cure where pixels share cache sets.
  static constexpr DepthwiseTile depthwise(const Size& z) {
    const int rows = ((z.kernel_h - 1) * z.dilation_h) / z.stride_h + 1;  // under way
    if (registers == 32 && rows <= 5) return {5, 1, true};
    if (registers == 16 && rows <= 3 && z.x_pixel % 128 == 0) return {2, 2, true};
    return {8, 1, false};
  }

  static Vector load(const float* p) { return Vector::load_unaligned(p); }
  // Partial vectors are rare and long: kept out of the unrolled loops around them.
  [[gnu::noinline]] static Vector load(const float* p, int n) {
    alignas(64) float buffer[lanes] = {};
    for (int i = 0; i < lanes; ++i)
      if (i < n) buffer[i] = p[i];
    return Vector::load_aligned(buffer);
  }
  static Vector load_constants(const float* p) { return load(p); }
  static Vector broadcast(float x) { return Vector(x); }
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return xsimd::fma(a, b, sum); }
  static Vector add(Vector a, Vector b) { return a + b; }
  static Vector max(Vector a, Vector b) { return xsimd::max(a, b); }
  static Vector min(Vector a, Vector b) { return xsimd::min(a, b); }
  static void store(float* p, Vector x) { x.store_unaligned(p); }
  [[gnu::noinline]] static void store(float* p, Vector x, int n) {
    alignas(64) float buffer[lanes];
    x.store_aligned(buffer);
    for (int i = 0; i < lanes; ++i)
      if (i < n) p[i] = buffer[i];
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
