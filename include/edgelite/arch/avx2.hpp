// AVX2, int8: eight sums of int32. Activations and weights are widened to int16, two channels a lane, and VPMADDWD adds
// both products: they cannot overflow, as those of VPMADDUBSW can. float is FloatArch's. Empty without the flags for it.
#pragma once

#if defined(__AVX2__)
#include <immintrin.h>

#include "edgelite/arch/float_arch.hpp"
#include "edgelite/arch/x86_int8.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Avx2 : target::Avx2 {
  using fallback = FloatArch;
};

struct Avx2Bytes {
  using Vector = __m256i;
  static constexpr int count = 32;
  static Vector load(const std::int8_t* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
  static void store(std::int8_t* p, Vector x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), x); }
  static Vector repeat(__m128i x) { return _mm256_broadcastsi128_si256(x); }
  static Vector shuffle(Vector table, Vector index) { return _mm256_shuffle_epi8(table, index); }
  static Vector subtract(Vector a, Vector b) { return _mm256_subs_epi8(a, b); }
};

template <> struct Primitives<Avx2, std::int8_t> : X86Pairs<target::Avx2> {
  using Vector = __m256i;

  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast(group_at(a)), b, sum);
  }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    int c = 0;
    for (; c + 16 <= count; c += 16)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + c),
                          _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x + c))));
    for (; c < count; ++c) to[c] = x[c];
  }

  static void look_up(const std::int8_t* x, int count, const std::int8_t* table, std::int8_t* y) {
    look_up_vectors<Avx2Bytes>(x, count, table, y);
  }

  static Vector load(const std::int8_t* p) {
    return _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
  }
  static Vector load(const std::int8_t* p, int n) {
    return with_first({p}, n, [](const std::int8_t* const(&whole)[1]) { return load(whole[0]); });
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

  // Two rows of x, or two taps, as the halves of a lane.
  struct RowFactors {
    using Factor = Vector;
    static constexpr int rows = 2;
    static Factor load(const std::int8_t* const (&p)[2]) {
      const __m128i even = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p[0]));
      const __m128i odd = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p[1]));
      return _mm256_cvtepi8_epi16(_mm_unpacklo_epi8(even, odd));
    }
    static Factor load(const std::int8_t* const (&p)[2], int n) {
      return with_first(p, n, [](const std::int8_t* const(&whole)[2]) { return load(whole); });
    }
    static Factor load_weights(const std::int8_t* const (&p)[2]) { return load(p); }
    static Factor broadcast(std::int8_t x) { return _mm256_set1_epi16(x); }
    static Vector multiply_add(Factor a, Factor b, Vector sum) {
      const Vector product = _mm256_madd_epi16(a, b);
#if defined(__clang__)
      return Primitives::add(sum, product);
#else
      __asm__("vpaddd %1, %0, %0" : "+x"(sum) : "x"(product));
      return sum;
#endif
    }
  };

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
  // x m 2^shift, rounded once, half up.
  struct RescaleOnce {
    static constexpr Rescaling needs = Rescaling::rounding;
    Vector even, odd, half_even, half_odd, right;
    RescaleOnce(Vector mantissa, Vector shift) : even(mantissa), odd(_mm256_srli_epi64(mantissa, 32)) {
      const Vector s = subtract(broadcast(0), shift), one = _mm256_set1_epi64x(std::int64_t{1} << 30);
      half_even = _mm256_sllv_epi64(one, _mm256_blend_epi32(s, broadcast(0), 0xaa));
      half_odd = _mm256_sllv_epi64(one, _mm256_srli_epi64(s, 32));
      right = subtract(s, broadcast(1));
    }
    EDGELITE_INLINE Vector operator()(Vector x) const { return _mm256_srav_epi32(upper_half(x), right); }

   protected:
    // Of x m + half.
    EDGELITE_INLINE Vector upper_half(Vector x) const {
      const Vector low = _mm256_add_epi64(_mm256_mul_epi32(x, even), half_even);
      const Vector high = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(x, 32), odd), half_odd);
      return _mm256_blend_epi32(_mm256_srli_epi64(low, 32), high, 0xaa);
    }
  };
  // Rounds |x| m 2^-31 and that by the shift at once: without a half, the first rounding is the same for both signs.
  struct RescaleRight : RescaleOnce {
    static constexpr Rescaling needs = Rescaling::halfless;
    RescaleRight(Vector mantissa, Vector shift) : RescaleOnce(mantissa, shift) {
      const Vector one = _mm256_set1_epi64x(std::int64_t{1} << 30);
      this->half_even = _mm256_add_epi64(this->half_even, one);
      this->half_odd = _mm256_add_epi64(this->half_odd, one);
    }
    EDGELITE_INLINE Vector operator()(Vector x) const {
      return _mm256_sign_epi32(_mm256_srlv_epi32(this->upper_half(_mm256_abs_epi32(x)), this->right), x);
    }
  };
  static __m256 load_scales(const std::int32_t* p) { return _mm256_castsi256_ps(load_constants(p)); }
  static Vector multiply_to_even(Vector x, __m256 scale) {
    // Past int32 the conversion gives the least number: right below, not above.
    const __m256 y = _mm256_mul_ps(_mm256_cvtepi32_ps(x), scale);
    return _mm256_cvtps_epi32(_mm256_min_ps(y, _mm256_set1_ps(4194304.0f)));
  }

  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    Vector row[1][V];
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) row[0][v] = x[v];
    SaturatingStore(0, -128, 127).store<false, false>(Pixels<std::int8_t>{p, 0}, row, count);
  }
  // Rescaled sums: the zero point is added and the bounds are applied where they have become bytes. Both may saturate.
  struct SaturatingStore {
    Vector zero, lowest, highest;
    SaturatingStore(std::int32_t zero_point, std::int32_t low, std::int32_t high)
        : zero(_mm256_set1_epi16(static_cast<std::int16_t>(zero_point))),
          lowest(_mm256_set1_epi8(static_cast<std::int8_t>(low))),
          highest(_mm256_set1_epi8(static_cast<std::int8_t>(high))) {}

    template <bool Low, bool High, int Rows, int V>
    EDGELITE_INLINE void store(Pixels<std::int8_t> y, const Vector (&x)[Rows][V], int count) const {
      constexpr int all = Rows * V;
      auto at = [&](int i) EDGELITE_INLINE { return y(i / V, i % V * lanes); };
      auto vector = [&](int i) EDGELITE_INLINE { return x[i / V][i % V]; };
      auto two = [&](int i, __m128i bytes) EDGELITE_INLINE {
        if (V % 2 == 0) {
          _mm_storeu_si128(reinterpret_cast<__m128i*>(at(i)), bytes);
        } else {
          _mm_storel_epi64(reinterpret_cast<__m128i*>(at(i)), bytes);
          _mm_storeh_pd(reinterpret_cast<double*>(at(i + 1)), _mm_castsi128_pd(bytes));
        }
      };
      if (count >= V * lanes) {
        int i = 0;
        EDGELITE_UNROLL
        for (; i + 4 <= all; i += 4) {
          const Vector bytes = clamped<Low, High>(
              _mm256_packs_epi16(words(vector(i), vector(i + 1)), words(vector(i + 2), vector(i + 3))));
          const Vector in_order = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
          two(i, _mm256_castsi256_si128(in_order));
          two(i + 2, _mm256_extracti128_si256(in_order, 1));
        }
        EDGELITE_UNROLL
        for (; i + 2 <= all; i += 2) two(i, pair<Low, High>(vector(i), vector(i + 1)));
        if (i < all) _mm_storel_epi64(reinterpret_cast<__m128i*>(at(i)), pair<Low, High>(vector(i), vector(i)));
      } else {
        EDGELITE_UNROLL
        for (int i = 0; i < all; ++i) some(at(i), pair<Low, High>(vector(i), vector(i)), count - i % V * lanes);
      }
    }

   private:
    EDGELITE_INLINE Vector words(Vector a, Vector b) const { return _mm256_adds_epi16(_mm256_packs_epi32(a, b), zero); }
    template <bool Low, bool High> EDGELITE_INLINE Vector clamped(Vector bytes) const {
      if (Low) bytes = _mm256_max_epi8(bytes, lowest);
      if (High) bytes = _mm256_min_epi8(bytes, highest);
      return bytes;
    }
    template <bool Low, bool High> EDGELITE_INLINE __m128i pair(Vector a, Vector b) const {
      const Vector both = words(a, b);
      return _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(clamped<Low, High>(_mm256_packs_epi16(both, both)),
                                                                _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
    }
    [[gnu::noinline]] static void some(std::int8_t* p, __m128i bytes, int count) {
      std::int8_t all[2 * lanes];
      _mm_storeu_si128(reinterpret_cast<__m128i*>(all), bytes);
      for (int k = 0; k < lanes; ++k)
        if (k < count) p[k] = all[k];
    }
  };
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
