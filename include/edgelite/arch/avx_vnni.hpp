// AVX-VNNI, int8: VPDPBUSD adds four products of a byte without sign and one with sign to a lane of eight. Activations are
// staged as x + 128; the bias takes that back. Else as AVX2. Empty without the flags for it.
#pragma once

#if defined(__AVXVNNI__)
#include "edgelite/arch/avx2.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

struct AvxVnni {
  using fallback = Avx2;
  static constexpr const char* name = "avx-vnni";
  static constexpr int alignment = 64;
};

template <> struct Primitives<AvxVnni, std::int8_t> : Primitives<Avx2, std::int8_t> {
  using Staged = std::uint8_t;
  using Left = const std::uint8_t*;
  static constexpr int group = 4, offset = 128, weight_size = 1, stage = 32768;

  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
#if defined(__clang__) || defined(EDGELITE_EMULATED)
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    return _mm256_dpbusd_avx_epi32(sum, broadcast_group(a), b);
  }
#else
  // g++ 12 copies and spills the sum that its intrinsic ties to the result.
  template <int k> static Vector multiply_add_lane(Left a, Vector b, Vector sum) {
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(broadcast_group(a)), "xm"(b));
    return sum;
  }
#endif
  static constexpr void put_weight(std::int8_t*& to, std::int8_t weight) { *to++ = weight; }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    for (int c = 0; c < count; ++c) to[c] = static_cast<Staged>(x[c] ^ -128);
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
