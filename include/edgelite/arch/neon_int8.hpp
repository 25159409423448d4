// NEON of aarch64, int8, for cores without a dot product: eight sums of int32. Matrix products add two products of bytes
// in int16, SMULL and SMLAL2, then pairs of those to a sum, SADALP: 16 channels of x a step. Two products fit int16
// unless both weights are -128; if there is such a weight, each product is widened by itself. Depthwise factors are
// widened to int16 once. SQRDMULH is the double rounding's first step. Empty for other targets.
#pragma once

#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

#include "edgelite/arch/neon.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// What all of NEON's int8 architectures share.
struct NeonBytes : PlainOperands<std::int8_t> {
  struct Vector {
    int32x4_t low, high;
  };
  using Left = const std::int8_t*;  // all have tiles of their own
  static constexpr int registers = 32, lanes = 8, min_vectors = 1, stage = 16384;

  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
  static void refresh(std::int32_t&) {}
  // So that addresses of neighbours are this one and an offset.
  static void hide(std::int8_t*& p) { __asm__("" : "+r"(p)); }

  static Vector widened(int16x8_t x) { return {vmovl_s16(vget_low_s16(x)), vmovl_high_s16(x)}; }
  static int8x8_t first(const std::int8_t* p, int n) {
    std::int8_t bytes[lanes] = {};
    for (int i = 0; i < lanes; ++i)
      if (i < n) bytes[i] = p[i];
    return vld1_s8(bytes);
  }
  static Vector load(const std::int8_t* p) { return widened(vmovl_s8(vld1_s8(p))); }
  static Vector load(const std::int8_t* p, int n) { return widened(vmovl_s8(first(p, n))); }
  static Vector load_weight(const std::int8_t* p) { return load(p); }
  static Vector load_constants(const std::int32_t* p) { return {vld1q_s32(p), vld1q_s32(p + 4)}; }
  static void store_sums(std::int32_t* p, Vector x) {
    vst1q_s32(p, x.low);
    vst1q_s32(p + 4, x.high);
  }
  static Vector broadcast(std::int32_t x) { return {vdupq_n_s32(x), vdupq_n_s32(x)}; }
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    return {vmlaq_s32(sum.low, a.low, b.low), vmlaq_s32(sum.high, a.high, b.high)};
  }
  static Vector add(Vector a, Vector b) { return {vaddq_s32(a.low, b.low), vaddq_s32(a.high, b.high)}; }
  static Vector multiply(Vector a, Vector b) { return {vmulq_s32(a.low, b.low), vmulq_s32(a.high, b.high)}; }
  static Vector subtract(Vector a, Vector b) { return {vsubq_s32(a.low, b.low), vsubq_s32(a.high, b.high)}; }
  static Vector shift_left(Vector x, int n) {
    const int32x4_t by = vdupq_n_s32(n);
    return {vshlq_s32(x.low, by), vshlq_s32(x.high, by)};
  }
  static Vector at_least(Vector x, Vector bound) {
    return {vmaxq_s32(x.low, bound.low), vmaxq_s32(x.high, bound.high)};
  }
  static Vector at_most(Vector x, Vector bound) { return {vminq_s32(x.low, bound.low), vminq_s32(x.high, bound.high)}; }

  // The factors of depthwise convolutions.
  struct Factors {
    using Factor = int16x8_t;
    static Factor load(const std::int8_t* p) { return vmovl_s8(vld1_s8(p)); }
    static Factor load(const std::int8_t* p, int n) { return vmovl_s8(first(p, n)); }
    static Factor load_weight(const std::int8_t* p) { return load(p); }
    static Factor broadcast(std::int32_t x) { return vdupq_n_s16(static_cast<std::int16_t>(x)); }
    static Vector multiply_add(Factor a, Factor b, Vector sum) {
#if defined(__clang__)
      return {vmlal_s16(sum.low, vget_low_s16(a), vget_low_s16(b)), vmlal_high_s16(sum.high, a, b)};
#else
      // g++ 12 spreads a sum over several registers unless the addition is tied to one.
      __asm__("smlal %0.4s, %1.4h, %2.4h" : "+w"(sum.low) : "w"(a), "w"(b));
      __asm__("smlal2 %0.4s, %1.8h, %2.8h" : "+w"(sum.high) : "w"(a), "w"(b));
      return sum;
#endif
    }
  };
  static constexpr DepthwiseTile depthwise(const Size& z) {
    const int rows = ((z.kernel_h - 1) * z.dilation_h) / z.stride_h + 1;  // under way
    if (rows <= 3 && z.kernel_w <= 3) return {rows <= 2 ? 4 : 3, 1, true};
    return {8, 1, false};
  }

  // A half away from zero by the shift: what is negative is 1 less before halves are rounded up. Not where the shift is 0:
  // USHL by -32 gives 0.
  struct Rescale {
    Vector mantissa, shift, sign;
    Rescale(Vector m, Vector s) : mantissa(m), shift(s), sign{sign_by(s.low), sign_by(s.high)} {}
    EDGELITE_INLINE Vector operator()(Vector x) const {
      return {one(x.low, mantissa.low, shift.low, sign.low), one(x.high, mantissa.high, shift.high, sign.high)};
    }

   private:
    static int32x4_t sign_by(int32x4_t s) { return vaddq_s32(vdupq_n_s32(-31), vreinterpretq_s32_u32(vceqzq_s32(s))); }
    static EDGELITE_INLINE int32x4_t one(int32x4_t x, int32x4_t m, int32x4_t s, int32x4_t sign) {
      const int32x4_t y = vqrdmulhq_s32(x, m);
      return vrshlq_s32(vsubq_s32(y, vreinterpretq_s32_u32(vshlq_u32(vreinterpretq_u32_s32(y), sign))), s);
    }
  };
  struct RescaleRight {
    Vector mantissa, shift;
    RescaleRight(Vector m, Vector s) : mantissa(m), shift(s) {}
#if defined(__clang__)
    Vector operator()(Vector x) const {
      return {one(x.low, mantissa.low, shift.low), one(x.high, mantissa.high, shift.high)};
    }

   private:
    static int32x4_t one(int32x4_t x, int32x4_t m, int32x4_t s) {
      const int32x4_t y = vqrdmulhq_s32(x, m);
      return vrshlq_s32(vsraq_n_s32(y, y, 31), s);
    }
#else
    // g++ 12 copies what SSRA overwrites.
    EDGELITE_INLINE Vector operator()(Vector x) const {
      __asm__(
          "sqrdmulh %0.4s, %0.4s, %2.4s\n\tsqrdmulh %1.4s, %1.4s, %3.4s\n\t"
          "ssra %0.4s, %0.4s, #31\n\tssra %1.4s, %1.4s, #31\n\t"
          "srshl %0.4s, %0.4s, %4.4s\n\tsrshl %1.4s, %1.4s, %5.4s"
          : "+w"(x.low), "+w"(x.high)
          : "w"(mantissa.low), "w"(mantissa.high), "w"(shift.low), "w"(shift.high));
      return x;
    }
#endif
  };
  struct Scales {
    float32x4_t low, high;
  };
  static Scales load_scales(const std::int32_t* p) {
    const Vector bits = load_constants(p);
    return {vreinterpretq_f32_s32(bits.low), vreinterpretq_f32_s32(bits.high)};
  }
  static Vector multiply_to_even(Vector x, Scales by) {
    return {vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(x.low), by.low)),
            vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(x.high), by.high))};
  }

  // The first `count` of V vectors of values that fit int8.
  template <int V> static void store(std::int8_t* p, const Vector (&x)[V], int count) {
    SaturatingStore(0, -128, 127).store<false, false>(p, x, count);
  }
  // Rescaled sums: the zero point is added and the bounds are applied where they have become bytes. Both may saturate.
  struct SaturatingStore {
    int16x8_t zero;
    int8x16_t lowest, highest;
    SaturatingStore(std::int32_t zero_point, std::int32_t low, std::int32_t high)
        : zero(vdupq_n_s16(static_cast<std::int16_t>(zero_point))),
          lowest(vdupq_n_s8(static_cast<std::int8_t>(low))),
          highest(vdupq_n_s8(static_cast<std::int8_t>(high))) {}

    template <bool Low, bool High, int V>
    EDGELITE_INLINE void store(std::int8_t* p, const Vector (&x)[V], int count) const {
      int v = 0;
      EDGELITE_UNROLL
      for (; v + 2 <= V; v += 2) {
        int8x16_t bytes = vqmovn_high_s16(vqmovn_s16(words(x[v])), words(x[v + 1]));
        if (Low) bytes = vmaxq_s8(bytes, lowest);
        if (High) bytes = vminq_s8(bytes, highest);
        if (count >= (v + 2) * lanes) {
          vst1q_s8(p + v * lanes, bytes);
        } else {
          some(p + v * lanes, vget_low_s8(bytes), count - v * lanes);
          some(p + (v + 1) * lanes, vget_high_s8(bytes), count - (v + 1) * lanes);
        }
      }
      if (v < V) {
        int8x8_t bytes = vqmovn_s16(words(x[v]));
        if (Low) bytes = vmax_s8(bytes, vget_low_s8(lowest));
        if (High) bytes = vmin_s8(bytes, vget_low_s8(highest));
        if (count >= (v + 1) * lanes)
          vst1_s8(p + v * lanes, bytes);
        else
          some(p + v * lanes, bytes, count - v * lanes);
      }
    }

   private:
    EDGELITE_INLINE int16x8_t words(Vector x) const {
#if defined(__clang__)
      return vqaddq_s16(vqmovn_high_s32(vqmovn_s32(x.low), x.high), zero);
#else
      int16x8_t y;  // g++ 12 copies what SQXTN2 overwrites
      __asm__("sqxtn %0.4h, %1.4s\n\tsqxtn2 %0.8h, %2.4s\n\tsqadd %0.8h, %0.8h, %3.8h"
              : "=&w"(y)
              : "w"(x.low), "w"(x.high), "w"(zero));
      return y;
#endif
    }
    [[gnu::noinline]] static void some(std::int8_t* p, int8x8_t x, int count) {
      std::int8_t bytes[lanes];
      vst1_s8(bytes, x);
      for (int i = 0; i < lanes; ++i)
        if (i < count) p[i] = bytes[i];
    }
  };

  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    auto vector = [&](int g, int c) { return vld1q_s8(x + g * count + c); };
    int c = 0;
    for (; c + 16 <= count && groups >= 2 && groups <= 4; c += 16, y += groups * 16) {
      if (groups == 2)
        vst2q_s8(y, {{vector(0, c), vector(1, c)}});
      else if (groups == 3)
        vst3q_s8(y, {{vector(0, c), vector(1, c), vector(2, c)}});
      else
        vst4q_s8(y, {{vector(0, c), vector(1, c), vector(2, c), vector(3, c)}});
    }
    for (; c < count; ++c, y += groups)
      for (int g = 0; g < groups; ++g) y[g] = x[g * count + c];
  }

 protected:
  // N = 2 or 4 registers of weights, and past them; g++'s scheduler may not move it up.
  template <int N> static EDGELITE_INLINE void next(const std::int8_t*& p, int8x16_t (&w)[N]) {
#if !defined(__clang__)
    if constexpr (N == 4) {
      int8x16x4_t q;
      __asm__ volatile("ld1 {%S0.16b - %V0.16b}, [%1], #64"
                       : "=w"(q), "+r"(p)
                       : "m"(*reinterpret_cast<const std::int8_t(*)[64]>(p)));
      EDGELITE_UNROLL
      for (int i = 0; i < 4; ++i) w[i] = q.val[i];
      return;
    }
#endif
    EDGELITE_UNROLL
    for (int i = 0; i < N; ++i) w[i] = vld1q_s8(p + 16 * i);
    p += 16 * N;
  }
};

// The same for weights of which some are -128.
struct NeonWide {
  using fallback = Neon;
};

template <bool Wide> struct NeonPairs : NeonBytes {
  static constexpr int group = 16, max_vectors = 1, chains = 1;
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
