// For libFuzzer: the mutator begins with files that are whole, from time to time again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t longest);

// What LLVMFuzzerCustomMutator does: one of the seeds in 8 of 1024 times, and in place of less than 100 bytes.
inline std::size_t mutate(const std::vector<std::vector<std::byte>>& seeds, std::uint8_t* data, std::size_t size,
                          std::size_t longest, unsigned random) {
  const auto& begin = seeds[random / 1024 % seeds.size()];
  if ((size < 100 || random % 1024 < 8) && begin.size() <= longest) {
    std::memcpy(data, begin.data(), begin.size());
    size = begin.size();
  }
  return LLVMFuzzerMutate(data, size, longest);
}
