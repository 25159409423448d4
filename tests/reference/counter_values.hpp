// Weights and inputs of the model goldens, as tests/golden/counter_values.py makes them, bit for bit: a hash of a
// tensor's name and an element's index. Every operation on floats is exact or correctly rounded.
#pragma once
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tensor.hpp"

namespace reference {

// FNV-1a, 32 bits.
inline std::uint32_t name_hash(std::string_view name) {
  std::uint32_t h = 2166136261u;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h;
}

// Element `index` of a tensor's hash: a multiple of 2^-23 in [-1, 1).
inline float uniform(std::uint32_t hash, std::uint32_t index) {
  std::uint32_t x = index * 0x9E3779B9u + hash;
  x = (x ^ x >> 16) * 0x7FEB352Du;
  x = (x ^ x >> 15) * 0x846CA68Bu;
  x ^= x >> 16;
  return static_cast<float>(static_cast<std::int32_t>(x >> 8) - (1 << 23)) * 0x1p-23f;
}

// A tensor of a state dict; its name and rank say what it is. A weight of rank 2 or more has the variance 2 / fan-in.
inline void fill_parameter(std::string_view name, std::span<const int> shape, std::span<float> values) {
  const std::uint32_t hash = name_hash(name);
  float offset = 1, factor = 0.5f;
  if (shape.size() > 1)
    offset = 0, factor = std::sqrt(6.0f / static_cast<float>(values.size() / static_cast<std::size_t>(shape[0])));
  else if (name.ends_with("running_mean") || name.ends_with("bias"))
    offset = 0, factor = 0.25f;
  for (std::uint32_t i = 0; i < values.size(); ++i) values[i] = offset + uniform(hash, i) * factor;
}

// Input n, H x W x C, in [-2, 2): noise a pixel plus noise of 8 x 8 patches, which outlasts averaging.
inline Tensor<float> counter_image(int n, int height, int width, int channels) {
  const std::uint32_t pixels = name_hash("pixels " + std::to_string(n)),
                      patches = name_hash("patches " + std::to_string(n));
  Tensor<float> image(height, width, channels);
  std::uint32_t index = 0;
  for_each(image, [&](int y, int x, int c) {
    const int patch = (y * 8 / height * 8 + x * 8 / width) * channels + c;
    image.at(y, x, c) = uniform(pixels, index++) + uniform(patches, static_cast<std::uint32_t>(patch));
  });
  return image;
}

// What one tensor adds to the fingerprint of a state dict's names and shapes.
inline std::uint32_t tensor_hash(std::string_view name, std::span<const int> shape) {
  std::string text(name);
  for (const int extent : shape) text += " " + std::to_string(extent);
  return name_hash(text);
}

}  // namespace reference
