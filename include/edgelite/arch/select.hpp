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

#if EDGELITE_WITH_XSIMD
#include "edgelite/arch/xsimd.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {
using NativeArch = Xsimd;
}
}  // namespace edgelite

#else

namespace edgelite {
inline namespace EDGELITE_ISA {
using NativeArch = Scalar;
}
}  // namespace edgelite

#endif
