// NEON with the dot product (Armv8.2 and newer: A55, A75, A76), int8: SDOT adds four products to a lane. Empty without the
// flags for it.
#pragma once

#if defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD)
#include <cstring>

#include "edgelite/arch/neon_int8.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct NeonDot : target::NeonDot {
  using fallback = Neon;
};

template <> struct Primitives<NeonDot, std::int8_t> : NeonBytes {
  using Layout = target::NeonDot::Layout<std::int8_t>;
  static constexpr int group = Layout::group, max_vectors = Layout::max_vectors, chains = 1, tile_rows = 9;
  static constexpr int rows(int vectors) { return vectors == 1 ? 9 : 5; }

  template <int Rows, int V> struct Tile {
    int32x4_t sum[Rows][2 * V];

    EDGELITE_INLINE void start(const std::int32_t* bias) {
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
        if constexpr (V == 2) {
          load_four(bias, sum[r]);
        } else {
          EDGELITE_UNROLL
          for (int v = 0; v < 2 * V; ++v) sum[r][v] = vld1q_s32(bias + 4 * v);
        }
      }
    }
    template <bool> EDGELITE_INLINE void add(const std::int8_t* x, int pixel, const std::int8_t* w, int groups) {
      const int rounds = groups / 4, rest = groups % 4;
      int8x16_t a[Rows];
      EDGELITE_UNROLL_4
      for (int n = 0; n < rounds; ++n, x += 16) {
        EDGELITE_UNROLL
        for (int r = 0; r < Rows; ++r) a[r] = vld1q_s8(x + r * pixel);
        step<0>(a, w);
        step<1>(a, w);
        step<2>(a, w);
        step<3>(a, w);
      }
      for (int n = 0; n < rest; ++n, x += 4) {
        EDGELITE_UNROLL
        for (int r = 0; r < Rows; ++r) {
          std::int32_t bytes;
          std::memcpy(&bytes, x + r * pixel, sizeof bytes);
          a[r] = vreinterpretq_s8_s32(vdupq_n_s32(bytes));
        }
        step<0>(a, w);
      }
    }
    EDGELITE_INLINE void finish(const std::int32_t*, Vector (*y)[V]) const {
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) y[r][v] = {sum[r][2 * v], sum[r][2 * v + 1]};
      }
    }

   private:
    template <int Lane> EDGELITE_INLINE void step(const int8x16_t (&a)[Rows], const std::int8_t*& w) {
      int8x16_t b[2 * V];
      next(w, b);
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
#if !defined(__clang__)
        if constexpr (V == 2) {
          int32x4_t s0 = sum[r][0], s1 = sum[r][1], s2 = sum[r][2], s3 = sum[r][3];
          __asm__(
              "sdot %0.4s, %4.16b, %8.4b[%9]\n\tsdot %1.4s, %5.16b, %8.4b[%9]\n\t"
              "sdot %2.4s, %6.16b, %8.4b[%9]\n\tsdot %3.4s, %7.16b, %8.4b[%9]"
              : "+w"(s0), "+w"(s1), "+w"(s2), "+w"(s3)
              : "w"(b[0]), "w"(b[1]), "w"(b[2]), "w"(b[3]), "w"(a[r]), "i"(Lane));
          sum[r][0] = s0, sum[r][1] = s1, sum[r][2] = s2, sum[r][3] = s3;
          continue;
        }
#endif
        EDGELITE_UNROLL
        for (int v = 0; v < 2 * V; ++v) sum[r][v] = vdotq_laneq_s32(sum[r][v], b[v], a[r], Lane);
      }
    }
  };

 private:
  // g++ 12 would load a bias once and copy it for every pixel.
  static EDGELITE_INLINE void load_four(const std::int32_t* p, int32x4_t (&x)[4]) {
#if defined(__clang__)
    for (int v = 0; v < 4; ++v) x[v] = vld1q_s32(p + 4 * v);
#else
    int32x4_t x0, x1, x2, x3;
    __asm__ volatile("ldp %q0, %q1, [%4]\n\tldp %q2, %q3, [%4, #32]"
                     : "=w"(x0), "=w"(x1), "=w"(x2), "=w"(x3)
                     : "r"(p), "m"(*reinterpret_cast<const std::int32_t(*)[16]>(p)));
    x[0] = x0, x[1] = x1, x[2] = x2, x[3] = x3;
#endif
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
