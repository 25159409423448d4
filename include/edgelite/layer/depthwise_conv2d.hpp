// DepthwiseConv2d<Options...>: each channel convolved with DepthMultiplier<M> windows of its own (M = 1); no bias
// unless `Bias`.
//
//   y[i, j, c M + m] = b[c M + m] + sum over p, q of x[i s + p d - top, j s + q d - left, c] w[c M + m, 0, p, q]
//
// x: H x W x C -> OH x OW x C M; options: Kernel<3>, Stride<1>, Same | Valid | Padding<>, Dilation<1>,
// DepthMultiplier<1>, Bias. Parameters: weight [C M, 1, kh, kw], bias [C M].
#pragma once

#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "edgelite/layer/options.hpp"
#include "edgelite/layer/weighted.hpp"

namespace edgelite {

constexpr Value emit_depthwise_conv2d(Builder& b, Value x, const WindowOptions& options) {
  Window window;
  const Shape to = place_window(options, x.shape, x.shape.channels * options.multiplier, window);
  Operation op = weighted_operation(to.channels, window.taps(), options.bias, to);
  op.window = window;
  op.groups = x.shape.channels;
  return b.emit(op, {x}, to);
}

// A multiplier makes it a grouped convolution with as many groups as channels.
template <class... Options>
using DepthwiseBase = std::conditional_t<window_options<Options...>(3).multiplier == 1, WeightedLayer<DepthwiseKernel>,
                                         WeightedLayer<ConvolutionKernel>>;

template <class... Options> struct DepthwiseConv2d : DepthwiseBase<Options...> {
  static constexpr WindowOptions options = window_options<Options...>(3);
  static_assert(options.groups == 1, "DepthwiseConv2d: has as many groups as channels; Groups<> belongs to Conv2d");

  static constexpr Value emit(Builder& b, Value x) { return emit_depthwise_conv2d(b, x, options); }
  template <class At> static constexpr void check() {
    static_assert(window_fits(options, At::shape(0)), "DepthwiseConv2d: the kernel is larger than the padded input");
  }
  static constexpr void tensors(const Operation& op, TensorList& t) {
    t.add("weight", {op.channels, 1, op.window.kernel_h, op.window.kernel_w});
    if (op.biased) t.add("bias", {op.channels});
  }
};

}  // namespace edgelite
