// Resizing of an image, as PyTorch's interpolate with align_corners=False. The output may not lie over x.
//
//   nearest:  y[i, j] = x[floor(i H / OH), floor(j W / OW)], the quotients exact
//   bilinear: pixel centres at half integers: s = max((i + 1/2) H / OH - 1/2, 0) lies between rows floor(s) and
//             min(floor(s) + 1, H - 1); columns alike
//             int8: the stored values are mixed with the exact weights (fractions of 4 OH OW) and rounded once, half
//             away from zero; input and output share a scale, so zero points drop out
#pragma once

#include "edgelite/core/element.hpp"
#include "edgelite/core/isa.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class T, class Z> constexpr void resize_nearest(const Z& z, const T* x, T* y) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const T* from = x + i * z.height / z.out_height * z.x_row + j * z.width / z.out_width * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      for (int c = 0; c < z.channels; ++c) to[c] = from[c];
    }
}

// The two rows or columns that an output position mixes: (whole - part) / whole of the first, part / whole of the
// second.
struct Interpolation {
  int first, second, part, whole;

  static constexpr Interpolation of(int i, int in, int out) {
    const int whole = 2 * out, at = (2 * i + 1) * in - out;
    const int position = at > 0 ? at : 0, first = position / whole;
    return {first, first + 1 < in ? first + 1 : in - 1, position % whole, whole};
  }
};

template <class T, class Z> constexpr void resize_bilinear(const Z& z, const T* x, T* y) {
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j) {
      const auto rows = Interpolation::of(i, z.height, z.out_height);
      const auto columns = Interpolation::of(j, z.width, z.out_width);
      const T* above = x + rows.first * z.x_row;
      const T* below = x + rows.second * z.x_row;
      const int left = columns.first * z.x_pixel, right = columns.second * z.x_pixel;
      T* to = y + i * z.y_row + j * z.y_pixel;
      if constexpr (is_quantized<T>) {
        auto mix = [](auto a, auto b, const Interpolation& s) { return a * (s.whole - s.part) + b * s.part; };
        const std::int64_t whole = std::int64_t{rows.whole} * columns.whole;
        for (int c = 0; c < z.channels; ++c) {
          const std::int64_t upper = mix(int{above[left + c]}, int{above[right + c]}, columns);
          const std::int64_t lower = mix(int{below[left + c]}, int{below[right + c]}, columns);
          const std::int64_t sum = mix(upper, lower, rows);
          to[c] = static_cast<T>((sum < 0 ? sum - whole / 2 : sum + whole / 2) / whole);
        }
      } else {
        const T down = static_cast<T>(rows.part) / static_cast<T>(rows.whole);
        const T across = static_cast<T>(columns.part) / static_cast<T>(columns.whole);
        for (int c = 0; c < z.channels; ++c) {
          const T upper = above[left + c] * (1 - across) + above[right + c] * across;
          const T lower = below[left + c] * (1 - across) + below[right + c] * across;
          to[c] = upper * (1 - down) + lower * down;
        }
      }
    }
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
