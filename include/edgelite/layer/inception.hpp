// Inception<One, Reduce3, Three, Reduce5, Five, Pooled>: four views of x side by side (GoogLeNet, Szegedy et al. 2015).
//
//   y = (pw One, conv 3 x 3 Three after pw Reduce3, conv 5 x 5 Five after pw Reduce5, pw Pooled after max pool 3 x 3)
//
// pw: pointwise; every convolution has a bias and a relu. H x W x C -> H x W x (One + Three + Five + Pooled).
// Names: 0.0; 1.0, 1.2; 2.0, 2.2; 3.1.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/max_pool2d.hpp"

namespace edgelite {

template <int One, int Reduce3, int Three, int Reduce5, int Five, int Pooled>
using Inception = Concat<Sequence<PointwiseConv2d<One, Bias>, Relu>,
                         Sequence<PointwiseConv2d<Reduce3, Bias>, Relu, Conv2d<Three, Kernel<3>, Bias>, Relu>,
                         Sequence<PointwiseConv2d<Reduce5, Bias>, Relu, Conv2d<Five, Kernel<5>, Bias>, Relu>,
                         Sequence<MaxPool2d<Kernel<3>, Stride<1>>, PointwiseConv2d<Pooled, Bias>, Relu>>;

}  // namespace edgelite
