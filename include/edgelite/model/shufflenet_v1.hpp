// ShuffleNetV1 (Zhang et al. 2018), in G = 3 groups unless given: pointwise convolutions in groups, with a channel
// shuffle between them. Our choice, which the paper leaves open: batch norm and Relu follow the first convolution.
//
// Input: height and width multiples of 8 StemStride PoolStride; for images of 32 x 32 StemStride 1 and PoolStride 1,
// which leaves the max pool out. Width: a std::ratio, of all channels. Output: logits, one a class.
// Names: conv1, stage2, stage3, stage4, fc as torchvision's ShuffleNetV2 has them.
#pragma once

#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/layer/shuffle_unit.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace shufflenet_v1 {

// Of stage 2, so that all numbers of groups cost about as much; a stage has twice the channels of the one before.
constexpr int channels(int groups) {
  return groups == 1 ? 144 : groups == 2 ? 200 : groups == 3 ? 240 : groups == 4 ? 272 : groups == 8 ? 384 : 0;
}

template <int Units, int Filters, int G, int First = G>
using Steps = Stage<Units, ShuffleUnitV1<Filters, G, First, Stride<2>, Padding<1>>, ShuffleUnitV1<Filters, G>>;

}  // namespace shufflenet_v1

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int G = 3, int StemStride = 2,
          int PoolStride = 2, int C = static_cast<int>(shufflenet_v1::channels(G) * Width::num / Width::den)>
struct ShuffleNetV1
    : Network<In,
              Named<"conv1", Sequence<Conv2d<static_cast<int>(24 * Width::num / Width::den), Kernel<3>, Padding<1>,
                                             Stride<StemStride>>,
                                      BatchNorm2d, Relu>>,  // 112 x 112
              std::conditional_t<PoolStride == 1, Identity, MaxPool2d<Kernel<3>, Stride<PoolStride>, Padding<1>>>,  //
              Named<"stage2", shufflenet_v1::Steps<4, C, G, 1>>,   // 28 x 28
              Named<"stage3", shufflenet_v1::Steps<8, 2 * C, G>>,  // 14 x 14
              Named<"stage4", shufflenet_v1::Steps<4, 4 * C, G>>,  // 7 x 7
              GlobalAveragePool, Named<"fc", Linear<Classes>>> {
  static_assert(C > 0, "ShuffleNetV1: the paper has 1, 2, 3, 4 or 8 groups");
  static_assert(takes<In, 8 * StemStride * PoolStride>,
                "ShuffleNetV1: height and width must be multiples of 8 StemStride PoolStride (of 32 by default)");
};

}  // namespace edgelite::model
