// NEON of aarch64, int8, for cores without a dot product: matrix products add two products of bytes in int16, SMULL and
// SMLAL2, then pairs of those to a sum, SADALP: 16 channels of x a step. Two products fit int16 unless both weights are
// -128; if there is such a weight, each product is widened by itself. Empty for other targets.
#pragma once

#if defined(__aarch64__) && defined(__ARM_NEON)
#include "edgelite/arch/neon_bytes.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// The same for weights of which some are -128.
struct NeonWide {
  using fallback = Neon;
};

template <bool Wide> struct NeonPairs : NeonBytes {
  using Layout = target::Neon::Layout<std::int8_t>;
  static constexpr int group = Layout::group, max_vectors = Layout::max_vectors, chains = 1;
  static constexpr int tile_rows = 2;
  static constexpr int rows(int) { return 4; }

  // Every lane of a register sums every fourth channel of x, for one output channel.
  template <int Rows, int V> struct Tile {
    static_assert(V == 1 && Rows <= 2);
    int32x4_t sum[Rows][lanes];

    EDGELITE_INLINE void start(const std::int32_t*) {
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
        EDGELITE_UNROLL
        for (int c = 0; c < lanes; ++c) sum[r][c] = vdupq_n_s32(0);
      }
    }
    template <bool Only> EDGELITE_INLINE void add(const std::int8_t* x, int pixel, const std::int8_t* w, int groups) {
      if (Only) step<true>(x, pixel, w);
      for (int n = Only; n < groups; ++n) step<false>(x, pixel, w);
    }
    EDGELITE_INLINE void finish(const std::int32_t* bias, Vector (*y)[V]) const {
      const Vector b = load_constants(bias);
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) y[r][0] = {vaddq_s32(total<0>(r), b.low), vaddq_s32(total<4>(r), b.high)};
    }

   private:
    template <int C> EDGELITE_INLINE int32x4_t total(int r) const {
      return vpaddq_s32(vpaddq_s32(sum[r][C], sum[r][C + 1]), vpaddq_s32(sum[r][C + 2], sum[r][C + 3]));
    }
    template <bool First> EDGELITE_INLINE void step(const std::int8_t*& x, int pixel, const std::int8_t*& w) {
      int8x16_t a[Rows];
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) a[r] = vld1q_s8(x + r * pixel);
      x += group;
      EDGELITE_UNROLL
      for (int c = 0; c < lanes; c += 4) {
        int8x16_t b[4];
        next(w, b);
        EDGELITE_UNROLL
        for (int k = 0; k < 4; k += 4 / Rows) {
          int32x4_t &s0 = sum[0][c + k], &s1 = sum[0][c + k + 1];
          int32x4_t &s2 = sum[Rows - 1][c + (Rows == 1 ? 2 : k)], &s3 = sum[Rows - 1][c + (Rows == 1 ? 3 : k + 1)];
          const int k2 = Rows == 1 ? 2 : k;
          const Four s = products<First>({s0, s1, s2, s3}, a[0], a[Rows - 1], b[k], b[k + 1], b[k2], b[k2 + 1]);
          s0 = s.k0, s1 = s.k1, s2 = s.k2, s3 = s.k3;
        }
      }
    }
  };

 private:
  template <bool First> static EDGELITE_INLINE int32x4_t product(int32x4_t sum, int8x16_t a, int8x16_t b) {
    const int16x8_t low = vmull_s8(vget_low_s8(a), vget_low_s8(b));
    if (Wide) return vpadalq_s16(vpadalq_s16(sum, low), vmull_high_s8(a, b));
    return First ? vpaddlq_s16(vmlal_high_s8(low, a, b)) : vpadalq_s16(sum, vmlal_high_s8(low, a, b));
  }
  // sum[k] += a[k / 2] b[k]
  struct Four {
    int32x4_t k0, k1, k2, k3;
  };
  template <bool First>
  static EDGELITE_INLINE Four products(Four sum, int8x16_t a0, int8x16_t a2, int8x16_t b0, int8x16_t b1, int8x16_t b2,
                                       int8x16_t b3) {
#if !defined(__clang__)
    // g++ 12 spreads sums over several registers otherwise, until it has to spill them.
    int32x4_t s0 = sum.k0, s1 = sum.k1, s2 = sum.k2, s3 = sum.k3;
    if constexpr (!Wide && First) {
      __asm__(
          "smull %0.8h, %4.8b, %6.8b\n\tsmull %1.8h, %4.8b, %7.8b\n\t"
          "smull %2.8h, %5.8b, %8.8b\n\tsmull %3.8h, %5.8b, %9.8b\n\t"
          "smlal2 %0.8h, %4.16b, %6.16b\n\tsmlal2 %1.8h, %4.16b, %7.16b\n\t"
          "smlal2 %2.8h, %5.16b, %8.16b\n\tsmlal2 %3.8h, %5.16b, %9.16b\n\t"
          "saddlp %0.4s, %0.8h\n\tsaddlp %1.4s, %1.8h\n\tsaddlp %2.4s, %2.8h\n\tsaddlp %3.4s, %3.8h"
          : "=&w"(s0), "=&w"(s1), "=&w"(s2), "=&w"(s3)
          : "w"(a0), "w"(a2), "w"(b0), "w"(b1), "w"(b2), "w"(b3));
      return {s0, s1, s2, s3};
    } else if constexpr (!Wide) {
      int16x8_t p0, p1, p2, p3;
      __asm__(
          "smull %4.8h, %8.8b, %10.8b\n\tsmull %5.8h, %8.8b, %11.8b\n\t"
          "smull %6.8h, %9.8b, %12.8b\n\tsmull %7.8h, %9.8b, %13.8b\n\t"
          "smlal2 %4.8h, %8.16b, %10.16b\n\tsmlal2 %5.8h, %8.16b, %11.16b\n\t"
          "smlal2 %6.8h, %9.16b, %12.16b\n\tsmlal2 %7.8h, %9.16b, %13.16b\n\t"
          "sadalp %0.4s, %4.8h\n\tsadalp %1.4s, %5.8h\n\tsadalp %2.4s, %6.8h\n\tsadalp %3.4s, %7.8h"
          : "+w"(s0), "+w"(s1), "+w"(s2), "+w"(s3), "=&w"(p0), "=&w"(p1), "=&w"(p2), "=&w"(p3)
          : "w"(a0), "w"(a2), "w"(b0), "w"(b1), "w"(b2), "w"(b3));
      return {s0, s1, s2, s3};
    }
#endif
    return {product<First>(sum.k0, a0, b0), product<First>(sum.k1, a0, b1), product<First>(sum.k2, a2, b2),
            product<First>(sum.k3, a2, b3)};
  }
};

template <> struct Primitives<NeonWide, std::int8_t> : NeonPairs<true> {};
template <> struct Primitives<Neon, std::int8_t> : NeonPairs<false> { using Wide = NeonWide; };

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
