// Reads the goldens of tests/golden: every tensor of a safetensors file, by name. Trusts the file; throws where it is
// missing.
#pragma once
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tensor.hpp"

namespace reference {

class Golden {
 public:
  explicit Golden(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot open " + path);
    const std::string all{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::uint64_t length = 0;
    std::memcpy(&length, all.data(), sizeof length);
    header_ = nlohmann::json::parse(all.substr(8, length));
    bytes_ = all.substr(8 + length);
  }

  bool contains(const std::string& name) const { return header_.contains(name); }
  std::vector<int> shape(const std::string& name) const { return header_.at(name).at("shape").get<std::vector<int>>(); }

  template <class T> std::vector<T> values(const std::string& name) const {
    static const std::map<std::string, std::size_t> sizes{{"I64", 8}, {"F32", 4}, {"I32", 4}, {"I8", 1}};
    const auto& entry = header_.at(name);
    if (sizes.at(entry.at("dtype").get<std::string>()) != sizeof(T)) throw std::runtime_error("wrong type: " + name);
    const auto range = entry.at("data_offsets").get<std::array<std::size_t, 2>>();
    std::vector<T> data((range[1] - range[0]) / sizeof(T));
    std::memcpy(data.data(), bytes_.data() + range[0], range[1] - range[0]);
    return data;
  }

  // H x W x C; a vector becomes 1 x 1 x C.
  template <class T> Tensor<T> tensor(const std::string& name) const {
    std::vector<int> s = shape(name);
    while (s.size() < 3) s.insert(s.begin(), 1);
    Tensor<T> t(s.at(0), s.at(1), s.at(2));
    t.data = values<T>(name);
    return t;
  }

  // The part of each name that follows `prefix`, for the names that begin with it.
  std::vector<std::string> names(const std::string& prefix) const {
    std::vector<std::string> found;
    for (const auto& [name, entry] : header_.items())
      if (name.rfind(prefix, 0) == 0) found.push_back(name.substr(prefix.size()));
    return found;
  }

 private:
  nlohmann::json header_;
  std::string bytes_;
};

}  // namespace reference
