// The optimized lightweight CNN of paper 002, a student of ResNet-50 for CIFAR-10 and Tiny ImageNet: depthwise and
// grouped convolutions in bottleneck residual blocks, 3.2 million parameters. The paper gives no layer table. Chosen
// here:
//
//   - its teacher's stages, 3, 4, 6 and 3 bottlenecks with 256 to 2048 channels, a quarter of them inside, so that
//     features can be distilled stage by stage
//   - in each, relu(x + f(x)), the 3 x 3 convolution is depthwise and the pointwise ones have 4 groups with a channel
//     shuffle between them (ShuffleNet); the first stage, with few channels, has no groups
//   - where a stage begins, a shortcut of a pointwise convolution in as many groups; from the second stage on with
//     stride 2
//   - a stem for 32 x 32 pixels, 3 x 3 with stride 1 and without pooling (StemStride 2 for 64 x 64); the paper's
//     dropout before the classifier
//
// 3 218 186 parameters and 257.5 million multiply-accumulates at 32 x 32 and 10 classes (ResNet-50 with such a stem:
// 23.5 million, 1.3 billion); tests/golden/networks.py has the same network in PyTorch.
//
// Input: height and width multiples of 8 StemStride. Output: logits, one a class.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/channel_shuffle.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace optimized_cnn {

template <int Filters, int G, class... Options>
using Branch =
    Sequence<PointwiseConv2d<Filters / 4, Groups<G>>, BatchNorm2d, Relu, ChannelShuffle<G>,
             DepthwiseConv2d<Padding<1>, Options...>, BatchNorm2d, PointwiseConv2d<Filters, Groups<G>>, BatchNorm2d>;

template <int Filters, int G, class... Options>
using First = Sequence<
    Residual<Shortcut<PointwiseConv2d<Filters, Groups<G>, Options...>, BatchNorm2d>, Branch<Filters, G, Options...>>,
    Relu>;

template <int Blocks, int Filters, int G, class... Options>
using Layer = Stage<Blocks, First<Filters, G, Options...>, Sequence<Residual<Branch<Filters, G>>, Relu>>;

}  // namespace optimized_cnn

template <int Classes = 10, class In = Input<32, 32, 3>, int StemStride = 1>
struct OptimizedCNN : Network<In, Conv2d<64, Kernel<3>, Stride<StemStride>, Padding<1>>, BatchNorm2d, Relu,
                              optimized_cnn::Layer<3, 256, 1>,              // 32 x 32 x 256
                              optimized_cnn::Layer<4, 512, 4, Stride<2>>,   // 16 x 16 x 512
                              optimized_cnn::Layer<6, 1024, 4, Stride<2>>,  // 8 x 8 x 1024
                              optimized_cnn::Layer<3, 2048, 4, Stride<2>>,  // 4 x 4 x 2048
                              GlobalAveragePool, Flatten, Dropout, Linear<Classes>> {
  static_assert(takes<In, 8 * StemStride>, "OptimizedCNN: height and width must be multiples of 8 StemStride");
};

}  // namespace edgelite::model
