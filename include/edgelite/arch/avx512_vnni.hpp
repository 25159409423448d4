// AVX-512 with VNNI, int8: VPDPBUSD adds four products of a byte without sign and one with sign to a lane of sixteen.
// Activations are multiplied as x + 128; the bias takes that back. float is FloatArch's. Empty without the flags for it.
#pragma once

#if defined(__AVX512VNNI__)
#include <immintrin.h>

#include "edgelite/arch/float_arch.hpp"
#include "edgelite/arch/x86_int8.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Avx512Vnni : target::Avx512Vnni {
  using fallback = FloatArch;
};

struct Avx512Bytes {
  using Vector = __m512i;
  static constexpr int count = 64;
  static Vector load(const std::int8_t* p) { return _mm512_loadu_si512(p); }
  static void store(std::int8_t* p, Vector x) { _mm512_storeu_si512(p, x); }
  static Vector repeat(__m128i x) { return _mm512_broadcast_i32x4(x); }
  static Vector shuffle(Vector table, Vector index) { return _mm512_shuffle_epi8(table, index); }
  static Vector subtract(Vector a, Vector b) { return _mm512_subs_epi8(a, b); }
};

template <> struct Primitives<Avx512Vnni, std::int8_t> : X86Quads<target::Avx512Vnni, X86Int8<target::Avx512Vnni>> {
  using Vector = __m512i;
  static constexpr int registers = 32, chains = 8;
  static constexpr int rows(int vectors) { return vectors == 1 ? 16 : 24 / vectors; }
  static constexpr DepthwiseTile depthwise(const Size&) { return {8, 1, false}; }

  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast(group_at(a)), b, sum);
  }
  // a: bytes without sign
#if defined(__clang__) || defined(EDGELITE_EMULATED)
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return _mm512_dpbusd_epi32(sum, a, b); }
#else
  // g++ 12 copies and spills the sum that its intrinsic ties to the result.
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "vm"(b));
    return sum;
  }
#endif
  static void look_up(const std::int8_t* x, int count, const std::int8_t* table, std::int8_t* y) {
    look_up_vectors<Avx512Bytes>(x, count, table, y);
  }
  static Vector load(const std::int8_t* p) { return _mm512_cvtepi8_epi32(bytes(p)); }
  static Vector load(const std::int8_t* p, int n) { return _mm512_cvtepi8_epi32(bytes(p, n)); }
  static Vector load_constants(const std::int32_t* p) { return _mm512_loadu_si512(p); }
  static void store_sums(std::int32_t* p, Vector x) { _mm512_storeu_si512(p, x); }
  static Vector broadcast(std::int32_t x) { return _mm512_set1_epi32(x); }
  static Vector add(Vector a, Vector b) { return _mm512_add_epi32(a, b); }
  static Vector multiply(Vector a, Vector b) { return _mm512_mullo_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm512_sub_epi32(a, b); }
  static Vector shift_left(Vector x, int n) { return _mm512_slli_epi32(x, static_cast<unsigned>(n)); }
  static Vector at_least(Vector x, Vector bound) { return _mm512_max_epi32(x, bound); }
  static Vector at_most(Vector x, Vector bound) { return _mm512_min_epi32(x, bound); }

  // Four rows of x, or four taps, as the bytes of a lane.
  struct RowFactors {
    using Factor = Vector;
    static constexpr int rows = 4;
    static Factor load(const std::int8_t* const (&p)[4]) { return without_sign(load_weights(p)); }
    static Factor load(const std::int8_t* const (&p)[4], int n) {
      return without_sign(side_by_side(bytes(p[0], n), bytes(p[1], n), bytes(p[2], n), bytes(p[3], n)));
    }
    static Factor load_weights(const std::int8_t* const (&p)[4]) {
      return side_by_side(bytes(p[0]), bytes(p[1]), bytes(p[2]), bytes(p[3]));
    }
    static Factor broadcast(std::int8_t x) { return without_sign(_mm512_set1_epi8(x)); }
    static Vector multiply_add(Factor a, Factor b, Vector sum) { return Primitives::multiply_add(a, b, sum); }

   protected:
    static Factor without_sign(Vector x) { return _mm512_xor_si512(x, _mm512_set1_epi8(-128)); }

   private:
    static Vector side_by_side(__m128i x0, __m128i x1, __m128i x2, __m128i x3) {
      Vector x = _mm512_inserti32x4(_mm512_castsi128_si512(x0), x1, 1);
      x = _mm512_inserti32x4(_mm512_inserti32x4(x, x2, 2), x3, 3);
      return _mm512_shuffle_epi8(
          transposed(x), _mm512_broadcast_i32x4(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)));
    }
  };
  // One tap: the lowest byte of a lane; the others of the weights are 0.
  struct Factors : RowFactors {
    template <class... N> static Factor load(const std::int8_t* p, N... n) {
      return RowFactors::without_sign(Primitives::load(p, n...));
    }
    static Factor load_weight(const std::int8_t* p) {
      return _mm512_and_si512(Primitives::load(p), Primitives::broadcast(0xff));
    }
  };

  // The double rounding: floor((x m + 2^30) / 2^31), then half away from zero by the shift.
  struct Rescale {
    Vector even, odd, right, half, rounds;
    Rescale(Vector mantissa, Vector shift)
        : even(mantissa),
          odd(_mm512_srli_epi64(mantissa, 32)),
          right(subtract(broadcast(0), shift)),
          half(_mm512_srli_epi32(_mm512_sllv_epi32(broadcast(1), right), 1)),
          rounds(subtract(broadcast(0), _mm512_min_epi32(right, broadcast(1)))) {}
    EDGELITE_INLINE Vector operator()(Vector x) const {
      const Vector nudge = _mm512_set1_epi64(std::int64_t{1} << 30);
      const Vector low = _mm512_add_epi64(_mm512_mul_epi32(x, even), nudge);
      const Vector high = _mm512_add_epi64(_mm512_mul_epi32(_mm512_srli_epi64(x, 32), odd), nudge);
      const Vector y = _mm512_mask_blend_epi32(0xaaaa, _mm512_srli_epi64(low, 31), _mm512_slli_epi64(high, 1));
      const Vector down = _mm512_and_si512(_mm512_srai_epi32(y, 31), rounds);
      return _mm512_srav_epi32(add(add(y, half), down), right);
    }
  };
  // Rounds |x| m 2^-31 and that by the shift at once: without a half, the first rounding is the same for both signs.
  struct RescaleRight {
    static constexpr Rescaling needs = Rescaling::halfless;
    Vector even, odd, half_even, half_odd, right;
    RescaleRight(Vector mantissa, Vector shift) : even(mantissa), odd(_mm512_srli_epi64(mantissa, 32)) {
      const Vector s = subtract(broadcast(0), shift), one = _mm512_set1_epi64(std::int64_t{1} << 30);
      half_even = _mm512_add_epi64(one, _mm512_sllv_epi64(one, _mm512_and_si512(s, _mm512_set1_epi64(0xffffffff))));
      half_odd = _mm512_add_epi64(one, _mm512_sllv_epi64(one, _mm512_srli_epi64(s, 32)));
      right = subtract(s, broadcast(1));
    }
    EDGELITE_INLINE Vector operator()(Vector x) const {
      const Vector y = _mm512_abs_epi32(x);
      const Vector low = _mm512_add_epi64(_mm512_mul_epu32(y, even), half_even);
      const Vector high = _mm512_add_epi64(_mm512_mul_epu32(_mm512_srli_epi64(y, 32), odd), half_odd);
      const Vector both = _mm512_mask_shuffle_epi32(high, 0x5555, low, _MM_PERM_DDBB);
      const Vector rounded = _mm512_srlv_epi32(both, right);
      return _mm512_mask_sub_epi32(rounded, _mm512_cmpgt_epi32_mask(broadcast(0), x), broadcast(0), rounded);
    }
  };
  static __m512 load_scales(const std::int32_t* p) { return _mm512_castsi512_ps(load_constants(p)); }
  static Vector multiply_to_even(Vector x, __m512 scale) {
    const __m512 most = _mm512_set1_ps(4194304.0f), least = _mm512_set1_ps(-4194304.0f);
    const __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(x), scale);
    return _mm512_cvtps_epi32(_mm512_min_ps(_mm512_max_ps(y, least), most));
  }

  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) put(p + v * lanes, _mm512_cvtepi32_epi8(x[v]), count - v * lanes);
  }
  // Rescaled sums: the zero point is added and the bounds are applied where they have become bytes. Both may saturate.
  struct SaturatingStore {
    Vector zero, lowest, highest;
    SaturatingStore(std::int32_t zero_point, std::int32_t low, std::int32_t high)
        : zero(_mm512_set1_epi16(static_cast<std::int16_t>(zero_point))),
          lowest(_mm512_set1_epi8(static_cast<std::int8_t>(low))),
          highest(_mm512_set1_epi8(static_cast<std::int8_t>(high))) {}

    template <bool Low, bool High, int Rows, int V>
    EDGELITE_INLINE void store(Pixels<std::int8_t> y, const Vector (&x)[Rows][V], int count) const {
      constexpr int all = Rows * V;
      auto vector = [&](int i) EDGELITE_INLINE { return x[(i < all ? i : all - 1) / V][(i < all ? i : all - 1) % V]; };
      auto each = [&](int i, int k, __m128i bytes) EDGELITE_INLINE {
        if (i + k < all) put(y((i + k) / V, (i + k) % V * lanes), bytes, count - (i + k) % V * lanes);
      };
      EDGELITE_UNROLL
      for (int i = 0; i < all; i += 4) {
        Vector bytes = _mm512_packs_epi16(words(vector(i), vector(i + 1)), words(vector(i + 2), vector(i + 3)));
        if (Low) bytes = _mm512_max_epi8(bytes, lowest);
        if (High) bytes = _mm512_min_epi8(bytes, highest);
        bytes = transposed(bytes);
        each(i, 0, _mm512_castsi512_si128(bytes));
        each(i, 1, _mm512_extracti32x4_epi32(bytes, 1));
        each(i, 2, _mm512_extracti32x4_epi32(bytes, 2));
        each(i, 3, _mm512_extracti32x4_epi32(bytes, 3));
      }
    }

   private:
    EDGELITE_INLINE Vector words(Vector a, Vector b) const { return _mm512_adds_epi16(_mm512_packs_epi32(a, b), zero); }
  };

 private:
  // The lanes as a matrix of four by four.
  static Vector transposed(Vector x) {
    return _mm512_permutexvar_epi32(_mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), x);
  }
  static __m128i bytes(const std::int8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  static __m128i bytes(const std::int8_t* p, int n) { return _mm_maskz_loadu_epi8(first(n), p); }
  static EDGELITE_INLINE void put(std::int8_t* p, __m128i bytes, int count) {
    if (count >= lanes)
      _mm_storeu_si128(reinterpret_cast<__m128i*>(p), bytes);
    else if (count > 0)
      _mm_mask_storeu_epi8(p, first(count), bytes);
  }
  static __mmask16 first(int n) { return static_cast<__mmask16>((1u << n) - 1); }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
