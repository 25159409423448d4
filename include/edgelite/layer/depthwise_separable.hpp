// DepthwiseSeparable<Filters, Act = Relu, Options...>: depthwise 3 x 3, then pointwise, each with batch norm and
// activation (MobileNet, Howard et al. 2017).
//
// H x W x C -> OH x OW x Filters; Options are the depthwise convolution's. Names: 0 depthwise, 1 batch norm, 3
// pointwise, 4 batch norm.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"

namespace edgelite {

template <int Filters, class Act = Relu, class... Options>
using DepthwiseSeparable =
    Sequence<DepthwiseConv2d<Options...>, BatchNorm2d, Act, PointwiseConv2d<Filters>, BatchNorm2d, Act>;

}  // namespace edgelite
