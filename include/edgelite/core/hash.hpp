// A hash of numbers in order: FNV-1a, a whole number a step in place of a byte.
#pragma once

#include <cstdint>

namespace edgelite {

struct Hash {
  std::uint64_t value = 14695981039346656037u;

  constexpr void mix(std::uint64_t x) { value = (value ^ x) * 1099511628211u; }
};

}  // namespace edgelite
