// Crop<Top, Left, Height, Width>: y[i, j, c] = x[Top + i, Left + j, c];  H x W x C -> Height x Width x C.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <int Top, int Left, int Height, int Width> struct Crop : Layer {
  static_assert(Top >= 0 && Left >= 0 && Height > 0 && Width > 0,
                "Crop<Top, Left, Height, Width>: the corner must not be negative, the extents must be positive");

  static constexpr Value emit(Builder& b, Value x) {
    Operation op;
    op.tied = true;
    op.window.top = Top;
    op.window.left = Left;
    return b.emit(op, {x}, {Height, Width, x.shape.channels});
  }
  template <class At> static constexpr void check() {
    static_assert(Top + Height <= At::shape(0).height && Left + Width <= At::shape(0).width,
                  "Crop<Top, Left, Height, Width>: the part must lie inside the input");
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    copy(c.size, c.x + c.size.top * c.size.x_row + c.size.left * c.size.x_pixel, c.y);
  }
};

}  // namespace edgelite
