// MobileNetV2 (Sandler et al. 2018): inverted residuals with linear bottlenecks. State-dict names and padding are those
// of torchvision's mobilenet_v2.
//
// Input: height and width multiples of 8 StemStride SecondStride; for images of 32 x 32 StemStride 1 and, as is common,
// SecondStride 1. Width: a std::ratio; the 1280 channels before the classifier only grow. Output: logits, one a class.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/model/scaled.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace mobilenet_v2 {

template <class Convolution> using Unit = Sequence<Convolution, BatchNorm2d, Relu6>;
template <int Step> using Depthwise = Unit<DepthwiseConv2d<Padding<1>, Stride<Step>>>;

template <bool Kept, class... Parts> using Block = ResidualIf<Kept, Named<"conv", Sequence<Parts..., BatchNorm2d>>>;

template <class W, int From, int To, int Step = 1, int C = scaled<W>(From), int Filters = scaled<W>(To)>
using Inverted =
    Block<Step == 1 && C == Filters, Unit<PointwiseConv2d<6 * C>>, Depthwise<Step>, PointwiseConv2d<Filters>>;

template <class W, int StemStride, int SecondStride, int C = scaled<W>(32), int Filters = scaled<W>(16)>
using Features =
    Sequence<Unit<Conv2d<C, Kernel<3>, Padding<1>, Stride<StemStride>>>,                                    //
             Block<C == Filters, Depthwise<1>, PointwiseConv2d<Filters>>,                                   //
             Inverted<W, 16, 24, SecondStride>, Inverted<W, 24, 24>,                                        //
             Inverted<W, 24, 32, 2>, Inverted<W, 32, 32>, Inverted<W, 32, 32>,                              //
             Inverted<W, 32, 64, 2>, Inverted<W, 64, 64>, Inverted<W, 64, 64>, Inverted<W, 64, 64>,         //
             Inverted<W, 64, 96>, Inverted<W, 96, 96>, Inverted<W, 96, 96>,                                 //
             Inverted<W, 96, 160, 2>, Inverted<W, 160, 160>, Inverted<W, 160, 160>, Inverted<W, 160, 320>,  //
             Unit<PointwiseConv2d<scaled<W>(1280) < 1280 ? 1280 : scaled<W>(1280)>>>;

}  // namespace mobilenet_v2

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2,
          int SecondStride = 2>
struct MobileNetV2 : Network<In, Named<"features", mobilenet_v2::Features<Width, StemStride, SecondStride>>,
                             GlobalAveragePool, Flatten, Named<"classifier", Sequence<Dropout, Linear<Classes>>>> {
  static_assert(takes<In, 8 * StemStride * SecondStride>,
                "MobileNetV2: height and width must be multiples of 8 StemStride SecondStride (of 32 by default)");
};

}  // namespace edgelite::model
