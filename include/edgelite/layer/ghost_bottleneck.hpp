// GhostBottleneck<Width, Filters, Attention = Identity, Options...> (GhostNet, Han et al. 2020).
//
//   y = shortcut(x) + ghost2(attention(bn(depthwise(ghost1(x)))))
//
// Without a stride above 1 there is no depthwise convolution and no batch norm after it.
// H x W x C -> OH x OW x Filters; ghost1 has Width filters and a relu, ghost2 none. Attention: SqueezeExcite<...> or
// Identity. Options are the depthwise convolution's. The shortcut is x, or bn(pointwise(bn(depthwise(x)))) where the
// shape changes. Names as in the official code: ghost1, conv_dw, bn_dw, se, ghost2, shortcut.0 ... shortcut.3.
#pragma once

#include "edgelite/layer/ghost_module.hpp"
#include "edgelite/layer/residual.hpp"

namespace edgelite {

template <int Width, int Filters, class Attention = Identity, class... Options> struct GhostBottleneck : Addition {
  static constexpr bool strided = is_strided<Options...>;
  using First = Named<"ghost1", GhostModule<Width>>;
  using Depthwise = Named<"conv_dw", DepthwiseConv2d<Options...>>;
  using Norm = Named<"bn_dw", BatchNorm2d>;
  using Attend = Named<"se", Attention>;
  using Second = Named<"ghost2", GhostModule<Filters, Identity>>;
  using Projection = Shortcut<DepthwiseConv2d<Options...>, BatchNorm2d, PointwiseConv2d<Filters>, BatchNorm2d>;
  using children = Children<First, Depthwise, Norm, Attend, Second, Projection>;

  static constexpr Value emit(Builder& b, Value x) {
    const bool kept = !strided && x.shape.channels == Filters;
    const Value r = kept ? x : b.child<Projection>(5, x);
    Value y = b.child<First>(0, x);
    if (strided) y = b.child<Norm>(2, b.child<Depthwise>(1, y));
    y = b.child<Attend>(3, y);
    return emit_sum(b, b.child<Second>(4, y), r);
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1),
                  "GhostBottleneck: without a stride its convolutions must keep height and width");
  }
};

}  // namespace edgelite
