// Padding: y is x with `top` rows before it and `left` columns beside it; what lies outside x is `value`.
//
// The output may not lie over x.
#pragma once

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T, class Z> constexpr void pad(const Z& z, const T* x, T* y, T value) {
  auto fill = [&](T* row, int first, int last) {  // pixels [first, last)
    for (int j = first; j < last; ++j)
      for (int c = 0; c < z.channels; ++c) row[j * z.y_pixel + c] = value;
  };
  for (int i = 0; i < z.out_height; ++i) {
    const int row = i - z.top;
    T* to = y + i * z.y_row;
    if (row < 0 || row >= z.height) {
      fill(to, 0, z.out_width);
      continue;
    }
    const T* from = x + row * z.x_row;
    fill(to, 0, z.left);
    for (int j = 0; j < z.width; ++j)
      for (int c = 0; c < z.channels; ++c) to[(z.left + j) * z.y_pixel + c] = from[j * z.x_pixel + c];
    fill(to, z.left + z.width, z.out_width);
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
