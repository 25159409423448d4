// Reads .npy files (NumPy's format, versions 1 and 2: C order, little endian). Trusts the file; throws where it is
// missing or of another type.
#pragma once
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace reference {

template <class T> struct Npy {
  std::vector<int> shape;
  std::vector<T> data;

  explicit Npy(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot open " + path);
    const std::string all{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::size_t begin = all.at(6) == 1 ? 10 : 12;
    std::uint32_t length = 0;
    std::memcpy(&length, all.data() + 8, begin - 8);
    const std::string header = all.substr(begin, length);
    const std::string type = std::is_same_v<T, std::int8_t> ? "'|i1'" : std::is_same_v<T, float> ? "'<f4'" : "'<i4'";
    if (header.find("'descr': " + type) == header.npos || header.find("'fortran_order': False") == header.npos)
      throw std::runtime_error(path + ": expected " + type + ", found " + header);
    std::size_t size = 1;
    for (const char* at = header.c_str() + header.find("'shape': (") + 10; *at != ')';) {
      char* end = nullptr;
      shape.push_back(static_cast<int>(std::strtol(at, &end, 10)));
      size *= static_cast<std::size_t>(shape.back());
      for (at = end; *at == ',' || *at == ' ';) ++at;
    }
    if (all.size() != begin + length + size * sizeof(T))
      throw std::runtime_error(path + ": another size than its shape's");
    data.resize(size);
    std::memcpy(data.data(), all.data() + begin + length, size * sizeof(T));
  }
};

}  // namespace reference
