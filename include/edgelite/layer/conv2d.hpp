// Conv2d<Filters, Options...>: convolution with bias only if `Bias` is given.
//
//   y[i, j, o] = b[o] + sum over p, q, c of x[i s + p d - top, j s + q d - left, g C/G + c] w[o, c, p, q],  g = o /
//   (Filters / G)
//
// x: H x W x C -> OH x OW x Filters; options: Kernel<1>, Stride<1>, Same | Valid | Padding<>, Dilation<1>, Groups<1>,
// Bias. Parameters: weight [Filters, C/G, kh, kw], bias [Filters]. PointwiseConv2d<Filters> is the 1 x 1 case (with
// Groups<>: grouped).
#pragma once

#include "edgelite/kernel/convolution.hpp"
#include "edgelite/layer/options.hpp"
#include "edgelite/layer/weighted.hpp"

namespace edgelite {

constexpr Value emit_conv2d(Builder& b, Value x, const WindowOptions& options, int filters) {
  Window window;
  const Shape to = place_window(options, x.shape, filters, window);
  Operation op = weighted_operation(filters, window.taps() * x.shape.channels / options.groups, options.bias, to);
  op.window = window;
  op.groups = options.groups;
  op.takes_shuffle = true;
  return b.emit(op, {x}, to);
}

template <int Filters, class... Options> struct Conv2d : WeightedLayer<ConvolutionKernel> {
  static_assert(Filters > 0, "Conv2d: the number of filters must be positive");
  static constexpr WindowOptions options = window_options<Options...>(1);
  static_assert(options.multiplier == 1, "Conv2d: DepthMultiplier<> belongs to DepthwiseConv2d");

  static constexpr Value emit(Builder& b, Value x) { return emit(b, x, Filters); }
  // With a number of filters that only the surrounding layer knows (SqueezeExcite, GhostModule).
  static constexpr Value emit(Builder& b, Value x, int filters) { return emit_conv2d(b, x, options, filters); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0).channels % options.groups == 0 && Filters % options.groups == 0,
                  "Conv2d: Groups<G> must divide the input's channels and the filters");
    static_assert(window_fits(options, At::shape(0)), "Conv2d: the kernel is larger than the padded input");
  }
  static constexpr void tensors(const Operation& op, TensorList& t) {
    t.add("weight", {op.channels, op.per_channel / op.window.taps(), op.window.kernel_h, op.window.kernel_w});
    if (op.biased) t.add("bias", {op.channels});
  }
};

template <int Filters, class... Options> using PointwiseConv2d = Conv2d<Filters, Options...>;

}  // namespace edgelite
