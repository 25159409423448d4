// NEON with matrix products of bytes (i8mm, Armv8.6: A510, A710, X2, Neoverse V1), int8: SMMLA multiplies two pixels of
// eight channels by two output channels of them, 32 products. Empty without the flags for it.
#pragma once

#if defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
#include "edgelite/arch/neon_dot.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct NeonI8mm : target::NeonI8mm {
  using fallback = NeonDot;
};

template <> struct Primitives<NeonI8mm, std::int8_t> : NeonBytes {
  using Layout = target::NeonI8mm::Layout<std::int8_t>;
  static constexpr int group = Layout::group, max_vectors = Layout::max_vectors, chains = 1, tile_rows = 8;
  static constexpr int rows(int) { return 8; }

  template <int Rows, int V> struct Tile {
    static_assert(V == 1);
    static constexpr int pairs = (Rows + 1) / 2;
    int32x4_t sum[pairs][4];  // of two pixels by two channels

    EDGELITE_INLINE void start(const std::int32_t* bias) {
      EDGELITE_UNROLL
      for (int k = 0; k < 4; ++k) {
        const int32x2_t b = vld1_s32(bias + 2 * k);
        EDGELITE_UNROLL
        for (int r = 0; r < pairs; ++r) sum[r][k] = vcombine_s32(b, b);
      }
    }
    template <bool> EDGELITE_INLINE void add(const std::int8_t* x, int pixel, const std::int8_t* w, int groups) {
      EDGELITE_UNROLL_4
      for (int n = 0; n < groups; ++n, x += group) {
        int8x16_t b[4];
        next(w, b);
        EDGELITE_UNROLL
        for (int r = 0; r < pairs; ++r) {
          const std::int8_t *one = x + 2 * r * pixel, *other = 2 * r + 1 < Rows ? one + pixel : one;
          const int8x16_t a = vcombine_s8(vld1_s8(one), vld1_s8(other));
          EDGELITE_UNROLL
          for (int k = 0; k < 4; ++k) sum[r][k] = multiply_add_pairs(sum[r][k], a, b[k]);
        }
      }
    }
    EDGELITE_INLINE void finish(const std::int32_t*, Vector (*y)[V]) const {
      EDGELITE_UNROLL
      for (int r = 0; r < pairs; ++r) {
        y[2 * r][0] = {zip<false>(sum[r][0], sum[r][1]), zip<false>(sum[r][2], sum[r][3])};
        if (2 * r + 1 < Rows) y[2 * r + 1][0] = {zip<true>(sum[r][0], sum[r][1]), zip<true>(sum[r][2], sum[r][3])};
      }
    }

   private:
    template <bool Upper> static EDGELITE_INLINE int32x4_t zip(int32x4_t a, int32x4_t b) {
      const int64x2_t x = vreinterpretq_s64_s32(a), y = vreinterpretq_s64_s32(b);
      return vreinterpretq_s32_s64(Upper ? vzip2q_s64(x, y) : vzip1q_s64(x, y));
    }
    static EDGELITE_INLINE int32x4_t multiply_add_pairs(int32x4_t s, int8x16_t a, int8x16_t b) {
#if defined(__clang__)
      return vmmlaq_s32(s, a, b);
#else
      // g++ 12 spreads a sum over several registers unless the addition is tied to one.
      __asm__("smmla %0.4s, %1.16b, %2.16b" : "+w"(s) : "w"(a), "w"(b));
      return s;
#endif
    }
  };
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
