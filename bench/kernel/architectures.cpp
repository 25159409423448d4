// EDGELITE_BENCH_FLOAT and EDGELITE_BENCH_INT8 list the instruction sets that an element type is compiled for:
// EDGELITE_BENCH_ARCHITECTURE(name, namespace, what the CPU must have).
#include "architectures.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace {

#if defined(__x86_64__)
// CPUID leaf 7.1, EAX bit 4 (Intel SDM volume 2A); clang 14's __builtin_cpu_supports does not know the name.
bool has_avx_vnni() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 4 & 1) != 0;
}
#endif

}  // namespace

#define EDGELITE_BENCH_ARCHITECTURE(name, space, ...) \
  namespace bench::space {                            \
  Part<Element> convolution(Element);                 \
  Part<Element> depthwise(Element);                   \
  Part<Element> other(Element);                       \
  }
#define Element float
EDGELITE_BENCH_FLOAT
#undef Element
#define Element std::int8_t
EDGELITE_BENCH_INT8
#undef Element
#undef EDGELITE_BENCH_ARCHITECTURE

#define EDGELITE_CPU_HAS(feature) (__builtin_cpu_supports(#feature) != 0)
#define EDGELITE_BENCH_ARCHITECTURE(name, space, ...) \
  {name, __VA_ARGS__, {space::convolution, space::depthwise, space::other}},

template <> std::span<const bench::Architecture<float>> bench::architectures<float>() {
  static const Architecture<float> all[] = {EDGELITE_BENCH_FLOAT};
  return all;
}

template <> std::span<const bench::Architecture<std::int8_t>> bench::architectures<std::int8_t>() {
  static const Architecture<std::int8_t> all[] = {EDGELITE_BENCH_INT8};
  return all;
}
