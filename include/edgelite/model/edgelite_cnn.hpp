// EdgeLite-CNN (paper 000): depthwise-separable blocks with channel attention for small images. The paper gives no
// layer table; the widths here are ours, within its 0.89 M parameters: a depthwise-separable residual at full
// resolution, then inverted residuals with squeeze-excite at 1/2, 1/4 and 1/8. examples/training/edgelite_cnn.py is the
// same network in PyTorch, with the same state-dict names.
//
// Input: 32 x 32 x 3, each element (byte - 128) / 64. Output: logits, one a class.
#pragma once

#include "edgelite/layer/dropout.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/inverted_residual.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace edgelite_cnn {

using Attention = SqueezeExcite<Reduction<8>>;

// Keeps the shape, with attention and around it the residual.
template <int Filters, int Inner> using Attend = InvertedResidual<Filters, Hidden<Inner>, Relu, Attention, Padding<1>>;

// Halves the resolution.
template <int Filters, int Inner, class Gate>
using Down = InvertedResidual<Filters, Hidden<Inner>, Relu, Gate, Padding<1>, Stride<2>>;

}  // namespace edgelite_cnn

template <int Classes = 10, class In = Input<32, 32, 3>>
struct EdgeLiteCNN
    : Network<In,                                                    //
              Conv2d<24, Kernel<3>, Padding<1>>, BatchNorm2d, Relu,  // 32 x 32 x 24
              Residual<DepthwiseConv2d<Padding<1>>, BatchNorm2d, Relu, PointwiseConv2d<24>, BatchNorm2d>,  //
              edgelite_cnn::Down<40, 96, Identity>,  // 16 x 16 x 40
              edgelite_cnn::Attend<40, 120>, edgelite_cnn::Attend<40, 120>, edgelite_cnn::Attend<40, 120>,  //
              edgelite_cnn::Down<80, 160, edgelite_cnn::Attention>,  // 8 x 8 x 80
              edgelite_cnn::Attend<80, 240>, edgelite_cnn::Attend<80, 240>, edgelite_cnn::Attend<80, 240>,  //
              edgelite_cnn::Down<128, 320, edgelite_cnn::Attention>,           // 4 x 4 x 128
              edgelite_cnn::Attend<128, 384>, edgelite_cnn::Attend<128, 384>,  //
              PointwiseConv2d<512>, BatchNorm2d, Relu, GlobalAveragePool, Flatten, Dropout, Linear<Classes>> {};

static_assert(metrics<EdgeLiteCNN<>>.parameters == 701'373);
static_assert(metrics<EdgeLiteCNN<>>.multiply_accumulates == 30'387'184);

}  // namespace edgelite::model
