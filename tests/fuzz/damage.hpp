// Ways to damage a file's bytes, the same every time with the same random numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

// One to four bits change.
inline void flip_bits(std::vector<std::byte>& bytes, std::mt19937& random) {
  for (std::size_t k = 1 + random() % 4; k > 0; --k)
    bytes[random() % bytes.size()] ^= static_cast<std::byte>(1u << random() % 8);
}

// One to four words become small numbers or the ends of the range. .tflite: offsets, counts and indices stand at
// multiples of four.
inline void write_words(std::vector<std::byte>& bytes, std::mt19937& random) {
  for (std::size_t k = 1 + random() % 4; k > 0; --k) {
    const std::size_t at = random() % (bytes.size() - 4);
    const std::uint32_t word = random() % 2 ? static_cast<std::uint32_t>(random() % 64) : 0xffffffff << random() % 32;
    std::memcpy(bytes.data() + at / 4 * 4, &word, 4);
  }
}
