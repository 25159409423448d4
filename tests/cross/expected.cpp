// Writes expected.hpp: the network's results on the host, with the scalar architecture, and its int8 weights, packed
// for it.
#include <cinttypes>
#include <cstdio>

#include "program/network.hpp"

namespace {

template <class T, std::size_t N> void print(const char* type, const char* name, const std::array<T, N>& values) {
  std::printf("inline constexpr std::array<%s, %zu> %s{", type, N, name);
  for (T x : values) {
    if constexpr (std::is_same_v<T, float>)
      std::printf("%af,", double{x});
    else
      std::printf("%d,", static_cast<int>(x));
  }
  std::printf("};\n");
}

template <class T> const Case<T>& filled() {
  static Case<T> c;
  fill(c);
  return c;
}

}  // namespace

int main() {
  const auto& real = filled<float>();
  const auto& quantized = filled<std::int8_t>();
  const auto& weights = prepared<std::int8_t, edgelite::Scalar>(quantized.parameters);
  std::printf("#pragma once\n\n#include <array>\n#include <cstdint>\n\n");
  print("float", "expected_float",
        infer<edgelite::Unscheduled>(prepared<float, edgelite::Scalar>(real.parameters), real.image));
  print("std::int8_t", "expected_int8", infer<edgelite::Unscheduled>(weights, quantized.image));
  std::printf("inline constexpr std::uint64_t expected_layout_hash = %" PRIu64 "u;\n", weights.layout_hash);
  print("std::int8_t", "int8_elements", weights.elements);
  print("std::int32_t", "int8_constants", weights.constants);
}
