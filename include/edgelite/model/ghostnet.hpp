// GhostNet (Han et al. 2020): bottlenecks of ghost modules, with squeeze-excite. State-dict names are those of timm's
// ghostnet_050, ghostnet_100 and ghostnet_130.
//
// Input: height and width multiples of 16 StemStride; for images of 32 x 32 StemStride 1. Width: a std::ratio; channels
// are multiples of 4, the 1280 before the classifier stay. Output: logits, one a class.
#pragma once

#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/ghost_bottleneck.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/squeeze_excite.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/model/scaled.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace ghostnet {

template <class W> constexpr int channels(int n) { return scaled<W, 4>(n); }

// A row of the paper's table: the kernel's extent, channels inside and after, stride.
template <class W, int Size, int Inner, int Filters, class Attention, int Step>
using Row =
    GhostBottleneck<channels<W>(Inner), channels<W>(Filters), Attention, Kernel<Size>, Padding<Size / 2>, Stride<Step>>;
template <class W, int Size, int Inner, int Filters, int Step = 1>
using Plain = Row<W, Size, Inner, Filters, Identity, Step>;
template <class W, int Size, int Inner, int Filters, int Step = 1>
using Attentive = Row<
    W, Size, Inner, Filters,
    SqueezeExcite<Hidden<channels<std::ratio<1, 4>>(channels<W>(Inner))>, HardSigmoid, "conv_reduce", "conv_expand">,
    Step>;

template <class W>
using Head = Sequence<Named<"conv", PointwiseConv2d<channels<W>(960)>>, Named<"bn1", BatchNorm2d>, Relu>;

template <class W>
using Blocks = Sequence<
    Sequence<Plain<W, 3, 16, 16>>,                                              // 112 x 112
    Sequence<Plain<W, 3, 48, 24, 2>>, Sequence<Plain<W, 3, 72, 24>>,            // 56 x 56
    Sequence<Attentive<W, 5, 72, 40, 2>>, Sequence<Attentive<W, 5, 120, 40>>,   // 28 x 28
    Sequence<Plain<W, 3, 240, 80, 2>>,                                          // 14 x 14
    Sequence<Plain<W, 3, 200, 80>, Plain<W, 3, 184, 80>, Plain<W, 3, 184, 80>,  //
             Attentive<W, 3, 480, 112>, Attentive<W, 3, 672, 112>>,             //
    Sequence<Attentive<W, 5, 672, 160, 2>>,                                     // 7 x 7
    Sequence<Plain<W, 5, 960, 160>, Attentive<W, 5, 960, 160>, Plain<W, 5, 960, 160>, Attentive<W, 5, 960, 160>>,
    Sequence<Head<W>>>;

}  // namespace ghostnet

template <int Classes = 1000, class In = Input<224, 224, 3>, class Width = std::ratio<1>, int StemStride = 2>
struct GhostNet
    : Network<In, Named<"conv_stem", Conv2d<ghostnet::channels<Width>(16), Kernel<3>, Padding<1>, Stride<StemStride>>>,
              Named<"bn1", BatchNorm2d>, Relu, Named<"blocks", ghostnet::Blocks<Width>>, GlobalAveragePool,
              Named<"conv_head", PointwiseConv2d<1280, Bias>>, Relu, Dropout, Named<"classifier", Linear<Classes>>> {
  static_assert(takes<In, 16 * StemStride>,
                "GhostNet: height and width must be multiples of 16 StemStride (of 32 by default)");
};

}  // namespace edgelite::model
