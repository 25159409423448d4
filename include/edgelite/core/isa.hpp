// The instruction sets that the compiler may use in this translation unit, read from its predefined macros; and
// EDGELITE_ISA, the name of the inline namespace for everything whose machine code depends on them. Two translation
// units compiled with different -m flags then hold different symbols, so the linker never hands a baseline CPU the AVX
// copy of a function.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#if defined(__AVX512VNNI__)
#define EDGELITE_ISA x86_avx512_vnni
#else
#define EDGELITE_ISA x86_avx512
#endif
#define EDGELITE_VECTOR_REGISTERS 32
#elif defined(__AVX512F__)
#define EDGELITE_ISA x86_avx512f
#define EDGELITE_VECTOR_REGISTERS 32
#elif defined(__AVX2__) && defined(__FMA__)
#if defined(__AVXVNNI__)
#define EDGELITE_ISA x86_avx2_vnni
#else
#define EDGELITE_ISA x86_avx2
#endif
#define EDGELITE_VECTOR_REGISTERS 16
#elif defined(__AVX__)
#define EDGELITE_ISA x86_avx
#define EDGELITE_VECTOR_REGISTERS 16
#elif defined(__SSE4_1__)
#define EDGELITE_ISA x86_sse41
#define EDGELITE_VECTOR_REGISTERS 16
#elif defined(__SSE2__)
#define EDGELITE_ISA x86_sse2
#define EDGELITE_VECTOR_REGISTERS 16
#elif defined(__aarch64__)
#if defined(__ARM_FEATURE_MATMUL_INT8)
#define EDGELITE_ISA aarch64_i8mm
#elif defined(__ARM_FEATURE_DOTPROD)
#define EDGELITE_ISA aarch64_dotprod
#else
#define EDGELITE_ISA aarch64_neon
#endif
#define EDGELITE_VECTOR_REGISTERS 32
#elif defined(__ARM_NEON)
#define EDGELITE_ISA arm_neon
#define EDGELITE_VECTOR_REGISTERS 16
#else
#define EDGELITE_ISA plain
#define EDGELITE_VECTOR_REGISTERS 8
#endif

// Before a loop over registers: it must be unrolled whole, or its array lives in memory. clang does so by itself.
#if defined(__GNUC__) && !defined(__clang__)
#define EDGELITE_UNROLL _Pragma("GCC unroll 32")
#define EDGELITE_UNROLL_4 _Pragma("GCC unroll 4")  // a loop of any length, four rounds at a time
#else
#define EDGELITE_UNROLL
#define EDGELITE_UNROLL_4
#endif

// On functions and lambdas that hold sums of a register tile by reference: left as calls, the sums live in memory.
#define EDGELITE_INLINE __attribute__((always_inline))
