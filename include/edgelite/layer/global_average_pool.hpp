// GlobalAveragePool: y[c] = mean over i, j of x[i, j, c]; H x W x C -> 1 x 1 x C, no parameters.
//
// int8: y has a scale of its own; TFLite MEAN, which its converter makes of Keras' GlobalAveragePooling2D, rounding in
// kernel/pooling.hpp. AVERAGE_POOL_2D over the whole image, which keeps the scale, is AveragePool2d<Kernel<H, W>>.
#pragma once

#include "edgelite/kernel/pooling.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct GlobalAveragePool : Layer {
  static constexpr Value emit(Builder& b, Value x) {
    Operation op;
    op.window.kernel_h = x.shape.height;
    op.window.kernel_w = x.shape.width;
    return b.emit(op, {x}, {1, 1, x.shape.channels});
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? QuantizedMean::words : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      QuantizedMean::of(source.in(0), source.out(), op.window.taps(), source.rounding()).write(to.constants);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      global_average_pool<Arch>(c.size, c.x, c.y, QuantizedMean::read(c.constants));
    else
      global_average_pool<Arch>(c.size, c.x, c.y);
  }
};

}  // namespace edgelite
