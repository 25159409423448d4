// One tensor of a network's float parameters, named and shaped as in PyTorch's state dict: a convolution's weight is
// [filters, channels / groups, height, width], a linear layer's [outputs, inputs], a bias or batch norm tensor
// [channels]. `offset` counts floats from the start of Parameters<Net, float>::data.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace edgelite {

struct TensorInfo {
  std::array<char, 64> name{};  // ends with a zero
  std::array<int, 4> shape{};
  int rank = 0;
  int offset = 0;
  bool trainable = true;  // false for batch norm's running statistics

  constexpr std::string_view label() const { return name.data(); }
  constexpr int size() const {
    int product = 1;
    for (int i = 0; i < rank; ++i) product *= shape[static_cast<std::size_t>(i)];
    return product;
  }
};

}  // namespace edgelite
