// Operations that treat every element alone: y = f(x), y = f(x, r), y = x. Plain loops over contiguous channels, which
// compilers vectorise. The output may lie over x or r. A stride of 0 repeats an operand (a gate a channel, over all
// pixels).
#pragma once

#include "edgelite/core/element.hpp"
#include "edgelite/core/isa.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class Z, class T, class F> constexpr void map(const Z& z, const T* x, T* y, F f) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const T* from = x + i * z.x_row + j * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < z.out_channels; ++c) to[c] = f(from[c]);
    }
}

template <class Z, class T, class F> constexpr void map(const Z& z, const T* x, const T* r, T* y, F f) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const T* a = x + i * z.x_row + j * z.x_pixel;
      const T* b = r + i * z.r_row + j * z.r_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < z.out_channels; ++c) to[c] = f(a[c], b[c]);
    }
}

template <class Z, class T> constexpr void copy(const Z& z, const T* x, T* y) {
  map(z, x, y, [](T v) { return v; });
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
