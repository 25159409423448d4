// EfficientNet-Lite0 to Lite4 (Tan and Le 2019; github.com/tensorflow/tpu, efficientnet/lite): EfficientNet without
// attention and swish, for int8. As timm's tf_efficientnet_lite0 to 4, whose names the parameters have: TensorFlow's
// Same padding, batch norms' epsilon 1/1000.
//
// Input: RGB, normalised as in training; Lite0 to Lite4 were made for 224, 240, 260, 280 and 300 pixels a side. Output:
// logits, one a class. Width and Depth multiply channels and layers (model/scaled.hpp), but those of the stem and head,
// and the layers of the first and last stage. StemStride: of the first convolution; 1 for small images.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/model/scaled.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace efficientnet_lite {

template <Text Name> using Norm = Named<Name, BatchNorm<Epsilon<std::ratio<1, 1000>>>>;

template <int Filters>
using Separable = Sequence<Named<"conv_dw", DepthwiseConv2d<>>, Norm<"bn1">, Relu6,
                           Named<"conv_pw", PointwiseConv2d<Filters>>, Norm<"bn2">>;

// MobileNetV2's block, List being Sequence<> or Residual<>.
template <template <class...> class List, int Channels, int Filters, class... Options>
using Inverted = List<Named<"conv_pw", PointwiseConv2d<6 * Channels>>, Norm<"bn1">, Relu6,  //
                      Named<"conv_dw", DepthwiseConv2d<Options...>>, Norm<"bn2">, Relu6,    //
                      Named<"conv_pwl", PointwiseConv2d<Filters>>, Norm<"bn3">>;

template <int Layers, int Channels, int Filters, int Window, int Step>
using Group = Stage<Layers, Inverted<Sequence, Channels, Filters, Kernel<Window>, Stride<Step>>,
                    Inverted<Residual, Filters, Filters, Kernel<Window>>>;

template <class Width, class Depth, class W = Width>
using Groups = Sequence<Sequence<Separable<scaled<W>(16)>>,                                   // 112 x 112
                        Group<scaled_depth<Depth>(2), scaled<W>(16), scaled<W>(24), 3, 2>,    // 56 x 56
                        Group<scaled_depth<Depth>(2), scaled<W>(24), scaled<W>(40), 5, 2>,    // 28 x 28
                        Group<scaled_depth<Depth>(3), scaled<W>(40), scaled<W>(80), 3, 2>,    // 14 x 14
                        Group<scaled_depth<Depth>(3), scaled<W>(80), scaled<W>(112), 5, 1>,   //
                        Group<scaled_depth<Depth>(4), scaled<W>(112), scaled<W>(192), 5, 2>,  // 7 x 7
                        Group<1, scaled<W>(192), scaled<W>(320), 3, 1>>;

}  // namespace efficientnet_lite

template <class Width, class Depth, int Classes, class In, int StemStride = 2>
struct EfficientNetLite
    : Network<In, Named<"conv_stem", Conv2d<32, Kernel<3>, Stride<StemStride>>>, efficientnet_lite::Norm<"bn1">, Relu6,
              Named<"blocks", efficientnet_lite::Groups<Width, Depth>>,  //
              Named<"conv_head", PointwiseConv2d<1280>>, efficientnet_lite::Norm<"bn2">, Relu6, GlobalAveragePool,
              Dropout, Named<"classifier", Linear<Classes>>> {};

template <int Classes = 1000, class In = Input<224, 224, 3>, int StemStride = 2>
using EfficientNetLite0 = EfficientNetLite<std::ratio<1>, std::ratio<1>, Classes, In, StemStride>;
template <int Classes = 1000, class In = Input<240, 240, 3>, int StemStride = 2>
using EfficientNetLite1 = EfficientNetLite<std::ratio<1>, std::ratio<11, 10>, Classes, In, StemStride>;
template <int Classes = 1000, class In = Input<260, 260, 3>, int StemStride = 2>
using EfficientNetLite2 = EfficientNetLite<std::ratio<11, 10>, std::ratio<12, 10>, Classes, In, StemStride>;
template <int Classes = 1000, class In = Input<280, 280, 3>, int StemStride = 2>
using EfficientNetLite3 = EfficientNetLite<std::ratio<12, 10>, std::ratio<14, 10>, Classes, In, StemStride>;
template <int Classes = 1000, class In = Input<300, 300, 3>, int StemStride = 2>
using EfficientNetLite4 = EfficientNetLite<std::ratio<14, 10>, std::ratio<18, 10>, Classes, In, StemStride>;

}  // namespace edgelite::model
