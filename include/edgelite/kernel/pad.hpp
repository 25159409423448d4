// Padding: y is x with `top` rows before it and `left` columns beside it; what lies outside x is `value`.
//
// The output may not lie over x.
#pragma once

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T, class Z> constexpr void pad(const Z& z, const T* x, T* y, T value) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const int row = i - z.top, column = j - z.left;
      const bool inside = row >= 0 && row < z.height && column >= 0 && column < z.width;
      T* to = y + i * z.y_row + j * z.y_pixel;
      if (inside) {
        const T* from = x + row * z.x_row + column * z.x_pixel;
        for (int c = 0; c < z.channels; ++c) to[c] = from[c];
      } else {
        for (int c = 0; c < z.channels; ++c) to[c] = value;
      }
    }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
