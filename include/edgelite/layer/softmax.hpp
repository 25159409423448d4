// Softmax: y[i, j, c] = e^x[i, j, c] / sum over k of e^x[i, j, k], over the channels of every pixel; shape kept.
//
// int8: output scale 1/256, zero point -128; TFLite SOFTMAX, in fixed point: kernel/softmax.hpp.
#pragma once

#include "edgelite/kernel/softmax.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct Softmax : Layer {
  static constexpr Value emit(Builder& b, Value x) {
    Operation op;
    op.in_place = true;
    op.fixed_output = true;
    return b.emit(op, {x}, x.shape);
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? softmax_table : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation&, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) make_softmax_table(source.in(0).scale, to.constants);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    softmax<Arch>(c.size, c.x, c.y, c.constants);
  }
};

}  // namespace edgelite
