// The product of two values, y = x r; r may be 1 x 1 x C and then scales every pixel's channels. What Mul and
// SqueezeExcite emit.
//
// int8: y = clamp(zo + round((x - zx) (r - zr) sx sr / so)), TFLite MUL.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct Product : Layer {
  static constexpr Value emit_product(Builder& b, Value x, Value r) {
    Operation op;
    op.in_place = op.takes_clamp = true;
    return b.emit(op, {x, r}, x.shape);
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? QuantizedProduct::words : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      QuantizedProduct::of(source.in(0), source.in(1), source.out(), op.low, op.high).write(to.constants);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      combine<Arch>(c.size, c.x, c.r, c.y, QuantizedProduct::read(c.constants));
    else
      multiply<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
  }
};

}  // namespace edgelite
