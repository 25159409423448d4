// FloatArch: the best architecture for float that the compiler's flags allow. Those for int8 add to it.
#pragma once

#include "edgelite/arch/scalar.hpp"

#ifndef EDGELITE_WITH_XSIMD
#if __has_include(<xsimd/xsimd.hpp>) && __STDC_HOSTED__ && (defined(__SSE2__) || defined(__ARM_NEON))
#define EDGELITE_WITH_XSIMD 1
#else
#define EDGELITE_WITH_XSIMD 0
#endif
#endif

#if defined(__aarch64__) && defined(__ARM_NEON)
#include "edgelite/arch/neon_int8.hpp"
#elif EDGELITE_WITH_XSIMD && defined(__AVX512F__)
#include "edgelite/arch/avx512.hpp"
#elif EDGELITE_WITH_XSIMD
#include "edgelite/arch/xsimd.hpp"
#endif

namespace edgelite {
inline namespace EDGELITE_ISA {
#if defined(__aarch64__) && defined(__ARM_NEON)
using FloatArch = Neon;
#elif EDGELITE_WITH_XSIMD && defined(__AVX512F__)
using FloatArch = Avx512;
#elif EDGELITE_WITH_XSIMD
using FloatArch = Xsimd;
#else
using FloatArch = Scalar;
#endif
}  // namespace EDGELITE_ISA
}  // namespace edgelite
