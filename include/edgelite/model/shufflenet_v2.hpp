// ShuffleNetV2 (Ma et al. 2018): half of the channels pass each unit untouched, and a shuffle mixes the halves.
// State-dict names are those of torchvision's shufflenet_v2_x0_5 to shufflenet_v2_x2_0.
//
// Input: height and width multiples of 8 StemStride PoolStride; for images of 32 x 32 StemStride 1 and PoolStride 1,
// which leaves the max pool out. Width: std::ratio 1/2, 1, 3/2 or 2. Output: logits, one a class.
#pragma once

#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/max_pool2d.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/layer/shuffle_unit.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace shufflenet_v2 {

template <int Filters, class... Options> using Unit = Sequence<Conv2d<Filters, Options...>, BatchNorm2d, Relu>;

template <int Units, int Filters>
using Steps = Stage<Units, ShuffleUnitV2<Filters, Stride<2>, Padding<1>>, ShuffleUnitV2<Filters>>;

// Of stage 2; a stage has twice the channels of the one before.
template <class Width> constexpr int channels() {
  constexpr auto halves = 2 * Width::num / Width::den;
  static_assert(2 * Width::num % Width::den == 0 && halves >= 1 && halves <= 4,
                "ShuffleNetV2: Width is 1/2, 1, 3/2 or 2");
  return halves == 1 ? 48 : halves == 2 ? 116 : halves == 3 ? 176 : 244;
}

}  // namespace shufflenet_v2

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2,
          int PoolStride = 2, int C = shufflenet_v2::channels<Width>()>
struct ShuffleNetV2
    : Network<In, Named<"conv1", shufflenet_v2::Unit<24, Kernel<3>, Padding<1>, Stride<StemStride>>>,  // 112 x 112
              std::conditional_t<PoolStride == 1, Identity, MaxPool2d<Kernel<3>, Stride<PoolStride>, Padding<1>>>,  //
              Named<"stage2", shufflenet_v2::Steps<4, C>>,                   // 28 x 28
              Named<"stage3", shufflenet_v2::Steps<8, 2 * C>>,               // 14 x 14
              Named<"stage4", shufflenet_v2::Steps<4, 4 * C>>,               // 7 x 7
              Named<"conv5", shufflenet_v2::Unit<(C < 200 ? 1024 : 2048)>>,  //
              GlobalAveragePool, Named<"fc", Linear<Classes>>> {
  static_assert(takes<In, 8 * StemStride * PoolStride>,
                "ShuffleNetV2: height and width must be multiples of 8 StemStride PoolStride (of 32 by default)");
};

}  // namespace edgelite::model
