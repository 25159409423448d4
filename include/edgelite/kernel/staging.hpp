// A band of rows of x is copied with the padding around it, so that the loops over the window know no borders, and each
// element is made what the architecture multiplies (Staged).
//
// A staged row is W' = (OW - 1) s + (kw - 1) d + 1 pixels of C elements, contiguous; a band holds the rows that `band`
// output rows read: as many as fit in `room` elements, one output row at least.
#pragma once

#include "edgelite/core/size.hpp"
#include "edgelite/kernel/tiling.hpp"

namespace edgelite {

template <class Z> constexpr int staged_width(const Z& z) {
  return (z.out_width - 1) * z.stride_w + (z.kernel_w - 1) * z.dilation_w + 1;
}
template <class Z> constexpr int staged_rows(const Z& z, int out_rows) {
  return (out_rows - 1) * z.stride_h + (z.kernel_h - 1) * z.dilation_h + 1;
}
template <class Z> constexpr int band_rows(const Z& z, int room) {
  const int window = staged_rows(z, 1), fit = room / (staged_width(z) * z.channels);
  const int rows = fit > window ? (fit - window) / z.stride_h + 1 : 1;
  return rows < z.out_height ? rows : z.out_height;
}
template <class Z> constexpr int staged_size(const Z& z, int room) {
  return staged_rows(z, band_rows(z, room)) * staged_width(z) * z.channels;
}

// The sizes of a call that reads staged rows instead of x.
template <class Z> struct StagedSize : Z {
  static constexpr int x_pixel = Z::channels, x_row = staged_width(Z{}) * Z::channels, top = 0, left = 0;
};
template <class Z> constexpr auto staged(const Z& z) {
  if constexpr (StaticSize<Z>) {
    return StagedSize<Z>{};
  } else {
    Z s = z;
    s.x_pixel = z.channels, s.x_row = staged_width(z) * z.channels, s.top = s.left = 0;
    return s;
  }
}

// The sizes of a call that stores contiguous pixels, for a channel shuffle or an addition to read, instead of y.
template <class Z> struct BandedSize : Z {
  static constexpr int shuffle = 1, y_pixel = Z::out_channels, y_row = Z::out_channels * Z::out_width;
  static constexpr int r_pixel = 0, r_row = 0;
  static constexpr bool second = false;
};
template <class Z> constexpr auto banded(const Z& z) {
  if constexpr (StaticSize<Z>) {
    return BandedSize<Z>{};
  } else {
    Z b = z;
    b.shuffle = 1, b.y_pixel = z.out_channels, b.y_row = z.out_channels * z.out_width, b.r_pixel = b.r_row = 0;
    b.second = false;
    return b;
  }
}

// Copies what output rows [first, first + rows) read.
template <class P, class T, class Z>
constexpr void stage(const Z& z, const T* x, int first, int rows, T padding, typename P::Staged* to) {
  const int width = staged_width(z), inside = width - z.left < z.width ? width - z.left : z.width;
  typename P::Staged outside{};
  P::convert(&padding, 1, &outside);
  auto fill = [&](int pixels) {
    for (int k = 0; k < pixels * z.channels; ++k) *to++ = outside;
  };
  auto copy = [&](const T* from, int count) {
    P::convert(from, count, to);
    to += count;
  };
  for (int r = 0; r < staged_rows(z, rows); ++r) {
    const int row = first * z.stride_h + r - z.top;
    if (row < 0 || row >= z.height) {
      fill(width);
      continue;
    }
    fill(z.left);
    const T* from = x + row * z.x_row;
    if (z.x_pixel == z.channels)
      copy(from, inside * z.channels);
    else
      for (int j = 0; j < inside; ++j) copy(from + j * z.x_pixel, z.channels);
    fill(width - z.left - inside);
  }
}

}  // namespace edgelite
