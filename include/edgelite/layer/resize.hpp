// Resize<Height, Width, Mode> and ResizeBy<Factor, Mode>; Mode: Nearest (the default) or Bilinear. PyTorch's
// interpolate with align_corners=False; formulas and the int8 rounding: kernel/resize.hpp.
//
// H x W x C -> Height x Width x C, or H Factor x W Factor x C; no parameters.
#pragma once

#include "edgelite/kernel/resize.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct Nearest {
  template <class T, class Z> static constexpr void resize(const Z& z, const T* x, T* y) { resize_nearest(z, x, y); }
};
struct Bilinear {
  template <class T, class Z> static constexpr void resize(const Z& z, const T* x, T* y) { resize_bilinear(z, x, y); }
};

template <class Mode> struct Resizing : Layer {
  static constexpr Value emit_resized(Builder& b, Value x, int height, int width) {
    Operation op;
    op.tied = true;
    return b.emit(op, {x}, {height, width, x.shape.channels});
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    Mode::resize(c.size, c.x, c.y);
  }
};

template <int Height, int Width, class Mode = Nearest> struct Resize : Resizing<Mode> {
  static_assert(Height > 0 && Width > 0, "Resize: extents must be positive");
  static constexpr Value emit(Builder& b, Value x) { return Resizing<Mode>::emit_resized(b, x, Height, Width); }
};

template <int Factor, class Mode = Nearest> struct ResizeBy : Resizing<Mode> {
  static_assert(Factor > 0, "ResizeBy: the factor must be positive");
  static constexpr Value emit(Builder& b, Value x) {
    return Resizing<Mode>::emit_resized(b, x, x.shape.height * Factor, x.shape.width * Factor);
  }
};

}  // namespace edgelite
