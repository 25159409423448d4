// AVX-VNNI, int8: VPDPBUSD adds four products of a byte without sign and one with sign to a lane of eight. Activations are
// multiplied as x + 128; the bias takes that back. Else as AVX2. Empty without the flags for it.
#pragma once

#if defined(__AVXVNNI__)
#include "edgelite/arch/avx2.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct AvxVnni : target::AvxVnni {
  using fallback = Avx2;
};

template <> struct Primitives<AvxVnni, std::int8_t> : X86Quads<target::AvxVnni, Primitives<Avx2, std::int8_t>> {
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast(group_at(a)), b, sum);
  }
  // a: bytes without sign
#if defined(__clang__) || defined(EDGELITE_EMULATED)
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return _mm256_dpbusd_avx_epi32(sum, a, b); }
#else
  // g++ 12 copies and spills the sum that its intrinsic ties to the result.
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(a), "xm"(b));
    return sum;
  }
#endif
  // Four rows of x, or four taps, as the bytes of a lane.
  struct RowFactors {
    using Factor = Vector;
    static constexpr int rows = 4;
    static Factor load(const std::int8_t* const (&p)[4]) { return without_sign(load_weights(p)); }
    static Factor load(const std::int8_t* const (&p)[4], int n) {
      return with_first(p, n, [](const std::int8_t* const(&whole)[4]) { return load(whole); });
    }
    static Factor load_weights(const std::int8_t* const (&p)[4]) {
      const Vector x = _mm256_set_m128i(two(p[2], p[3]), two(p[0], p[1]));
      return _mm256_shuffle_epi8(
          _mm256_permutevar8x32_epi32(x, _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7)),
          _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)));
    }
    static Factor broadcast(std::int8_t x) { return without_sign(_mm256_set1_epi8(x)); }
    static Vector multiply_add(Factor a, Factor b, Vector sum) { return Primitives::multiply_add(a, b, sum); }

   protected:
    static Factor without_sign(Vector x) { return _mm256_xor_si256(x, _mm256_set1_epi8(-128)); }

   private:
    static __m128i two(const std::int8_t* low, const std::int8_t* high) {
      const __m128i x = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(low));
      return _mm_castpd_si128(_mm_loadh_pd(_mm_castsi128_pd(x), reinterpret_cast<const double*>(high)));
    }
  };
  // One tap: the lowest byte of a lane; the others of the weights are 0.
  struct Factors : RowFactors {
    template <class... N> static Factor load(const std::int8_t* p, N... n) {
      return RowFactors::without_sign(Primitives::load(p, n...));
    }
    static Factor load_weight(const std::int8_t* p) {
      return _mm256_and_si256(Primitives::load(p), Primitives::broadcast(0xff));
    }
  };
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
