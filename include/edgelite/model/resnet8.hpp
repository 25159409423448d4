// ResNet-8, the image classification network of MLPerf Tiny (Banbury et al. 2021, arXiv:2106.07597): three residual
// blocks (He et al. 2016) at full, half and a quarter of the resolution; from the second block on the shortcut is a 1 x
// 1 convolution. Every convolution has a bias; batch norms are Keras', with epsilon 1/1000.
//
// Input: height and width multiples of 4 StemStride; each element the pixel's byte, 0 to 255. Output: probabilities,
// one a class.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/add.hpp"
#include "edgelite/layer/average_pool2d.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/layer/softmax.hpp"
#include "edgelite/model/input_size.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace resnet8 {

using Norm = BatchNorm<Epsilon<std::ratio<1, 1000>>>;

template <int Filters, class... Options> using Convolution = Conv2d<Filters, Kernel<3>, Bias, Options...>;

// Two convolutions, the first of which may stride. The block's last Relu comes after the sum.
template <int Filters, class... Options>
using Branch = Sequence<Convolution<Filters, Options...>, Norm, Relu, Convolution<Filters>, Norm>;

template <int Filters> using Down = Add<Branch<Filters, Stride<2>>, PointwiseConv2d<Filters, Stride<2>, Bias>>;

// Of the whole image; unlike GlobalAveragePool it keeps the int8 scale, as TFLite's AVERAGE_POOL_2D does.
template <class In, int Reduced>
using Mean = AveragePool2d<Kernel<In::shape.height / Reduced, In::shape.width / Reduced>>;

}  // namespace resnet8

template <int Classes = 10, class In = Input<32, 32, 3>, int StemStride = 1>
struct ResNet8 : Network<In, resnet8::Convolution<16, Stride<StemStride>>, resnet8::Norm, Relu,  // 32 x 32 x 16
                         Residual<resnet8::Branch<16>>, Relu,                                    //
                         resnet8::Down<32>, Relu,                                                // 16 x 16 x 32
                         resnet8::Down<64>, Relu,                                                // 8 x 8 x 64
                         resnet8::Mean<In, 4 * StemStride>, Flatten, Linear<Classes>, Softmax> {
  static_assert(takes<In, 4 * StemStride>, "ResNet8: height and width must be multiples of 4 StemStride");
};

static_assert(metrics<ResNet8<>>.parameters == 78'186);
static_assert(metrics<ResNet8<>>.multiply_accumulates == 12'501'632);

}  // namespace edgelite::model
