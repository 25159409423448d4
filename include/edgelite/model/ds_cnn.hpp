// DS-CNN, the keyword spotting network of MLPerf Tiny (Banbury et al. 2021, arXiv:2106.07597; after Zhang et al. 2017,
// arXiv:1711.07128): four depthwise-separable blocks on a spectrogram, batch norms folded into biases as in MLPerf
// Tiny's .tflite files.
//
// Input: 49 frames of 20 ms x 10 MFCC coefficients. Output: probabilities, one a class. StemStride: of the first
// convolution, rows and columns.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/average_pool2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/repeat.hpp"
#include "edgelite/layer/softmax.hpp"
#include "edgelite/network/metrics.hpp"

namespace edgelite::model {

namespace ds_cnn {

constexpr int reduced(int extent, int stride) { return (extent + stride - 1) / stride; }

// The mean of the whole image; unlike GlobalAveragePool it keeps the int8 scale, as TFLite's AVERAGE_POOL_2D does.
template <class In, int Stride>
using Mean = AveragePool2d<Kernel<reduced(In::shape.height, Stride), reduced(In::shape.width, Stride)>>;

}  // namespace ds_cnn

template <int Classes = 12, class In = Input<49, 10, 1>, int Width = 64, int StemStride = 2>
struct DsCnn : Network<In, Conv2d<Width, Kernel<10, 4>, Stride<StemStride>, Bias>, Relu,            // 25 x 5 x 64
                       Repeat<4, DepthwiseConv2d<Bias>, Relu, PointwiseConv2d<Width, Bias>, Relu>,  //
                       ds_cnn::Mean<In, StemStride>, Flatten, Linear<Classes>, Softmax> {};

}  // namespace edgelite::model
