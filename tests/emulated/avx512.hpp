// AVX-512 and AVX-VNNI in plain C++ on any CPU: SIMDe, and the intrinsics that its version in Debian 12 lacks. It makes
// the VNNI architectures testable, bit for bit, where the instructions are missing. Included before all else.
#pragma once

#define SIMDE_ENABLE_NATIVE_ALIASES
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wpsabi"
#include <simde/x86/avx512.h>
#pragma GCC diagnostic pop

#include <cmath>
#include <cstdint>
#include <cstring>

namespace emulated {

template <class To, class From> To bits(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

template <class T, int N> struct Lanes { T lane[N]; };
using Words = Lanes<std::int32_t, 16>;
using Floats = Lanes<float, 16>;
using Bytes = Lanes<std::int8_t, 16>;

template <class To, class From, class F> To map(const From& from, F f) {
  To to;
  for (int i = 0; i < 16; ++i) to.lane[i] = f(from.lane[i]);
  return to;
}

inline simde__m512i cvtepi8_epi32(simde__m128i x) {
  return bits<simde__m512i>(map<Words>(bits<Bytes>(x), [](std::int8_t v) { return std::int32_t{v}; }));
}
inline simde__m128i cvtepi32_epi8(simde__m512i x) {
  return bits<simde__m128i>(map<Bytes>(bits<Words>(x), [](std::int32_t v) { return static_cast<std::int8_t>(v); }));
}
inline simde__m512 cvtepi32_ps(simde__m512i x) {
  return bits<simde__m512>(map<Floats>(bits<Words>(x), [](std::int32_t v) { return static_cast<float>(v); }));
}
inline simde__m512i cvtps_epi32(simde__m512 x) {
  return bits<simde__m512i>(
      map<Words>(bits<Floats>(x), [](float v) { return static_cast<std::int32_t>(std::nearbyint(v)); }));
}
inline simde__m512i srai_epi32(simde__m512i x, int n) {
  return bits<simde__m512i>(map<Words>(bits<Words>(x), [n](std::int32_t v) { return v >> n; }));
}
inline simde__m512i srav_epi32(simde__m512i x, simde__m512i n) {
  Words v = bits<Words>(x);
  const auto by = bits<Words>(n);
  for (int i = 0; i < 16; ++i) v.lane[i] >>= by.lane[i] > 31 ? 31 : by.lane[i];
  return bits<simde__m512i>(v);
}
// Dwords 1, 1, 3, 3 of every 128 bits of x, where the mask is set.
inline simde__m512i mask_shuffle_ddbb(simde__m512i else_, unsigned mask, simde__m512i x) {
  Words v = bits<Words>(else_);
  const auto from = bits<Words>(x);
  for (int i = 0; i < 16; ++i)
    if (mask >> i & 1) v.lane[i] = from.lane[i | 1];
  return bits<simde__m512i>(v);
}
inline simde__m128i maskz_loadu_epi8(unsigned mask, const void* p) {
  Bytes v{};
  for (int i = 0; i < 16; ++i)
    if (mask >> i & 1) v.lane[i] = static_cast<const std::int8_t*>(p)[i];
  return bits<simde__m128i>(v);
}
inline void mask_storeu_epi8(void* p, unsigned mask, simde__m128i x) {
  const auto v = bits<Bytes>(x);
  for (int i = 0; i < 16; ++i)
    if (mask >> i & 1) static_cast<std::int8_t*>(p)[i] = v.lane[i];
}

}  // namespace emulated

#define _mm512_cvtepi8_epi32 emulated::cvtepi8_epi32
#define _mm512_cvtepi32_epi8 emulated::cvtepi32_epi8
#define _mm512_cvtepi32_ps emulated::cvtepi32_ps
#define _mm512_cvtps_epi32 emulated::cvtps_epi32
#define _mm512_srai_epi32 emulated::srai_epi32
#define _mm512_srav_epi32 emulated::srav_epi32
#define _MM_PERM_DDBB
#define _mm512_mask_shuffle_epi32(else_, mask, x, order) emulated::mask_shuffle_ddbb(else_, mask, x)
#define _mm_maskz_loadu_epi8 emulated::maskz_loadu_epi8
#define _mm_mask_storeu_epi8 emulated::mask_storeu_epi8
#define _mm256_dpbusd_avx_epi32 simde_mm256_dpbusd_epi32
#define EDGELITE_EMULATED
#define __AVXVNNI__ 1
#define __AVX512VNNI__ 1
