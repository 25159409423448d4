// AVX2, int8: eight sums of int32. Activations and weights are widened to int16, two channels a lane, and VPMADDWD adds
// both products: they cannot overflow, as those of VPMADDUBSW can. float is FloatArch's. Empty without the flags for it.
#pragma once

#if defined(__AVX2__)
#include <immintrin.h>

#include <cstring>

#include "edgelite/arch/float_arch.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Avx2 {
  using fallback = FloatArch;
  static constexpr const char* name = "avx2";
  static constexpr int alignment = 64;
};

template <> struct Primitives<Avx2, std::int8_t> {
  using Vector = __m256i;
  using Staged = std::int16_t;
  static constexpr bool stages = true;
  static constexpr int group = 2, offset = 0, weight_size = 2;
  static constexpr int registers = 16, lanes = 8, min_vectors = 1, max_vectors = 2, chains = 4, stage = 16384;
  static constexpr int rows(int vectors) { return vectors == 1 ? 10 : 5; }
  static constexpr DepthwiseTile depthwise(const Size&) { return {4, 2, false}; }

  using Left = const std::int16_t*;
  static constexpr int depth = 1;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast_group(a), b, sum);
  }
  template <int V> static void next(const std::int8_t*& p, Vector (&x)[V]) {
    __asm__ volatile("");  // g++ mixes unrolled steps otherwise, until it has to spill sums
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) x[v] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p) + v);
    p += V * sizeof(Vector);
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
  static constexpr void put_weight(std::int8_t*& to, std::int8_t weight) {
    *to++ = weight;
    *to++ = weight < 0 ? -1 : 0;
  }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    int c = 0;
    for (; c + 16 <= count; c += 16)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + c),
                          _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x + c))));
    for (; c < count; ++c) to[c] = x[c];
  }

  static Vector load(const std::int8_t* p) {
    return _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
  }
  static Vector load(const std::int8_t* p, int n) {
    std::int8_t bytes[lanes] = {};
    for (int i = 0; i < lanes; ++i)
      if (i < n) bytes[i] = p[i];
    return load(bytes);
  }
  static Vector load_weight(const std::int8_t* p) { return _mm256_and_si256(load(p), broadcast(0xffff)); }
  static Vector load_constants(const std::int32_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static void store_sums(std::int32_t* p, Vector x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), x); }
  static Vector broadcast(std::int32_t x) { return _mm256_set1_epi32(x); }
  // In depthwise convolutions b is from load_weight: the upper half of a lane is 0.
#if defined(__clang__)
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)); }
#else
  // g++ 12 spreads a sum over several registers, until it has to spill, unless the addition is tied to one.
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    Vector product;
    __asm__("vpmaddwd %3, %2, %1\n\tvpaddd %1, %0, %0" : "+x"(sum), "=&x"(product) : "x"(a), "x"(b));
    return sum;
  }
#endif
  static Vector add(Vector a, Vector b) { return _mm256_add_epi32(a, b); }
  static Vector multiply(Vector a, Vector b) { return _mm256_mullo_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm256_sub_epi32(a, b); }
  static Vector shift_left(Vector x, int n) { return _mm256_slli_epi32(x, n); }
  static Vector at_least(Vector x, Vector bound) { return _mm256_max_epi32(x, bound); }
  static Vector at_most(Vector x, Vector bound) { return _mm256_min_epi32(x, bound); }

  // The double rounding: floor((x m + 2^30) / 2^31), then half away from zero by the shift.
  struct Rescale {
    Vector even, odd, right, half, rounds;
    Rescale(Vector mantissa, Vector shift)
        : even(mantissa),
          odd(_mm256_srli_epi64(mantissa, 32)),
          right(subtract(broadcast(0), shift)),
          half(_mm256_srli_epi32(_mm256_sllv_epi32(broadcast(1), right), 1)),
          rounds(_mm256_cmpgt_epi32(right, broadcast(0))) {}
    EDGELITE_INLINE Vector operator()(Vector x) const {
      const Vector nudge = _mm256_set1_epi64x(std::int64_t{1} << 30);
      const Vector low = _mm256_add_epi64(_mm256_mul_epi32(x, even), nudge);
      const Vector high = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(x, 32), odd), nudge);
      const Vector y = _mm256_blend_epi32(_mm256_srli_epi64(low, 31), _mm256_slli_epi64(high, 1), 0xaa);
      const Vector down = _mm256_and_si256(_mm256_srai_epi32(y, 31), rounds);
      return _mm256_srav_epi32(add(add(y, half), down), right);
    }
  };
  static __m256 load_scales(const std::int32_t* p) { return _mm256_castsi256_ps(load_constants(p)); }
  static Vector multiply_to_even(Vector x, __m256 scale) {
    const __m256 most = _mm256_set1_ps(4194304.0f), y = _mm256_mul_ps(_mm256_cvtepi32_ps(x), scale);
    return _mm256_cvtps_epi32(_mm256_min_ps(_mm256_max_ps(y, _mm256_sub_ps(_mm256_setzero_ps(), most)), most));
  }

  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    if (count >= V * lanes) {
      int v = 0;
      EDGELITE_UNROLL
      for (; v + 4 <= V; v += 4) {
        const Vector bytes =
            _mm256_packs_epi16(_mm256_packs_epi32(x[v], x[v + 1]), _mm256_packs_epi32(x[v + 2], x[v + 3]));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(p + v * lanes),
                            _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
      }
      EDGELITE_UNROLL
      for (; v + 2 <= V; v += 2) {
        const Vector words = _mm256_permute4x64_epi64(_mm256_packs_epi32(x[v], x[v + 1]), 0xd8);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(p + v * lanes),
                         _mm_packs_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
      }
      if (v < V) _mm_storel_epi64(reinterpret_cast<__m128i*>(p + v * lanes), bytes_of(x[v]));
    } else {
      store_some<V>(p, x, count);
    }
  }

  // y[c groups + g] = x[g count + c]
  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    Primitives<Scalar, std::int8_t>::interleave(x, groups, count, y);
  }

 protected:
  static Vector broadcast_group(const void* p) {
    std::int32_t group;
    std::memcpy(&group, p, sizeof group);
    return broadcast(group);
  }

 private:
  static __m128i bytes_of(Vector x) {
    const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    return _mm_packs_epi16(words, words);
  }
  template <int V> static void store_some(std::int8_t* p, const Vector (&x)[V], int count) {
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) {
      std::int8_t bytes[2 * lanes];
      _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes), bytes_of(x[v]));
      for (int k = 0; k < lanes; ++k)
        if (v * lanes + k < count) p[v * lanes + k] = bytes[k];
    }
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
