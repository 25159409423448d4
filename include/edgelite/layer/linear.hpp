// Linear<Outputs>: fully connected layer with bias (NoBias leaves it out).
//
//   y[o] = b[o] + sum over i of x[i] w[o, i]
//
// x: 1 x 1 x C, or what Flatten made of H x W x C: then i = (c H + y) W + x, as PyTorch flattens -> 1 x 1 x Outputs.
// Parameters: weight [Outputs, inputs], bias [Outputs].
#pragma once

#include "edgelite/kernel/convolution.hpp"
#include "edgelite/layer/weighted.hpp"

namespace edgelite {

constexpr Value emit_linear(Builder& b, Value x, int outputs, bool biased) {
  const Shape from = x.flattened == Shape{} ? x.shape : x.flattened;
  const Shape to{1, 1, outputs};
  Operation op = weighted_operation(outputs, from.size(), biased, to);
  op.from = from;
  op.window.kernel_h = from.height;  // a window over the whole of x reads the weights in PyTorch's channel-first order
  op.window.kernel_w = from.width;
  op.rounding = Rounding::once;
  return b.emit(op, {x}, to);
}

struct NoBias {};

template <int Outputs, class... Options> struct Linear : WeightedLayer<ConvolutionKernel> {
  static_assert(Outputs > 0, "Linear: the number of outputs must be positive");
  static_assert((std::is_same_v<Options, NoBias> && ...), "Linear: its only option is NoBias");

  static constexpr Value emit(Builder& b, Value x) { return emit_linear(b, x, Outputs, sizeof...(Options) == 0); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0).pixels() == 1,
                  "Linear: the input must be 1 x 1 x C; put Flatten or GlobalAveragePool before it");
  }
  static constexpr void tensors(const Operation& op, TensorList& t) {
    t.add("weight", {Outputs, op.per_channel});
    if (op.biased) t.add("bias", {Outputs});
  }
};

}  // namespace edgelite
