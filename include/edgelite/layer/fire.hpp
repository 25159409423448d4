// Fire<Squeeze, One, Three>: few pointwise filters, then many of two sizes (SqueezeNet, Iandola et al. 2016).
//
//   s = relu(pointwise(x)), Squeeze filters;  y = (relu(pointwise(s)), relu(conv 3 x 3 of s))
//
// H x W x C -> H x W x (One + Three); convolutions with bias. Names, as torchvision's: squeeze, expand1x1, expand3x3.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/conv2d.hpp"

namespace edgelite {

template <int Squeeze, int One, int Three> struct Fire : Joining {
  using Reduce = Named<"squeeze", PointwiseConv2d<Squeeze, Bias>>;
  using Small = Named<"expand1x1", PointwiseConv2d<One, Bias>>;
  using Large = Named<"expand3x3", Conv2d<Three, Kernel<3>, Bias>>;
  using children = Children<Reduce, Relu, Small, Relu, Large, Relu>;

  static constexpr Value emit(Builder& b, Value x) {
    x = emit_in_turn<Reduce, Relu>(b, x);
    const Value parts[] = {emit_in_turn<Small, Relu>(b, x, 2), emit_in_turn<Large, Relu>(b, x, 4)};
    return emit_joined(b, parts, 2);
  }
};

}  // namespace edgelite
