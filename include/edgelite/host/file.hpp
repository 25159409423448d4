// Reads a whole file, or pipe, of at most `limit` bytes into memory; writes a whole file.
// Errors: cannot be opened, is a folder, fails while reading, is larger than the limit; cannot be written.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include "edgelite/host/error.hpp"

namespace edgelite {

inline Error read_file(const std::filesystem::path& path, std::size_t limit, std::vector<std::byte>& bytes) {
  const std::string name = printable(path.string());
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {name + ": is a folder"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return {name + ": cannot be opened" + (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string())};
  std::vector<std::byte> read;
  while (file && read.size() <= limit) {
    const std::size_t begin = read.size();
    const std::size_t step = std::min(limit - begin + 1, std::max(begin, std::size_t{65536}));
    read.resize(begin + step);
    file.read(reinterpret_cast<char*>(read.data() + begin), static_cast<std::streamsize>(step));
    read.resize(begin + static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return {name + ": cannot be read"};
  if (read.size() > limit)
    return {name + ": larger than the " + std::to_string(limit) + " bytes that are expected at most"};
  bytes = std::move(read);
  return {};
}

inline Error write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())).flush();
  if (!file) return {printable(path.string()) + ": cannot be written"};
  return {};
}

}  // namespace edgelite
