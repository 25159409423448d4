// AVX-512 with VNNI, int8: VPDPBUSD adds four products of a byte without sign and one with sign to a lane of sixteen.
// Activations are staged as x + 128; the bias takes that back. float is FloatArch's. Empty without the flags for it.
#pragma once

#if defined(__AVX512VNNI__)
#include <immintrin.h>

#include <cstring>

#include "edgelite/arch/float_arch.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Avx512Vnni {
  using fallback = FloatArch;
  static constexpr const char* name = "avx512-vnni";
  static constexpr int alignment = 64;
};

template <> struct Primitives<Avx512Vnni, std::int8_t> {
  using Vector = __m512i;
  using Staged = std::uint8_t;
  static constexpr bool stages = true;
  static constexpr int group = 4, offset = 128, weight_size = 1;
  static constexpr int registers = 32, lanes = 16, min_vectors = 1, max_vectors = 4, chains = 8, stage = 32768;
  static constexpr int rows(int vectors) { return vectors == 1 ? 16 : 24 / vectors; }
  static constexpr DepthwiseTile depthwise(const Size&) { return {8, 1, false}; }

  using Left = const std::uint8_t*;
  static constexpr int depth = 1;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
#if defined(__clang__) || defined(EDGELITE_EMULATED)
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return _mm512_dpbusd_epi32(sum, broadcast_group(a), b);
  }
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return _mm512_dpwssd_epi32(sum, a, b); }
#else
  // g++ 12 copies and spills the sum that its intrinsics tie to the result.
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(broadcast_group(a)), "vm"(b));
    return sum;
  }
  // b from load_weight: the upper half of a lane is 0.
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "vm"(b));
    return sum;
  }
#endif
  template <int V> static void next(const std::int8_t*& p, Vector (&x)[V]) {
    __asm__ volatile("");  // g++ mixes unrolled steps otherwise, until it has to spill sums
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) x[v] = _mm512_loadu_si512(p + v * 64);
    p += V * 64;
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
  static constexpr void put_weight(std::int8_t*& to, std::int8_t weight) { *to++ = weight; }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    for (int c = 0; c < count; ++c) to[c] = static_cast<Staged>(x[c] ^ -128);
  }

  static Vector load(const std::int8_t* p) {
    return _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  static Vector load(const std::int8_t* p, int n) { return _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(first(n), p)); }
  static Vector load_weight(const std::int8_t* p) { return _mm512_and_si512(load(p), broadcast(0xffff)); }
  static Vector load_constants(const std::int32_t* p) { return _mm512_loadu_si512(p); }
  static void store_sums(std::int32_t* p, Vector x) { _mm512_storeu_si512(p, x); }
  static Vector broadcast(std::int32_t x) { return _mm512_set1_epi32(x); }
  static Vector add(Vector a, Vector b) { return _mm512_add_epi32(a, b); }
  static Vector multiply(Vector a, Vector b) { return _mm512_mullo_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm512_sub_epi32(a, b); }
  static Vector shift_left(Vector x, int n) { return _mm512_slli_epi32(x, static_cast<unsigned>(n)); }
  static Vector at_least(Vector x, Vector bound) { return _mm512_max_epi32(x, bound); }
  static Vector at_most(Vector x, Vector bound) { return _mm512_min_epi32(x, bound); }

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
  static __m512 load_scales(const std::int32_t* p) { return _mm512_castsi512_ps(load_constants(p)); }
  static Vector multiply_to_even(Vector x, __m512 scale) {
    const __m512 most = _mm512_set1_ps(4194304.0f), least = _mm512_set1_ps(-4194304.0f);
    const __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(x), scale);
    return _mm512_cvtps_epi32(_mm512_min_ps(_mm512_max_ps(y, least), most));
  }

  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) {
      const __m128i bytes = _mm512_cvtepi32_epi8(x[v]);
      if (count >= (v + 1) * lanes)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(p + v * lanes), bytes);
      else if (count > v * lanes)
        _mm_mask_storeu_epi8(p + v * lanes, first(count - v * lanes), bytes);
    }
  }

  // y[c groups + g] = x[g count + c]
  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    Primitives<Scalar, std::int8_t>::interleave(x, groups, count, y);
  }

 private:
  static Vector broadcast_group(const void* p) {
    std::int32_t group;
    std::memcpy(&group, p, sizeof group);
    return broadcast(group);
  }
  static __mmask16 first(int n) { return static_cast<__mmask16>((1u << n) - 1); }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
