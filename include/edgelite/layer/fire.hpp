// Fire<Squeeze, One, Three>: few pointwise filters, then many of two sizes (SqueezeNet, Iandola et al. 2016).
//
//   s = relu(pointwise(x)), Squeeze filters;  y = (relu(pointwise(s)), relu(conv 3 x 3 of s))
//
// H x W x C -> H x W x (One + Three); convolutions with bias. Names: 0 squeeze, 2.0.0 and 2.1.0 expansions.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/conv2d.hpp"

namespace edgelite {

template <int Squeeze, int One, int Three>
using Fire =
    Sequence<PointwiseConv2d<Squeeze, Bias>, Relu,
             Concat<Sequence<PointwiseConv2d<One, Bias>, Relu>, Sequence<Conv2d<Three, Kernel<3>, Bias>, Relu>>>;

}  // namespace edgelite
