// The sizes of the kernel calls that a problem is made of: one; squeeze_excite has five, one after the other: mean,
// pointwise + ReLU, pointwise, sigmoid, product.
#pragma once

#include "edgelite/core/size.hpp"
#include "edgelite/kernel/packing.hpp"
#include "problem.hpp"

namespace bench {

using Calls = std::array<edgelite::Size, 5>;

constexpr edgelite::Size between(edgelite::Shape x, edgelite::Shape y) {
  edgelite::Size z;
  z.height = x.height, z.width = x.width, z.channels = x.channels;
  z.out_height = y.height, z.out_width = y.width, z.out_channels = y.channels;
  z.x_pixel = x.channels, z.x_row = x.channels * x.width;
  z.y_pixel = y.channels, z.y_row = y.channels * y.width;
  z.low = z.high = z.second = false;
  return z;
}

// Rows or columns of padding before the input.
constexpr int same_padding(int in, int out, int window, int stride, int dilation) {
  const int total = (out - 1) * stride + (window - 1) * dilation + 1 - in;
  return total > 0 ? total / 2 : 0;
}

constexpr Calls calls(const Problem& p) {
  const edgelite::Shape x = p.in, y = p.out(), pixel{1, 1, x.channels};
  edgelite::Size z = between(x, y);
  z.rounding = p.rounding();
  if (p.kernel == Kernel::squeeze_excite) {
    const edgelite::Shape hidden{1, 1, p.options.hidden};
    edgelite::Size first = between(pixel, hidden);
    edgelite::Size second = between(hidden, pixel);
    first.low = true;
    first.rounding = second.rounding = p.rounding();
    z.r_pixel = z.r_row = 0;
    return {between(x, pixel), first, second, between(pixel, pixel), z};
  }
  if (p.has_second()) z.r_pixel = z.x_pixel, z.r_row = z.x_row;
  z.groups = p.groups();
  if (p.kernel == Kernel::grouped_shuffle) z.shuffle = z.groups;
  z.kernel_h = z.kernel_w = p.window();
  z.stride_h = z.stride_w = p.stride();
  z.dilation_h = z.dilation_w = p.dilation();
  z.top = p.kernel == Kernel::pad ? p.options.padding
                                  : same_padding(x.height, y.height, p.window(), p.stride(), p.dilation());
  z.left = p.kernel == Kernel::pad ? p.options.padding
                                   : same_padding(x.width, y.width, p.window(), p.stride(), p.dilation());
  if (p.kernel == Kernel::global_average_pool) z.top = z.left = 0;
  return {z};
}

}  // namespace bench
