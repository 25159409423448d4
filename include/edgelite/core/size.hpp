// The sizes and strides of one kernel call. Kernel text reads `z.height`, `z.kernel_h` ... and is the same for both
// forms: Size holds them at run time (one body for all calls: small), Fixed<size> as constants (unrolled: fast).
//
// x is the input, y the output, r the second operand; strides count elements. A stride of 0 repeats (broadcast).
#pragma once

#include <type_traits>

#include "edgelite/core/fixed_point.hpp"

namespace edgelite {

struct Size {
  int height = 1, width = 1, channels = 1;              // of x
  int out_height = 1, out_width = 1, out_channels = 1;  // of y
  int kernel_h = 1, kernel_w = 1, stride_h = 1, stride_w = 1;
  int dilation_h = 1, dilation_w = 1;
  int top = 0, bottom = 0, left = 0, right = 0;  // rows and columns of padding around x
  int groups = 1, first = 0;                     // first: an offset that the layer defines (Slice: first channel)
  int shuffle = 1;                               // G > 1: channel g O/G + c of the O is stored as channel c G + g
  bool low = true, high = true, second = true;   // false: the epilogue has no such bound, no second operand
  Rounding rounding = Rounding::twice;           // of int8 sums
  int x_pixel = 1, x_row = 1, y_pixel = 1, y_row = 1, r_pixel = 0, r_row = 0;

  constexpr bool operator==(const Size&) const = default;
};

template <class Source> struct Fixed {  // Source::size: a constexpr Size
  static constexpr const Size& source = Source::size;
  constexpr operator const Size&() const { return source; }
  static constexpr int height = Source::size.height, width = Source::size.width, channels = Source::size.channels;
  static constexpr int out_height = Source::size.out_height, out_width = Source::size.out_width;
  static constexpr int out_channels = Source::size.out_channels;
  static constexpr int kernel_h = Source::size.kernel_h, kernel_w = Source::size.kernel_w;
  static constexpr int stride_h = Source::size.stride_h, stride_w = Source::size.stride_w;
  static constexpr int dilation_h = Source::size.dilation_h, dilation_w = Source::size.dilation_w;
  static constexpr int top = Source::size.top, left = Source::size.left;
  static constexpr int bottom = Source::size.bottom, right = Source::size.right;
  static constexpr int groups = Source::size.groups, first = Source::size.first, shuffle = Source::size.shuffle;
  static constexpr Rounding rounding = Source::size.rounding;
  static constexpr bool low = Source::size.low, high = Source::size.high, second = Source::size.second;
  static constexpr int x_pixel = Source::size.x_pixel, x_row = Source::size.x_row;
  static constexpr int y_pixel = Source::size.y_pixel, y_row = Source::size.y_row;
  static constexpr int r_pixel = Source::size.r_pixel, r_row = Source::size.r_row;
};

// Are the sizes of Z constants (Fixed<>)? Then tiles are chosen at compile time.
template <class Z>
concept StaticSize = !std::is_same_v<Z, Size>;  // asking for a constant Z::out_width is an error in g++ 12

// Does a k x k window at any output position reach outside x?
template <class Z> constexpr bool reaches_outside(const Z& z) {
  return z.top > 0 || z.left > 0 ||
         (z.out_height - 1) * z.stride_h + (z.kernel_h - 1) * z.dilation_h - z.top >= z.height ||
         (z.out_width - 1) * z.stride_w + (z.kernel_w - 1) * z.dilation_w - z.left >= z.width;
}

}  // namespace edgelite
