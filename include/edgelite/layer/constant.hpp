// Constant<Height, Width, Channels>: y = its parameter, whatever x is. For a branch of Add, Sub, Mul or Concat, or a
// node of a Graph.
//
// Parameter: value [Height, Width, Channels]. int8: stored with the scale and zero point of y.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr Value emit_constant(Builder& b, Value, Shape to) {
  Operation op;
  op.role = Role::constant;
  op.channels = 1;
  op.per_channel = op.parameters = op.trainable = to.size();
  return b.emit(op, nullptr, 0, to);
}

template <int Height, int Width, int Channels> struct Constant : Layer {
  static_assert(Height > 0 && Width > 0 && Channels > 0, "Constant<Height, Width, Channels>: extents must be positive");

  static constexpr Value emit(Builder& b, Value x) { return emit_constant(b, x, {Height, Width, Channels}); }
  static constexpr void tensors(const Operation& op, TensorList& t) {
    t.add("value", {op.to.height, op.to.width, op.to.channels});
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation& op) { return {op.per_channel, 0}; }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    for (int i = 0; i < op.per_channel; ++i) to.elements[i] = source.weight(0, i);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    const int row = c.size.out_width * c.size.out_channels;
    for (int i = 0; i < c.size.out_height; ++i)
      for (int j = 0; j < c.size.out_width; ++j)
        for (int k = 0; k < c.size.out_channels; ++k)
          c.y[i * c.size.y_row + j * c.size.y_pixel + k] = c.elements[i * row + j * c.size.out_channels + k];
  }
};

}  // namespace edgelite
