// Padding: y is x with `top` rows and `left` columns before it and `first` channels before its own; what lies outside x
// is `value`.
//
// The output may not lie over x.
#pragma once

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T, class Z> constexpr void pad(const Z& z, const T* x, T* y, T value) {
  auto fill = [&](T* row, int begin, int end) {  // pixels [begin, end)
    for (int j = begin; j < end; ++j)
      for (int c = 0; c < z.out_channels; ++c) row[j * z.y_pixel + c] = value;
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
    for (int j = 0; j < z.width; ++j) {
      T* pixel = to + (z.left + j) * z.y_pixel;
      for (int c = 0; c < z.first; ++c) pixel[c] = value;
      for (int c = 0; c < z.channels; ++c) pixel[z.first + c] = from[j * z.x_pixel + c];
      for (int c = z.first + z.channels; c < z.out_channels; ++c) pixel[c] = value;
    }
    fill(to, z.left + z.width, z.out_width);
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
