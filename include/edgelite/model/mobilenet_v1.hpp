// MobileNetV1 (Howard et al. 2017): depthwise separable convolutions. State-dict names, padding and Relu6 are those of
// timm's mobilenetv1_100.
//
// Input: height and width multiples of 16 StemStride; for images of 32 x 32 StemStride 1. Width: a std::ratio; channels
// are multiples of 8. Output: logits, one a class.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/model/scaled.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace mobilenet_v1 {

template <class W, int Filters, int Step = 1>
using Block = Sequence<Named<"conv_dw", DepthwiseConv2d<Padding<1>, Stride<Step>>>, Named<"bn1", BatchNorm2d>, Relu6,
                       Named<"conv_pw", PointwiseConv2d<scaled<W>(Filters)>>, Named<"bn2", BatchNorm2d>, Relu6>;

template <class W, int Blocks, int Filters> using Down = Stage<Blocks, Block<W, Filters, 2>, Block<W, Filters>>;

}  // namespace mobilenet_v1

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2>
struct MobileNetV1
    : Network<In, Named<"conv_stem", Conv2d<scaled<Width>(32), Kernel<3>, Padding<1>, Stride<StemStride>>>,
              Named<"bn1", BatchNorm2d>, Relu6,                                   // 112 x 112
              Named<"blocks", Sequence<Sequence<mobilenet_v1::Block<Width, 64>>,  //
                                       mobilenet_v1::Down<Width, 2, 128>,         // 56 x 56
                                       mobilenet_v1::Down<Width, 2, 256>,         // 28 x 28
                                       mobilenet_v1::Down<Width, 6, 512>,         // 14 x 14
                                       mobilenet_v1::Down<Width, 2, 1024>>>,      // 7 x 7
              GlobalAveragePool, Named<"classifier", Linear<Classes>>> {
  static_assert(takes<In, 16 * StemStride>,
                "MobileNetV1: height and width must be multiples of 16 StemStride (of 32 by default)");
};

}  // namespace edgelite::model
