// InvertedResidual<Filters, Inner = Expansion<6>, Act = Relu6, Attention = Identity, Options...>: wide inside, narrow
// outside (MobileNetV2, Sandler et al. 2018; with attention MobileNetV3 and EfficientNet).
//
//   y = bn(pointwise(attention(act(bn(depthwise(act(bn(pointwise(x)))))))))
//   y + x where the stride is 1 and the shape is kept
//
// H x W x C -> OH x OW x Filters. Inner: Expansion<T> (T C channels) or Hidden<N>; with as many channels as x has, the
// expansion is left out. Attention: SqueezeExcite<...> or Identity. Options are the depthwise convolution's.
// Names: 0 expansion, 1 batch norm, 3 depthwise, 4 batch norm, 6 attention, 7 projection, 8 batch norm.
#pragma once

#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/identity.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/layer/squeeze_excite.hpp"

namespace edgelite {

template <int Times> struct Expansion {
  static_assert(Times > 0, "Expansion: must be positive");
  static constexpr int hidden(int channels) { return channels * Times; }
};

template <int Filters, class Inner = Expansion<6>, class Act = Relu6, class Attention = Identity, class... Options>
struct InvertedResidual : Addition {
  using Expand = PointwiseConv2d<1>;  // its filters are given when the channels are known
  using children = Children<Expand, BatchNorm2d, Act, DepthwiseConv2d<Options...>, BatchNorm2d, Act, Attention,
                            PointwiseConv2d<Filters>, BatchNorm2d>;

  static constexpr Value emit(Builder& b, Value x) {
    const int hidden = Inner::hidden(x.shape.channels);
    Value y = x;
    if (hidden != x.shape.channels) {
      y = b.child<Expand>(0, y, hidden);
      y = b.child<BatchNorm2d>(1, y);
      y = b.child<Act>(2, y);
    }
    y = emit_in_turn<DepthwiseConv2d<Options...>, BatchNorm2d, Act, Attention, PointwiseConv2d<Filters>, BatchNorm2d>(
        b, y, 3);
    return !is_strided<Options...> && y.shape == x.shape ? emit_sum(b, y, x) : y;
  }
};

}  // namespace edgelite
