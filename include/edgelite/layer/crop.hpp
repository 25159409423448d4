// Crop<Top, Left, Height, Width>: y[i, j, c] = x[Top + i, Left + j, c];  H x W x C -> Height x Width x C.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr Value emit_crop(Builder& b, Value x, int top, int left, int height, int width) {
  Operation op;
  op.tied = true;
  op.window.top = top;
  op.window.left = left;
  return b.emit(op, {x}, {height, width, x.shape.channels});
}

template <int Top, int Left, int Height, int Width> struct Crop : Layer {
  static_assert(Top >= 0 && Left >= 0 && Height > 0 && Width > 0,
                "Crop<Top, Left, Height, Width>: the corner must not be negative, the extents must be positive");

  static constexpr Value emit(Builder& b, Value x) { return emit_crop(b, x, Top, Left, Height, Width); }
  template <class At> static constexpr void check() {
    static_assert(Top + Height <= At::shape(0).height && Left + Width <= At::shape(0).width,
                  "Crop<Top, Left, Height, Width>: the part must lie inside the input");
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    copy(c.size, c.x + c.size.top * c.size.x_row + c.size.left * c.size.x_pixel, c.y);
  }
};

}  // namespace edgelite
