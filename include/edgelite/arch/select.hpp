// NativeArch: the best architecture that the compiler's flags allow. The one place that chooses.
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
#include "edgelite/arch/neon.hpp"
#elif EDGELITE_WITH_XSIMD && defined(__AVX512F__)
#include "edgelite/arch/avx512.hpp"
#elif EDGELITE_WITH_XSIMD
#include "edgelite/arch/xsimd.hpp"
#endif

namespace edgelite {
inline namespace EDGELITE_ISA {
#if defined(__aarch64__) && defined(__ARM_NEON)
using NativeArch = Neon;
#elif EDGELITE_WITH_XSIMD && defined(__AVX512F__)
using NativeArch = Avx512;
#elif EDGELITE_WITH_XSIMD
using NativeArch = Xsimd;
#else
using NativeArch = Scalar;
#endif
}  // namespace EDGELITE_ISA
}  // namespace edgelite
