// Images that C++ and Python (tests/golden/synthetic_images.py) make alike: bytes by a counter-based generator.
#pragma once
#include <cstdint>

#include "tensor.hpp"

namespace reference {

inline std::uint64_t splitmix64(std::uint64_t counter) {
  std::uint64_t z = (counter + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// Image n, 32 x 32 x 3: noise whose grains are 2^(n mod 4) pixels wide.
inline Tensor<std::uint8_t> synthetic_image(int n) {
  Tensor<std::uint8_t> image(32, 32, 3);
  const int grain = 1 << (n % 4);
  for_each(image, [&](int y, int x, int c) {
    const int counter = ((n * 32 + y / grain) * 32 + x / grain) * 3 + c;
    image.at(y, x, c) = static_cast<std::uint8_t>(splitmix64(static_cast<std::uint64_t>(counter)) >> 56);
  });
  return image;
}

}  // namespace reference
