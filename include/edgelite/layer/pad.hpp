// Pad<All> or Pad<Top, Bottom, Left, Right>: rows and columns of zeros around x (int8: of the zero point).
// Pad<Top, Bottom, Left, Right, Front, Back>: channels of zeros, too (the shortcut of ResNet on CIFAR-10).
//
//   y[i, j, c] = x[i - Top, j - Left, c - Front], 0 outside x
//   H x W x C -> (H + Top + Bottom) x (W + Left + Right) x (C + Front + Back)
#pragma once

#include "edgelite/kernel/pad.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

// sides: top, bottom, left, right, front, back.
constexpr Value emit_pad(Builder& b, Value x, const std::array<int, 6>& sides) {
  Operation op;
  op.tied = true;
  op.window.top = sides[0];
  op.window.left = sides[2];
  op.first = sides[4];
  const Shape s = x.shape;
  return b.emit(op, {x},
                {s.height + sides[0] + sides[1], s.width + sides[2] + sides[3], s.channels + sides[4] + sides[5]});
}

template <int... Sides> struct Pad : Layer {
  static_assert(sizeof...(Sides) == 1 || sizeof...(Sides) == 4 || sizeof...(Sides) == 6,
                "Pad: say Pad<All>, Pad<Top, Bottom, Left, Right> or Pad<Top, Bottom, Left, Right, Front, Back>");
  static_assert(((Sides >= 0) && ...), "Pad: sides must not be negative; Crop takes rows and columns away");

  static constexpr int side(std::size_t i) {
    constexpr std::array<int, sizeof...(Sides)> sides{Sides...};
    return i < sides.size() ? sides[i] : i < 4 ? sides[0] : 0;
  }
  static constexpr Value emit(Builder& b, Value x) {
    return emit_pad(b, x, {side(0), side(1), side(2), side(3), side(4), side(5)});
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? 1 : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation&, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) to.constants[0] = source.in(0).zero_point;
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      pad(c.size, c.x, c.y, static_cast<T>(c.constants[0]));
    else
      pad(c.size, c.x, c.y, T(0));
  }
};

}  // namespace edgelite
