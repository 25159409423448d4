// BasicBlock<Filters, Options...>: ResNet's block of two 3 x 3 convolutions (He et al. 2016), its shortcut without
// parameters (their option A).
//
//   y = relu(s + bn(conv(relu(bn(conv(x))))))
//   s = x; with a stride every stride-th pixel of x, as many channels of zeros before as after them
//
// H x W x C -> OH x OW x Filters; C = Filters, with a stride Filters / 2. Options (Stride<>, padding) are the first
// convolution's; the second has the padding of `Same`. Names: conv1, bn1, conv2, bn2.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/layer/pad.hpp"
#include "edgelite/layer/residual.hpp"

namespace edgelite {

template <int Filters, class... Options> struct BasicBlock : Addition {
  static constexpr Window window = window_options<Options...>(3).window;
  using First = Named<"conv1", Conv2d<Filters, Kernel<3>, Options...>>;
  using FirstNorm = Named<"bn1", BatchNorm2d>;
  using Second = Named<"conv2", Conv2d<Filters, Kernel<3>>>;
  using SecondNorm = Named<"bn2", BatchNorm2d>;
  using Subsample = MaxPool2d<Kernel<1>, Stride<window.stride_h, window.stride_w>>;
  using Widen = Pad<0, 0, 0, 0, Filters / 4, Filters / 4>;
  using children = Children<First, FirstNorm, Relu, Second, SecondNorm, Subsample, Widen, Relu>;

  static constexpr Value emit(Builder& b, Value x) {
    Value r = x;
    if constexpr (is_strided<Options...>) r = emit_in_turn<Subsample, Widen>(b, x, 5);
    return b.child<Relu>(7, emit_sum(b, emit_in_turn<First, FirstNorm, Relu, Second, SecondNorm>(b, x), r));
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1),
                  "BasicBlock: its filters must be as many as the input's channels, with a stride twice as many");
  }
};

}  // namespace edgelite
