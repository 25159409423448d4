// Runs the network with constant and with run-time sizes and compares with what the host found: in float, prepared here
// for the target's own architecture; in int8 from weights that the host packed and that lie in flash.
#include "console.hpp"
#include "expected.hpp"
#include "network.hpp"

namespace {

#if defined(__aarch64__)
static_assert(std::is_same_v<edgelite::NativeArch, edgelite::Neon>, "every aarch64 has NEON");
#endif

using FlashWeights = edgelite::Weights<Net, std::int8_t, edgelite::Scalar>;
static_assert(FlashWeights::layout_hash == expected_layout_hash,
              "this compiler lays the weights out in another way than the host's");
constexpr FlashWeights flash{int8_elements, int8_constants};

bool equal(float a, float b) {
  const float difference = a - b, bound = 1e-5f * (b < 0 ? -b : b) + 1e-6f;
  return difference <= bound && -difference <= bound;
}
bool equal(std::int8_t a, std::int8_t b) { return a == b; }

template <class T> bool agrees(const char* name, const std::array<T, 10>& result, const std::array<T, 10>& expected) {
  bool good = true;
  for (std::size_t i = 0; i < result.size(); ++i) good = good && equal(result[i], expected[i]);
  print(name);
  print(good ? ": as expected\n" : ": WRONG\n");
  return good;
}

}  // namespace

int main() {
  using edgelite::NativeArch, edgelite::Small, edgelite::Speed;
  static constinit Case<float> real{};
  static constinit Case<std::int8_t> quantized{};
  fill(real);
  fill(quantized);
  const auto& weights = prepared<float, NativeArch>(real.parameters);
  bool good = agrees("float, constant sizes", infer<Speed>(weights, real.image), expected_float);
  good = agrees("float, run-time sizes", infer<Small>(weights, real.image), expected_float) && good;
  good = agrees("int8, constant sizes", infer<Speed>(flash, quantized.image), expected_int8) && good;
  good = agrees("int8, run-time sizes", infer<Small>(flash, quantized.image), expected_int8) && good;
  return good ? 0 : 1;
}
