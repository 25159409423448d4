// SqueezeNet 1.1 (Iandola et al. 2016; 1.1 of their repository, with 2.4 times fewer multiply-accumulates than 1.0), as
// torchvision's squeezenet1_1, whose names the parameters have.
//
// Input: height and width at least 3 + 11 StemStride, which leaves the last pooling one window. Output: logits, one a
// class. StemStride: of the first convolution; 1 for small images.
#pragma once

#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/fire.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace squeezenet {

using Pool = MaxPool2d<Kernel<3>, Stride<2>, Valid, CeilMode>;

template <int StemStride>
using Features = Sequence<Conv2d<64, Kernel<3>, Stride<StemStride>, Valid, Bias>, Relu, Pool,  //
                          Fire<16, 64, 64>, Fire<16, 64, 64>, Pool,                            //
                          Fire<32, 128, 128>, Fire<32, 128, 128>, Pool,                        //
                          Fire<48, 192, 192>, Fire<48, 192, 192>, Fire<64, 256, 256>, Fire<64, 256, 256>>;

}  // namespace squeezenet

template <int Classes = 1000, class In = Input<224, 224, 3>, int StemStride = 2>
struct SqueezeNet : Network<In, Named<"features", squeezenet::Features<StemStride>>,
                            Named<"classifier", Sequence<Dropout, PointwiseConv2d<Classes, Bias>, Relu>>,
                            GlobalAveragePool, Flatten> {
  static constexpr int smallest = 3 + 11 * StemStride;
  static_assert(In::shape.height >= smallest && In::shape.width >= smallest,
                "SqueezeNet: height and width must be at least 3 + 11 StemStride (25 by default)");
};

}  // namespace edgelite::model
