// DenseBlock<N, Growth>: every layer reads all that came before it (DenseNet, Huang et al. 2017).
//
//   x <- (x, conv 3 x 3 of relu(bn(x))), N times;  H x W x C -> H x W x (C + N Growth)
//
// Every part is written where the result needs it. In int8 the whole block shares one scale.
// Names: "i.1.0" batch norm and "i.1.2" convolution of layer i.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/identity.hpp"
#include "edgelite/layer/repeat.hpp"

namespace edgelite {

template <int N, int Growth>
using DenseBlock = Repeat<N, Concat<Identity, Sequence<BatchNorm2d, Relu, Conv2d<Growth, Kernel<3>>>>>;

}  // namespace edgelite
