// NativeArch: the best architecture that the compiler's flags allow. With float_arch.hpp the one place that chooses.
#pragma once

#include "edgelite/arch/float_arch.hpp"

#if defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512VNNI__)
#include "edgelite/arch/avx512_vnni.hpp"
#elif defined(__AVX2__) && defined(__FMA__) && defined(__AVXVNNI__)
#include "edgelite/arch/avx_vnni.hpp"
#elif defined(__AVX2__) && defined(__FMA__)
#include "edgelite/arch/avx2.hpp"
#elif defined(__SSE4_1__)
#include "edgelite/arch/sse41.hpp"
#endif
#if defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
#include "edgelite/arch/neon_i8mm.hpp"
#elif defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD)
#include "edgelite/arch/neon_dot.hpp"
#endif

namespace edgelite {
inline namespace EDGELITE_ISA {
#if defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512VNNI__)
using NativeArch = Avx512Vnni;
#elif defined(__AVX2__) && defined(__FMA__) && defined(__AVXVNNI__)
using NativeArch = AvxVnni;
#elif defined(__AVX2__) && defined(__FMA__)
using NativeArch = Avx2;
#elif defined(__SSE4_1__)
using NativeArch = Sse41;
#elif defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
using NativeArch = NeonI8mm;
#elif defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD)
using NativeArch = NeonDot;
#else
using NativeArch = FloatArch;
#endif
}  // namespace EDGELITE_ISA
}  // namespace edgelite
