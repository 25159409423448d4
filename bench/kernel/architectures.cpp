// EDGELITE_BENCH_ARCHITECTURES lists the instruction sets: EDGELITE_BENCH_ARCHITECTURE(name, what the CPU must have).
#include "architectures.hpp"

#define EDGELITE_BENCH_ARCHITECTURE(name, ...) \
  namespace bench::name {                      \
  Part<float> convolution(float);              \
  Part<float> depthwise(float);                \
  Part<float> other(float);                    \
  Part<std::int8_t> convolution(std::int8_t);  \
  Part<std::int8_t> depthwise(std::int8_t);    \
  Part<std::int8_t> other(std::int8_t);        \
  }
EDGELITE_BENCH_ARCHITECTURES
#undef EDGELITE_BENCH_ARCHITECTURE

#define EDGELITE_CPU_HAS(feature) (__builtin_cpu_supports(#feature) != 0)
#define EDGELITE_BENCH_ARCHITECTURE(name, ...)                    \
  Architecture{#name,                                             \
               __VA_ARGS__,                                       \
               {name::convolution, name::depthwise, name::other}, \
               {name::convolution, name::depthwise, name::other}},

std::span<const bench::Architecture> bench::architectures() {
  static const Architecture all[] = {EDGELITE_BENCH_ARCHITECTURES};
  return all;
}
