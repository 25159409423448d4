// HL-CNN, the hybrid lightweight CNN of paper 001 (Shukla): depthwise-separable convolutions, bottlenecks, channel
// attention and the fusion F = a F1 + b F2 of local and global features, a and b learned. The paper names these parts
// and 310 million multiply-accumulates, and gives no layer table. Chosen here:
//
//   - stages as MobileNet's: a depthwise-separable convolution of stride 2 doubles the channels, 64 to 1024
//   - two blocks a stage at 1/4, 1/8 and 1/16 of the resolution, y = relu(x + pointwise(attention(relu(F)))): a
//     bottleneck to a quarter of the channels, as ResNet's, inside which all else works
//   - F1, local: depthwise 3 x 3. F2, global: the same features at half the resolution, depthwise 5 x 5, back by
//     nearest neighbours
//   - attention: squeeze-excite with a quarter of the bottleneck's channels, once for each block, where channels are
//     few
//
// 306.8 million multiply-accumulates and 2.13 million parameters at 224 x 224 and 1000 classes; tests/golden/networks.py
// has the same network in PyTorch.
//
// Input: height and width multiples of 16 StemStride. Output: logits, one a class. StemStride: of the first
// convolution; 1 for small images.
#pragma once

#include "edgelite/layer/average_pool2d.hpp"
#include "edgelite/layer/depthwise_separable.hpp"
#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/layer/resize.hpp"
#include "edgelite/layer/squeeze_excite.hpp"
#include "edgelite/layer/weighted_sum.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace hl_cnn {

using Local = Sequence<DepthwiseConv2d<Padding<1>>, BatchNorm2d>;
using Global = Sequence<AveragePool2d<Kernel<2>>, DepthwiseConv2d<Kernel<5>, Padding<2>>, BatchNorm2d, ResizeBy<2>>;

template <int Filters>
using Block = Sequence<Residual<PointwiseConv2d<Filters / 4>, BatchNorm2d, Relu, WeightedSum<Local, Global>, Relu,
                                SqueezeExcite<Reduction<4>>, PointwiseConv2d<Filters>, BatchNorm2d>,
                       Relu>;

template <int Filters> using Down = DepthwiseSeparable<Filters, Relu, Stride<2>, Padding<1>>;

}  // namespace hl_cnn

template <int Classes = 1000, class In = Input<224, 224, 3>, int StemStride = 2>
struct HLCNN : Network<In, Conv2d<32, Kernel<3>, Stride<StemStride>, Padding<1>>, BatchNorm2d, Relu,
                       DepthwiseSeparable<64, Relu, Padding<1>>,                   // 112 x 112 x 64
                       hl_cnn::Down<128>, hl_cnn::Block<128>, hl_cnn::Block<128>,  // 56 x 56 x 128
                       hl_cnn::Down<256>, hl_cnn::Block<256>, hl_cnn::Block<256>,  // 28 x 28 x 256
                       hl_cnn::Down<512>, hl_cnn::Block<512>, hl_cnn::Block<512>,  // 14 x 14 x 512
                       hl_cnn::Down<1024>,                                         // 7 x 7 x 1024
                       GlobalAveragePool, Flatten, Dropout, Linear<Classes>> {
  static_assert(takes<In, 16 * StemStride>,
                "HLCNN: height and width must be multiples of 16 StemStride (of 32 by default): what is halved for the "
                "global features is doubled again");
};

}  // namespace edgelite::model
