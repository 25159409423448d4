// Files for the safetensors tests: the table of tests/host/tiny.safetensors, and files put together from any header
// text.
#pragma once

#include <algorithm>

#include "edgelite/host/safetensors.hpp"

namespace safetensors_files {

constexpr edgelite::TensorInfo tensor(std::string_view name, std::array<int, 4> shape, int rank, int offset) {
  edgelite::TensorInfo info{{}, shape, rank, offset, true};
  std::copy(name.begin(), name.end(), info.name.begin());
  return info;
}

// In the order of a network, which is neither the order of the names nor that of the file.
inline constexpr std::array<edgelite::TensorInfo, 7> tiny{tensor("0.weight", {2, 3, 3, 3}, 4, 0),
                                                          tensor("1.weight", {2}, 1, 54),
                                                          tensor("1.bias", {2}, 1, 56),
                                                          tensor("1.running_mean", {2}, 1, 58),
                                                          tensor("1.running_var", {2}, 1, 60),
                                                          tensor("4.weight", {3, 4}, 2, 62),
                                                          tensor("4.bias", {3}, 1, 74)};
inline constexpr std::size_t tiny_size = 77;

inline std::vector<std::byte> file(std::string_view header, std::size_t data_bytes, std::uint64_t length) {
  std::vector<std::byte> bytes;
  edgelite::detail::append_little_endian(bytes, length);
  for (const char c : header) bytes.push_back(static_cast<std::byte>(c));
  bytes.resize(bytes.size() + data_bytes, std::byte{0x40});
  return bytes;
}
inline std::vector<std::byte> file(std::string_view header, std::size_t data_bytes) {
  return file(header, data_bytes, header.size());
}

}  // namespace safetensors_files
