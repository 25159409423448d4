// What the int8 architectures of x86 have in common, whatever the width of their vectors. Empty without SSE4.1, the
// least of them.
#pragma once

#if defined(__SSE4_1__)
#include <smmintrin.h>

#include <cstring>

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// Sixteen bytes; the architectures with wider vectors have the same of theirs.
struct X86Bytes {
  using Vector = __m128i;
  static constexpr int count = 16;
  static Vector load(const std::int8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  static void store(std::int8_t* p, Vector x) { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), x); }
  static Vector repeat(__m128i x) { return x; }
  static Vector shuffle(Vector table, Vector index) { return _mm_shuffle_epi8(table, index); }
  static Vector subtract(Vector a, Vector b) { return _mm_subs_epi8(a, b); }
};

// T: of namespace target.
template <class T> struct X86Int8 : T::template Layout<std::int8_t> {
  static constexpr bool stages = true;
  static constexpr int lanes = T::template Layout<std::int8_t>::lanes, depth = 1;

  template <class Vector, int V> static void next(const std::int8_t*& p, Vector (&x)[V]) {
    __asm__ volatile("");  // g++ mixes unrolled steps otherwise, until it has to spill sums
    EDGELITE_UNROLL
    for (int v = 0; v < V; ++v, p += sizeof(Vector)) std::memcpy(&x[v], p, sizeof(Vector));
  }
  template <class U> static void refresh(const U*& p) { __asm__ volatile("" : "+r"(p)); }
  // The compiler may not know where p comes from: each store would have an address register of its own.
  static void hide(std::int8_t*& p) { __asm__("" : "+r"(p)); }
  // y[c groups + g] = x[g count + c]
  static void interleave(const std::int8_t* x, int groups, int count, std::int8_t* y) {
    if (count < 16) return Primitives<Scalar, std::int8_t>::interleave(x, groups, count, y);
    if (groups == 2) return interleave_vectors<2>(x, count, y);
    if (groups == 3) return interleave_vectors<3>(x, count, y);
    if (groups == 4) return interleave_vectors<4>(x, count, y);
    if (groups == 8) return interleave_vectors<8>(x, count, y);
    Primitives<Scalar, std::int8_t>::interleave(x, groups, count, y);
  }
  static void look_up(const std::int8_t* x, int count, const std::int8_t* table, std::int8_t* y) {
    look_up_vectors<X86Bytes>(x, count, table, y);
  }

 protected:
  // PSHUFB looks up sixteen numbers; an index below 0 gives 0. Index minus 16 k runs through the parts of one half of
  // the table: part k is added (XOR) as long as that is not below 0, so part k of the registers is what it differs in
  // from the part before.
  template <class B>
  static void look_up_vectors(const std::int8_t* x, int count, const std::int8_t* table, std::int8_t* y) {
    if (count < B::count) return Primitives<Scalar, std::int8_t>::look_up(x, count, table, y);
    using Vector = typename B::Vector;
    Vector part[2][8];
    EDGELITE_UNROLL
    for (int k = 0; k < 16; ++k) {
      const __m128i own = X86Bytes::load(table + 16 * k);
      part[k / 8][k % 8] = B::repeat(k % 8 == 0 ? own : _mm_xor_si128(own, X86Bytes::load(table + 16 * (k - 1))));
    }
    const Vector step = B::repeat(_mm_set1_epi8(16)), sign = B::repeat(_mm_set1_epi8(-128));
    const auto looked_up = [&](Vector high) EDGELITE_INLINE {
      Vector low = high ^ sign;
      Vector sum = B::shuffle(part[0][0], low) ^ B::shuffle(part[1][0], high);
      EDGELITE_UNROLL
      for (int k = 1; k < 8; ++k) {
        low = B::subtract(low, step);
        high = B::subtract(high, step);
        sum ^= B::shuffle(part[0][k], low) ^ B::shuffle(part[1][k], high);
      }
      return sum;
    };
    const int rest = count - B::count;
    const Vector last = looked_up(B::load(x + rest));  // before y, which may lie over x, is written
    for (int c = 0; c < rest; c += B::count) B::store(y + c, looked_up(B::load(x + c)));
    B::store(y + rest, last);
  }
  static std::int32_t group_at(const void* p) {
    std::int32_t group;
    std::memcpy(&group, p, sizeof group);
    return group;
  }
  // f of rows of a whole vector, of which the first n bytes are p's.
  template <int Rows, class F> static auto with_first(const std::int8_t* const (&p)[Rows], int n, F f) {
    std::int8_t bytes[Rows][lanes] = {};
    const std::int8_t* whole[Rows];
    for (int g = 0; g < Rows; ++g) {
      whole[g] = bytes[g];
      for (int i = 0; i < lanes; ++i)
        if (i < n) bytes[g][i] = p[g][i];
    }
    return f(whole);
  }

 private:
  // The last vectors may lie partly over those before them: the same bytes are stored again.
  template <int Groups> static void interleave_vectors(const std::int8_t* x, int count, std::int8_t* y) {
    for (int next = 0; next < count; next += 16) {
      const int c = next + 16 <= count ? next : count - 16;
      __m128i v[Groups];
      EDGELITE_UNROLL
      for (int g = 0; g < Groups; ++g) v[g] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(x + g * count + c));
      interleave_registers(v);
      EDGELITE_UNROLL
      for (int g = 0; g < Groups; ++g) _mm_storeu_si128(reinterpret_cast<__m128i*>(y + c * Groups + 16 * g), v[g]);
    }
  }
  // The bytes of all registers in turn.
  template <int Groups> EDGELITE_INLINE static void interleave_registers(__m128i (&v)[Groups]) {
    if constexpr (Groups == 3) {
      const __m128i x[3] = {v[0], v[1], v[2]};
      EDGELITE_UNROLL
      for (int k = 0; k < 3; ++k)
        v[k] = _mm_or_si128(_mm_or_si128(every_third(x[0], 16 * k), every_third(x[1], 16 * k - 1)),
                            every_third(x[2], 16 * k - 2));
    } else if constexpr (Groups > 1) {
      __m128i even[Groups / 2], odd[Groups / 2];
      EDGELITE_UNROLL
      for (int g = 0; g < Groups / 2; ++g) even[g] = v[2 * g], odd[g] = v[2 * g + 1];
      interleave_registers(even);
      interleave_registers(odd);
      EDGELITE_UNROLL
      for (int g = 0; g < Groups / 2; ++g) {
        v[2 * g] = _mm_unpacklo_epi8(even[g], odd[g]);
        v[2 * g + 1] = _mm_unpackhi_epi8(even[g], odd[g]);
      }
    }
  }
  // y[i] = x[(first + i) / 3] where 3 divides first + i, else 0.
  EDGELITE_INLINE static __m128i every_third(__m128i x, int first) {
    const auto from = [&](int i)
                          EDGELITE_INLINE { return static_cast<char>((first + i) % 3 == 0 ? (first + i) / 3 : -1); };
    return _mm_shuffle_epi8(
        x, _mm_setr_epi8(from(0), from(1), from(2), from(3), from(4), from(5), from(6), from(7), from(8), from(9),
                         from(10), from(11), from(12), from(13), from(14), from(15)));
  }
};

// Without VPDPBUSD: activations and weights are widened to int16, two channels a lane, for PMADDWD.
template <class T> struct X86Pairs : X86Int8<T> {
  using Staged = std::int16_t;
  static constexpr int registers = 16, chains = 4, stage = 16384;
  static constexpr int rows(int vectors) { return vectors == 1 ? 10 : 5; }
  static constexpr DepthwiseTile depthwise(const Size& z) {
    return z.stride_h * z.dilation_h == 1 ? DepthwiseTile{6, 1, false} : DepthwiseTile{4, 2, false};
  }

  using Left = const std::int16_t*;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
};

// With VPDPBUSD: four channels a lane. It multiplies bytes without sign: x + 128.
template <class T, class Base> struct X86Quads : Base {
  using Staged = std::uint8_t;
  using Layout = typename T::template Layout<std::int8_t>;
  static constexpr int group = Layout::group, offset = Layout::offset, weight_size = Layout::weight_size;
  static constexpr int stage = 32768;
  static_assert(Base::lanes == Layout::lanes && Base::max_vectors == Layout::max_vectors);

  using Left = const std::uint8_t*;
  static Left left(Left p) { return p; }
  static Left left_one(Left p) { return p; }
  static constexpr void put_weight(std::int8_t*& to, std::int8_t weight) { Layout::put_weight(to, weight); }
  static Staged* staged(std::int8_t* scratch) { return reinterpret_cast<Staged*>(scratch); }
  static void convert(const std::int8_t* x, int count, Staged* to) {
    for (int c = 0; c < count; ++c) to[c] = static_cast<Staged>(x[c] ^ -128);
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
#endif
