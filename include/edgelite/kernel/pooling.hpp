// Pooling of every channel over a window, or over the whole image.
//
//   max:     y = max of the elements of x under the window (what lies outside x does not count)
//   average: y = sum of the elements under the window / n; n counts those inside x, or those inside the padded x, whose
//            padding is `padding` (0; int8: the zero point)
//            int8: the quotient rounded half away from zero, clamped, as TFLite's AVERAGE_POOL_2D; input and output
//            share a scale
#pragma once

#include <limits>

#include "edgelite/core/epilogue.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// The part of the window at output position i that lies inside [0, size): first and last + 1 row or column.
struct WindowRange {
  int first, last;
  static constexpr WindowRange of(int i, int stride, int kernel, int before, int size) {
    const int from = i * stride - before, to = from + kernel;
    return {from < 0 ? 0 : from, to > size ? size : to};
  }
  constexpr int length() const { return last - first; }
};

template <class T> constexpr T rounded_mean(typename ElementTraits<T>::Accumulator sum, int count) {
  if constexpr (is_quantized<T>)
    return clamp8((sum < 0 ? sum - count / 2 : sum + count / 2) / count, -128, 127);
  else
    return sum / static_cast<T>(count);
}

template <class T, class Z> constexpr void max_pool(const Z& z, const T* x, T* y) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const auto rows = WindowRange::of(i, z.stride_h, z.kernel_h, z.top, z.height);
      const auto columns = WindowRange::of(j, z.stride_w, z.kernel_w, z.left, z.width);
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < z.channels; ++c) to[c] = std::numeric_limits<T>::lowest();
      for (int k = rows.first; k < rows.last; ++k)
        for (int l = columns.first; l < columns.last; ++l) {
          const T* from = x + k * z.x_row + l * z.x_pixel;
          for (int c = 0; c < z.channels; ++c) to[c] = from[c] > to[c] ? from[c] : to[c];
        }
    }
}

template <class T, class Z>
constexpr void average_pool(const Z& z, const T* x, T* y, bool count_padding, T padding = T(0)) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const auto rows = WindowRange::of(i, z.stride_h, z.kernel_h, z.top, z.height);
      const auto columns = WindowRange::of(j, z.stride_w, z.kernel_w, z.left, z.width);
      const int inside = rows.length() * columns.length();
      int count = inside;
      if (count_padding) {  // PyTorch: a window counts up to the far edge of the padding
        const int end_i = i * z.stride_h + z.kernel_h, end_j = j * z.stride_w + z.kernel_w;
        const int bottom = z.height + 2 * z.top, right = z.width + 2 * z.left;
        count =
            ((end_i < bottom ? end_i : bottom) - i * z.stride_h) * ((end_j < right ? end_j : right) - j * z.stride_w);
      }
      for (int c = 0; c < z.channels; ++c) {
        using Sum = typename ElementTraits<T>::Accumulator;
        Sum sum = static_cast<Sum>(count - inside) * padding;
        for (int k = rows.first; k < rows.last; ++k)
          for (int l = columns.first; l < columns.last; ++l) sum += x[k * z.x_row + l * z.x_pixel + c];
        y[i * z.y_row + j * z.y_pixel + c] = rounded_mean<T>(sum, count);
      }
    }
}

// A block of channels at a time, so that sums stay in registers while the image is read row by row.
template <class T, class Z> constexpr void global_average_pool(const Z& z, const T* x, T* y) {
  constexpr int block = 16;
  for (int first = 0; first < z.channels; first += block) {
    const int count = z.channels - first < block ? z.channels - first : block;
    typename ElementTraits<T>::Accumulator sum[block] = {};
    for (int i = 0; i < z.height; ++i)
      for (int j = 0; j < z.width; ++j) {
        const T* from = x + i * z.x_row + j * z.x_pixel + first;
        for (int c = 0; c < count; ++c) sum[c] += from[c];
      }
    for (int c = 0; c < count; ++c) y[first + c] = rounded_mean<T>(sum[c], z.height * z.width);
  }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
