// What NEON's int8 architectures on aarch64 share: eight sums of int32 as a Vector, depthwise factors that are widened to
// int16 once, rescaling (SQRDMULH is the double rounding's first step), and stores. Their matrix products differ. Empty
// for other targets.
#pragma once

#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

#include "edgelite/arch/neon.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct NeonBytes : PlainOperands<std::int8_t, target::NeonBytes<1, 1>> {
  struct Vector {
    int32x4_t low, high;
  };
  using Left = const std::int8_t*;  // all have tiles of their own
  static constexpr int registers = 32, stage = 16384;

  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
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
    static constexpr Rescaling needs = Rescaling::rounding;
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

    template <bool Low, bool High, int Rows, int V>
    EDGELITE_INLINE void store(Pixels<std::int8_t> y, const Vector (&x)[Rows][V], int count) const {
      EDGELITE_UNROLL
      for (int i = 0; i < Rows; ++i) store<Low, High>(y(i, 0), x[i], count);
    }
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

  // TBX keeps what it has where an index is 64 or more.
  static void look_up(const std::int8_t* x, int count, const std::int8_t* table, std::int8_t* y) {
    if (count < 16) return Primitives<Scalar, std::int8_t>::look_up(x, count, table, y);
    int8x16x4_t part[4];
    EDGELITE_UNROLL
    for (int k = 0; k < 16; ++k) part[k / 4].val[k % 4] = vld1q_s8(table + 16 * k);
    const auto looked_up = [&](int8x16_t v) EDGELITE_INLINE {
      uint8x16_t index = vreinterpretq_u8_s8(veorq_s8(v, vdupq_n_s8(-128)));
      int8x16_t found = vqtbl4q_s8(part[0], index);
      EDGELITE_UNROLL
      for (int k = 1; k < 4; ++k) {
        index = vsubq_u8(index, vdupq_n_u8(64));
        found = vqtbx4q_s8(found, part[k], index);
      }
      return found;
    };
    const int8x16_t last = looked_up(vld1q_s8(x + count - 16));  // before y, which may lie over x, is written
    for (int c = 0; c < count - 16; c += 16) vst1q_s8(y + c, looked_up(vld1q_s8(x + c)));
    vst1q_s8(y + count - 16, last);
  }

  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    auto vector = [&](int g, int c) { return vld1q_s8(x + g * count + c); };
    int c = 0;
    for (; c + 16 <= count && groups >= 2 && groups <= 4; c += 16, y += groups * 16) {
      if (groups == 2) {
        const int8x16x2_t v{{vector(0, c), vector(1, c)}};
        vst2q_s8(y, v);
      } else if (groups == 3) {
        const int8x16x3_t v{{vector(0, c), vector(1, c), vector(2, c)}};
        vst3q_s8(y, v);
      } else {
        const int8x16x4_t v{{vector(0, c), vector(1, c), vector(2, c), vector(3, c)}};
        vst4q_s8(y, v);
      }
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

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
