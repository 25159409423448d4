// Channel shuffle: the channels of a pixel, read as a matrix of groups x (C / groups), transposed.
//
//   y[i, j, c G + g] = x[i, j, g C/G + c]
//
// The output may not lie over x.
#pragma once

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class Arch, class T, class Z> constexpr void channel_shuffle(const Z& z, const T* x, T* y) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j)
      Primitives<Arch, T>::interleave(x + i * z.x_row + j * z.x_pixel, z.groups, z.channels / z.groups,
                                      y + i * z.y_row + j * z.y_pixel);
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
