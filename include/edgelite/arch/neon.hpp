// NEON of aarch64: float in vectors of four lanes. Empty for other targets; int8: neon_int8.hpp.
//
// Two instructions are written out for g++ 12. Its scheduler moves loads of weights up until registers run out: one LD1
// that it may not move brings a whole row of weights. And it spreads a sum over several registers, with moves between
// them, unless its multiply-add is tied to one.
#pragma once

#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct Neon : target::Neon {
  using fallback = Scalar;
};

template <> struct Primitives<Neon, float> : PlainOperands<float, target::Neon::Layout<float>> {
  using Vector = float32x4_t;
  using Left = float32x4_t;
  static constexpr int registers = 32, depth = 4, chains = 8, stage = 8192;
  // Sums, a Left for each pixel and a row of weights fill the registers.
  static constexpr int rows(int vectors) { return vectors == 1 ? 14 : vectors == 2 ? 9 : vectors == 3 ? 7 : 5; }
  static constexpr DepthwiseTile depthwise(const Size& z) {
    const int rows = ((z.kernel_h - 1) * z.dilation_h) / z.stride_h + 1;  // under way
    const int columns = rows <= 2 ? 10 : z.low || z.high ? 6 : 7;
    if (rows <= 3 && z.kernel_w <= 3) return {columns, 1, true};
    return {16, 1, false};
  }

  static Vector load(const float* p) { return vld1q_f32(p); }
  static Vector load(const float* p, int n) {
    if (n == 4) return load(p);
    const Vector zero = vdupq_n_f32(0);
    if (n == 1) return vld1q_lane_f32(p, zero, 0);
    const Vector two = vcombine_f32(vld1_f32(p), vget_low_f32(zero));
    return n == 2 ? two : vld1q_lane_f32(p + 2, two, 2);
  }
  static Vector load_weight(const float* p) { return load(p); }
  static Vector load_constants(const float* p) { return load(p); }
  static Vector broadcast(float x) { return vdupq_n_f32(x); }
  static Vector add(Vector a, Vector b) { return vaddq_f32(a, b); }
  static Vector multiply(Vector a, Vector b) { return vmulq_f32(a, b); }
  static Vector divide(Vector a, Vector b) { return vdivq_f32(a, b); }
  static Vector power_of_two(Vector n) { return vreinterpretq_f32_s32(vshlq_n_s32(vreinterpretq_s32_f32(n), 23)); }
  static Vector max(Vector a, Vector b) { return vmaxnmq_f32(a, b); }
  static Vector at_least(Vector x, Vector bound) { return vmaxq_f32(x, bound); }
  static Vector at_most(Vector x, Vector bound) { return vminq_f32(x, bound); }
  static void store(float* p, Vector x) { vst1q_f32(p, x); }
  static void store(float* p, Vector x, int n) {
    if (n == 4) return store(p, x);
    if (n == 1) return vst1q_lane_f32(p, x, 0);
    vst1_f32(p, vget_low_f32(x));
    if (n == 3) vst1q_lane_f32(p + 2, x, 2);
  }

  static void interleave(const float* x, int groups, int count, float* y) {
    auto vector = [&](int g, int c) { return load(x + g * count + c); };
    int c = 0;
    for (; c + lanes <= count && groups >= 2 && groups <= 4; c += lanes, y += groups * lanes) {
      if (groups == 2) {
        const float32x4x2_t v{{vector(0, c), vector(1, c)}};
        vst2q_f32(y, v);
      } else if (groups == 3) {
        const float32x4x3_t v{{vector(0, c), vector(1, c), vector(2, c)}};
        vst3q_f32(y, v);
      } else {
        const float32x4x4_t v{{vector(0, c), vector(1, c), vector(2, c), vector(3, c)}};
        vst4q_f32(y, v);
      }
    }
    for (; c < count; ++c, y += groups)
      for (int g = 0; g < groups; ++g) y[g] = x[g * count + c];
  }

  static Left left(const float* p) { return load(p); }
  static Left left_one(const float* p) { return vld1q_lane_f32(p, vdupq_n_f32(0), 0); }
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return vfmaq_laneq_f32(sum, b, a, k);
  }

#if defined(__clang__)
  static Vector multiply_add(Vector a, Vector b, Vector sum) { return vfmaq_f32(sum, a, b); }
  template <int V> static void next(const float*& p, Vector (&x)[V]) {
    for (int v = 0; v < V; ++v, p += lanes) x[v] = load(p);
  }
  template <class U> static void refresh(const U*&) {}
#else
  static Vector multiply_add(Vector a, Vector b, Vector sum) {
    __asm__("fmla %0.4s, %1.4s, %2.4s" : "+w"(sum) : "w"(a), "w"(b));
    return sum;
  }
  template <int V> static void next(const float*& p, Vector (&x)[V]) {
    if constexpr (V == 4) {
      float32x4x4_t q;
      __asm__ volatile("ld1 {%S0.4s - %V0.4s}, [%1], #64"
                       : "=w"(q), "+r"(p)
                       : "m"(*reinterpret_cast<const float(*)[16]>(p)));
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) x[v] = q.val[v];
    } else if constexpr (V == 3) {
      float32x4x3_t q;
      __asm__ volatile("ld1 {%S0.4s - %U0.4s}, [%1], #48"
                       : "=w"(q), "+r"(p)
                       : "m"(*reinterpret_cast<const float(*)[12]>(p)));
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) x[v] = q.val[v];
    } else if constexpr (V == 2) {
      float32x4x2_t q;
      __asm__ volatile("ld1 {%S0.4s - %T0.4s}, [%1], #32"
                       : "=w"(q), "+r"(p)
                       : "m"(*reinterpret_cast<const float(*)[8]>(p)));
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) x[v] = q.val[v];
    } else {
      x[0] = load(p);
      p += lanes;
    }
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
#endif
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
