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
    return {0, is_quantized<T> ? 7 : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) {
      const auto x = source.in(0), r = source.in(1), y = source.out();
      const auto m = FixedPointMultiplier::of(x.scale * r.scale / y.scale);  // in float, as TFLite does
      const std::int32_t words[] = {
          x.zero_point, r.zero_point, y.zero_point, quantized_bound(op.low, y), quantized_bound(op.high, y),
          m.mantissa,   m.shift};
      for (int i = 0; i < 7; ++i) to.constants[i] = words[i];
    }
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      map(c.size, c.x, c.r, c.y, [k = c.constants](T a, T b) {
        const std::int32_t product = (a - k[0]) * (b - k[1]);
        return offset8(multiply_double_rounding(product, {k[5], k[6]}), k[2], k[3], k[4]);
      });
    else
      multiply<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
  }
};

}  // namespace edgelite
