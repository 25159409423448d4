// SSE4.1, int8: four sums of int32, else as AVX2. There are no shifts by a number a lane: they are products with powers
// of two. float is FloatArch's. Empty without the flags for it.
#pragma once

#if defined(__SSE4_1__)
#include <smmintrin.h>

#include <limits>

#include "edgelite/arch/float_arch.hpp"
#include "edgelite/arch/x86_int8.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Sse41 : target::Sse41 {
  using fallback = FloatArch;
};

template <> struct Primitives<Sse41, std::int8_t> : X86Pairs<target::Sse41> {
  using Vector = __m128i;

  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return multiply_add(broadcast(group_at(a)), b, sum);
  }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    int c = 0;
    for (; c + 8 <= count; c += 8)
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + c),
                       _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(x + c))));
    for (; c < count; ++c) to[c] = x[c];
  }

  static Vector load(const std::int8_t* p) { return _mm_cvtepi8_epi32(_mm_cvtsi32_si128(group_at(p))); }
  static Vector load(const std::int8_t* p, int n) {
    return with_first({p}, n, [](const std::int8_t* const(&whole)[1]) { return load(whole[0]); });
  }
  static Vector load_weight(const std::int8_t* p) { return _mm_and_si128(load(p), broadcast(0xffff)); }
  static Vector load_constants(const std::int32_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  static void store_sums(std::int32_t* p, Vector x) { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), x); }
  static Vector broadcast(std::int32_t x) { return _mm_set1_epi32(x); }
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    sum = add(sum, _mm_madd_epi16(a, b));
    __asm__("" : "+x"(sum));  // g++ 12 spreads a sum over several registers otherwise, until it has to spill
    return sum;
  }
  static Vector add(Vector a, Vector b) { return _mm_add_epi32(a, b); }
  static Vector multiply(Vector a, Vector b) { return _mm_mullo_epi32(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm_sub_epi32(a, b); }
  static Vector shift_left(Vector x, int n) { return _mm_sll_epi32(x, _mm_cvtsi32_si128(n)); }
  static Vector at_least(Vector x, Vector bound) { return _mm_max_epi32(x, bound); }
  static Vector at_most(Vector x, Vector bound) { return _mm_min_epi32(x, bound); }

  // Two rows of x, or two taps, as the halves of a lane.
  struct RowFactors {
    using Factor = Vector;
    static constexpr int rows = 2;
    static Factor load(const std::int8_t* const (&p)[2]) {
      return _mm_cvtepi8_epi16(_mm_unpacklo_epi8(_mm_cvtsi32_si128(group_at(p[0])), _mm_cvtsi32_si128(group_at(p[1]))));
    }
    static Factor load(const std::int8_t* const (&p)[2], int n) {
      return with_first(p, n, [](const std::int8_t* const(&whole)[2]) { return load(whole); });
    }
    static Factor load_weights(const std::int8_t* const (&p)[2]) { return load(p); }
    static Factor broadcast(std::int8_t x) { return _mm_set1_epi16(x); }
    static Vector multiply_add(Factor a, Factor b, Vector sum) { return Primitives::multiply_add(a, b, sum); }
  };

  // The double rounding: floor((x m + 2^30) / 2^31), then half away from zero by the shift.
  struct Rescale {
    Vector even, odd, rounds, half, power;
    Rescale(Vector mantissa, Vector shift)
        : even(mantissa),
          odd(odd_lanes(mantissa)),
          rounds(_mm_cmplt_epi32(shift, broadcast(0))),
          half(_mm_srli_epi32(power_of_two(subtract(broadcast(0), shift)), 1)),
          power(power_of_two(add(shift, broadcast(31)))) {}
    EDGELITE_INLINE Vector operator()(Vector x) const {
      const Vector nudge = _mm_set1_epi64x(std::int64_t{1} << 30),
                   sign = broadcast(std::numeric_limits<std::int32_t>::min());
      const Vector y = quotients(_mm_add_epi64(_mm_mul_epi32(x, even), nudge),
                                 _mm_add_epi64(_mm_mul_epi32(odd_lanes(x), odd), nudge));
      const Vector down = _mm_and_si128(_mm_srai_epi32(y, 31), rounds);
      const Vector z = _mm_xor_si128(add(add(y, half), down), sign);  // + 2^31, without sign
      const Vector shifted = quotients(_mm_mul_epu32(z, power), _mm_mul_epu32(odd_lanes(z), odd_lanes(power)));
      return subtract(shifted, power);
    }

   private:
    // By 2^31.
    static EDGELITE_INLINE Vector quotients(Vector low, Vector high) {
      return _mm_blend_epi16(_mm_srli_epi64(low, 31), _mm_slli_epi64(high, 1), 0xcc);
    }
  };
  // Rounds |x| m 2^-31 and that by the shift at once: without a half, the first rounding is the same for both signs.
  struct RescaleRight {
    static constexpr Rescaling needs = Rescaling::halfless;
    Vector even, odd, half_even, half_odd, by_even, by_odd;
    RescaleRight(Vector mantissa, Vector shift) : even(mantissa), odd(odd_lanes(mantissa)) {
      const Vector one = _mm_set1_epi64x(std::int64_t{1} << 30);
      const Vector power = power_of_two(subtract(broadcast(0), shift));
      half_even = _mm_add_epi64(one, _mm_mul_epu32(power, one));
      half_odd = _mm_add_epi64(one, _mm_mul_epu32(odd_lanes(power), one));
      by_even = power_of_two(add(shift, broadcast(32)));
      by_odd = odd_lanes(by_even);
    }
    EDGELITE_INLINE Vector operator()(Vector x) const {
      const Vector y = _mm_abs_epi32(x);
      const Vector low = _mm_add_epi64(_mm_mul_epu32(y, even), half_even);
      const Vector high = _mm_add_epi64(_mm_mul_epu32(odd_lanes(y), odd), half_odd);
      const Vector to_even = _mm_mul_epu32(_mm_srli_epi64(low, 31), by_even);
      const Vector to_odd = _mm_mul_epu32(_mm_srli_epi64(high, 31), by_odd);
      return _mm_sign_epi32(_mm_blend_epi16(odd_lanes(to_even), to_odd, 0xcc), x);
    }
  };
  static __m128 load_scales(const std::int32_t* p) { return _mm_castsi128_ps(load_constants(p)); }
  static Vector multiply_to_even(Vector x, __m128 scale) {
    const __m128 most = _mm_set1_ps(4194304.0f), y = _mm_mul_ps(_mm_cvtepi32_ps(x), scale);
    return _mm_cvtps_epi32(_mm_min_ps(_mm_max_ps(y, _mm_sub_ps(_mm_setzero_ps(), most)), most));
  }

  // Rescaled sums: the zero point is added and the bounds are applied where they have become bytes. Both may saturate.
  struct SaturatingStore {
    Vector zero, lowest, highest;
    SaturatingStore(std::int32_t zero_point, std::int32_t low, std::int32_t high)
        : zero(_mm_set1_epi16(static_cast<std::int16_t>(zero_point))),
          lowest(_mm_set1_epi8(static_cast<std::int8_t>(low))),
          highest(_mm_set1_epi8(static_cast<std::int8_t>(high))) {}

    template <bool Low, bool High, int Rows, int V>
    EDGELITE_INLINE void store(Pixels<std::int8_t> y, const Vector (&x)[Rows][V], int count) const {
      constexpr int all = Rows * V;
      auto vector = [&](int i) EDGELITE_INLINE { return x[(i < all ? i : all - 1) / V][(i < all ? i : all - 1) % V]; };
      EDGELITE_UNROLL
      for (int i = 0; i < all; i += 4) {
        Vector bytes = _mm_packs_epi16(words(vector(i), vector(i + 1)), words(vector(i + 2), vector(i + 3)));
        if (Low) bytes = _mm_max_epi8(bytes, lowest);
        if (High) bytes = _mm_min_epi8(bytes, highest);
        auto at = [&](int k) EDGELITE_INLINE { return y((i + k) / V, (i + k) % V * lanes); };
        if (V % 2 == 0 && count >= V * lanes) {
          _mm_storel_epi64(reinterpret_cast<__m128i*>(at(0)), bytes);
          if (i + 2 < all) _mm_storeh_pd(reinterpret_cast<double*>(at(2)), _mm_castsi128_pd(bytes));
        } else {
          auto put = [&](int k, std::int32_t four) EDGELITE_INLINE {
            if (i + k < all) some(at(k), four, count - (i + k) % V * lanes);
          };
          put(0, _mm_cvtsi128_si32(bytes));
          put(1, _mm_extract_epi32(bytes, 1));
          put(2, _mm_extract_epi32(bytes, 2));
          put(3, _mm_extract_epi32(bytes, 3));
        }
      }
    }

   private:
    EDGELITE_INLINE Vector words(Vector a, Vector b) const { return _mm_adds_epi16(_mm_packs_epi32(a, b), zero); }
    static EDGELITE_INLINE void some(std::int8_t* p, std::int32_t four, int count) {
      if (count >= lanes)
        std::memcpy(p, &four, lanes);
      else
        for (; count > 0; --count, four >>= 8) *p++ = static_cast<std::int8_t>(four);
    }
  };
  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    Vector row[1][V];
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v) row[0][v] = x[v];
    SaturatingStore(0, -128, 127).store<false, false>(Pixels<std::int8_t>{p, 0}, row, count);
  }

 private:
  static Vector odd_lanes(Vector x) { return _mm_shuffle_epi32(x, 0xf5); }
  // 2^n modulo 2^32, n from 0 to 32: in two parts, as one that int32 cannot hold is an exception of the FPU.
  static Vector power_of_two(Vector n) {
    const Vector part = _mm_srli_epi32(n, 1);
    auto power = [](Vector of) {
      return _mm_cvttps_epi32(_mm_castsi128_ps(_mm_slli_epi32(add(of, broadcast(127)), 23)));
    };
    return multiply(power(part), power(subtract(n, part)));
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
