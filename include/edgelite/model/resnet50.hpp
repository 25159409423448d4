// ResNet-50 (He et al. 2016), the stride in the 3 x 3 convolutions as in torchvision's resnet50, whose names the
// parameters have.
//
// Input: height and width multiples of 16 StemStride. Output: logits, one a class. StemStride: of the first
// convolution, which a pooling of stride 2 follows; 1 for small images.
#pragma once

#include "edgelite/layer/bottleneck.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace resnet50 {

template <Text Name, int Blocks, int Width, class... Options>
using Layer = Named<Name, Stage<Blocks, Bottleneck<Width, Padding<1>, Options...>, Bottleneck<Width, Padding<1>>>>;

}  // namespace resnet50

template <int Classes = 1000, class In = Input<224, 224, 3>, int StemStride = 2>
struct ResNet50 : Network<In, Named<"conv1", Conv2d<64, Kernel<7>, Stride<StemStride>, Padding<3>>>,
                          Named<"bn1", BatchNorm2d>, Relu, MaxPool2d<Kernel<3>, Stride<2>, Padding<1>>,  //
                          resnet50::Layer<"layer1", 3, 64>,              // 56 x 56 x 256
                          resnet50::Layer<"layer2", 4, 128, Stride<2>>,  // 28 x 28 x 512
                          resnet50::Layer<"layer3", 6, 256, Stride<2>>,  // 14 x 14 x 1024
                          resnet50::Layer<"layer4", 3, 512, Stride<2>>,  // 7 x 7 x 2048
                          GlobalAveragePool, Named<"fc", Linear<Classes>>> {
  static_assert(takes<In, 16 * StemStride>,
                "ResNet50: height and width must be multiples of 16 StemStride (of 32 by default)");
};

}  // namespace edgelite::model
