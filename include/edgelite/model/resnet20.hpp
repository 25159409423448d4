// ResNet-20 and the other ResNets of depth 6 N + 2 for CIFAR-10 (He et al. 2016, section 4.2): N blocks at full, half
// and a quarter of the resolution, with 16, 32 and 64 channels. Shortcuts are theirs for CIFAR-10 (option A): identity,
// with zeros for the new channels, so that the network has no parameters more than the plain one (0.27 million at N =
// 3).
//
// Input: height and width multiples of 4 StemStride. Output: logits, one a class. StemStride: of the first convolution;
// 1 for small images.
#pragma once

#include "edgelite/layer/basic_block.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace resnet20 {

template <Text Name, int Blocks, int Filters, class... Options>
using Layer = Named<Name, Stage<Blocks, BasicBlock<Filters, Padding<1>, Options...>, BasicBlock<Filters, Padding<1>>>>;

}  // namespace resnet20

template <int Classes = 10, class In = Input<32, 32, 3>, int StemStride = 1, int Blocks = 3>
struct ResNet20 : Network<In, Named<"conv1", Conv2d<16, Kernel<3>, Stride<StemStride>, Padding<1>>>,
                          Named<"bn1", BatchNorm2d>, Relu, resnet20::Layer<"layer1", Blocks, 16>,  // 32 x 32 x 16
                          resnet20::Layer<"layer2", Blocks, 32, Stride<2>>,                        // 16 x 16 x 32
                          resnet20::Layer<"layer3", Blocks, 64, Stride<2>>,                        // 8 x 8 x 64
                          GlobalAveragePool, Named<"linear", Linear<Classes>>> {
  static_assert(takes<In, 4 * StemStride>, "ResNet20: height and width must be multiples of 4 StemStride");
};

}  // namespace edgelite::model
