// MobileNetV3-Small and -Large (Howard et al. 2019): inverted residuals with squeeze-excite and hard-swish. State-dict
// names, padding and the batch norms' epsilon (1/1000) are those of torchvision's mobilenet_v3_small and _large.
//
// Input: height and width multiples of 16 StemStride; for images of 32 x 32 StemStride 1. Width: a std::ratio; channels
// are multiples of 8. Output: logits, one a class.
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
#include "edgelite/layer/squeeze_excite.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/model/scaled.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace mobilenet_v3 {

template <class Convolution, class... Act>
using Unit = Sequence<Convolution, BatchNorm<Epsilon<std::ratio<1, 1000>>>, Act...>;
template <int Size, class Act, int Step>
using Depthwise = Unit<DepthwiseConv2d<Kernel<Size>, Padding<Size / 2>, Stride<Step>>, Act>;
template <class W, int Inner>
using Attention = SqueezeExcite<Hidden<scaled<std::ratio<1>>(scaled<W>(Inner) / 4)>, HardSigmoid>;

template <bool Kept, int Filters, class... Parts>
using Block = ResidualIf<Kept, Named<"block", Sequence<Parts..., Unit<PointwiseConv2d<Filters>>>>>;

// A row of the paper's tables: the kernel's extent, channels before, inside and after, activation, stride.
template <class W, int Size, int From, int Inner, int To, class Act, int Step, class... Attend>
using Row = Block<Step == 1 && scaled<W>(From) == scaled<W>(To), scaled<W>(To),
                  Unit<PointwiseConv2d<scaled<W>(Inner)>, Act>, Depthwise<Size, Act, Step>, Attend...>;
template <class W, int Size, int From, int Inner, int To, class Act = HardSwish, int Step = 1>
using Plain = Row<W, Size, From, Inner, To, Act, Step>;
template <class W, int Size, int From, int Inner, int To, class Act = HardSwish, int Step = 1>
using Attentive = Row<W, Size, From, Inner, To, Act, Step, Attention<W, Inner>>;

template <class W, int StemStride>
using Stem = Unit<Conv2d<scaled<W>(16), Kernel<3>, Padding<1>, Stride<StemStride>>, HardSwish>;
template <class W, int Filters> using Head = Unit<PointwiseConv2d<6 * scaled<W>(Filters)>, HardSwish>;

template <class W, int StemStride>
using Small = Sequence<Stem<W, StemStride>,                                                      // 112 x 112
                       Block<false, scaled<W>(16), Depthwise<3, Relu, 2>, Attention<W, 16>>,     // 56 x 56
                       Plain<W, 3, 16, 72, 24, Relu, 2>, Plain<W, 3, 24, 88, 24, Relu>,          // 28 x 28
                       Attentive<W, 5, 24, 96, 40, HardSwish, 2>, Attentive<W, 5, 40, 240, 40>,  // 14 x 14
                       Attentive<W, 5, 40, 240, 40>, Attentive<W, 5, 40, 120, 48>, Attentive<W, 5, 48, 144, 48>,  //
                       Attentive<W, 5, 48, 288, 96, HardSwish, 2>, Attentive<W, 5, 96, 576, 96>,  // 7 x 7
                       Attentive<W, 5, 96, 576, 96>, Head<W, 96>>;

template <class W, int StemStride>
using Large = Sequence<Stem<W, StemStride>, Block<true, scaled<W>(16), Depthwise<3, Relu, 1>>,        // 112 x 112
                       Plain<W, 3, 16, 64, 24, Relu, 2>, Plain<W, 3, 24, 72, 24, Relu>,               // 56 x 56
                       Attentive<W, 5, 24, 72, 40, Relu, 2>, Attentive<W, 5, 40, 120, 40, Relu>,      // 28 x 28
                       Attentive<W, 5, 40, 120, 40, Relu>,                                            //
                       Plain<W, 3, 40, 240, 80, HardSwish, 2>, Plain<W, 3, 80, 200, 80>,              // 14 x 14
                       Plain<W, 3, 80, 184, 80>, Plain<W, 3, 80, 184, 80>,                            //
                       Attentive<W, 3, 80, 480, 112>, Attentive<W, 3, 112, 672, 112>,                 //
                       Attentive<W, 5, 112, 672, 160, HardSwish, 2>, Attentive<W, 5, 160, 960, 160>,  // 7 x 7
                       Attentive<W, 5, 160, 960, 160>, Head<W, 160>>;

template <class In, class Features, int Width, int Classes>
using Layers = Network<In, Named<"features", Features>, GlobalAveragePool, Flatten,
                       Named<"classifier", Sequence<Linear<Width>, HardSwish, Dropout, Linear<Classes>>>>;

}  // namespace mobilenet_v3

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2>
struct MobileNetV3Small
    : mobilenet_v3::Layers<In, mobilenet_v3::Small<Width, StemStride>, scaled<Width>(1024), Classes> {
  static_assert(takes<In, 16 * StemStride>,
                "MobileNetV3Small: height and width must be multiples of 16 StemStride (of 32 by default)");
};

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2>
struct MobileNetV3Large
    : mobilenet_v3::Layers<In, mobilenet_v3::Large<Width, StemStride>, scaled<Width>(1280), Classes> {
  static_assert(takes<In, 16 * StemStride>,
                "MobileNetV3Large: height and width must be multiples of 16 StemStride (of 32 by default)");
};

}  // namespace edgelite::model
