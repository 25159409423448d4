// Reshape<Height, Width, Channels>: the elements of x in storage order (row by row, pixel by pixel, channels innermost)
// as a tensor of another shape; costs nothing where the memory plan allows.
//
// Flatten is another thing where a Linear follows: that reads PyTorch's order after a Flatten, storage order after a
// Reshape.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr Value emit_reshape(Builder& b, Value x, Shape to) {
  if (x.shape == to) return {x.id, x.shape};
  Operation op;
  op.role = Role::reshape;
  op.tied = true;
  return b.emit(op, {x}, to);
}

template <int Height, int Width, int Channels> struct Reshape : Layer {
  static_assert(Height > 0 && Width > 0 && Channels > 0, "Reshape<Height, Width, Channels>: extents must be positive");

  static constexpr Value emit(Builder& b, Value x) { return emit_reshape(b, x, {Height, Width, Channels}); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0).size() == Height * Width * Channels,
                  "Reshape<Height, Width, Channels>: must have as many elements as its input");
  }
};

}  // namespace edgelite
