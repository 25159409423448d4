// AVX-512: xsimd's float primitives at 16 lanes, with partial vectors as masked loads and stores. Empty without the
// flags for it.
#pragma once

#if defined(__AVX512F__)
#include <immintrin.h>

#include "edgelite/arch/xsimd.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Avx512 {
  using fallback = Xsimd;
  static constexpr const char* name = "avx512";
  static constexpr int alignment = 64;
};

template <> struct Primitives<Avx512, float> : Primitives<Xsimd, float> {
  using Primitives<Xsimd, float>::load;
  using Primitives<Xsimd, float>::store;

  // xsimd 8 leaves it to the compiler to contract a * b + c, which clang 14 does not do across intrinsics.
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return Vector(_mm512_fmadd_ps(a, b, sum)); }
  static Vector load(const float* p, int n) { return Vector(_mm512_maskz_loadu_ps(first(n), p)); }
  static void store(float* p, Vector x, int n) { _mm512_mask_storeu_ps(p, first(n), x); }

 private:
  static __mmask16 first(int n) { return static_cast<__mmask16>((1u << n) - 1); }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
