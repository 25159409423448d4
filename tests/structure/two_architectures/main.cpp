// Both parts against the scalar architecture.
#include <cmath>
#include <cstdio>

#include "network.hpp"

int main() {
  static edgelite::Parameters<Example, float> parameters;
  unsigned state = 1;
  auto next = [&state] { return static_cast<float>((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-24f + 0.1f; };
  for (float& value : parameters.data) value = next();
  Image image;
  for (float& value : image) value = next() - 0.6f;

  static edgelite::Weights<Example, float, edgelite::Scalar> weights;
  static edgelite::Arena<edgelite::arena_bytes<Example, float, edgelite::Speed, edgelite::Scalar>> arena;
  Logits expected{};
  edgelite::prepare(parameters, weights);
  edgelite::run<Example>(weights, image, expected, arena);

  const bool can_wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (!can_wide) std::puts("the wide half is not run: this CPU has no AVX2");
  const Logits a = narrow(parameters, image), b = can_wide ? wide(parameters, image) : a;
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (!(std::abs(a[i] - expected[i]) <= 1e-5f * std::abs(expected[i])) ||
        !(std::abs(b[i] - expected[i]) <= 1e-5f * std::abs(expected[i]))) {
      std::printf("output %zu: expected %g, narrow %g, wide %g\n", i, double{expected[i]}, double{a[i]}, double{b[i]});
      return 1;
    }
  return 0;
}
