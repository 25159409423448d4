// Channel shuffle: the channels of a pixel, read as a matrix of groups x (C / groups), transposed.
//
//   y[i, j, c G + g] = x[i, j, g C/G + c]
//
// The output may not lie over x.
#pragma once

#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T, class Z> constexpr void channel_shuffle(const Z& z, const T* x, T* y) {
  const int each = z.channels / z.groups;
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const T* from = x + i * z.x_row + j * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int g = 0; g < z.groups; ++g)
        for (int c = 0; c < each; ++c) to[c * z.groups + g] = from[g * each + c];
    }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
