// GhostModule<Filters, Act = Relu, R = 2, Options...> (GhostNet, Han et al. 2020): few filters, the rest cheap maps of
// them.
//
//   p = act(bn(conv(x))), ceil(Filters / R) filters;  q = act(bn(depthwise 3 x 3 of p)), R - 1 maps for each of p
//   y = the first Filters channels of (p, q)
//
// Options are the first convolution's: Kernel<1>, Stride<1>, padding, groups. Act: an activation, or Identity for none.
// H x W x C -> OH x OW x Filters. Names as in the official code: primary_conv.0 (convolution), primary_conv.1 (batch
// norm), cheap_operation.0 (depthwise), cheap_operation.1 (batch norm). In int8 p, q and y share a scale.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/identity.hpp"
#include "edgelite/layer/slice.hpp"

namespace edgelite {

template <int Filters, class Act = Relu, int R = 2, class... Options> struct GhostModule : Joining {
  static_assert(Filters > 0 && R > 1, "GhostModule: needs filters, and a ratio of at least 2");
  static constexpr int primary = (Filters + R - 1) / R;
  using Primary = Named<"primary_conv", Sequence<Conv2d<primary, Options...>, BatchNorm2d, Act>>;
  using Cheap = Named<"cheap_operation",
                      Sequence<DepthwiseConv2d<Kernel<3>, Padding<1>, DepthMultiplier<R - 1>>, BatchNorm2d, Act>>;
  using children = Children<Primary, Cheap, Slice<0, Filters>>;

  static constexpr Value emit(Builder& b, Value x) {
    Value parts[2];
    parts[0] = b.child<Primary>(0, x);
    parts[1] = b.child<Cheap>(1, parts[0]);
    const Value y = emit_joined(b, parts, 2);
    return primary * R == Filters ? y : b.child<Slice<0, Filters>>(2, y);
  }
};

}  // namespace edgelite
