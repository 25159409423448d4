#pragma once

#include <array>
#include <edgelite/edgelite.hpp>

struct Example
    : edgelite::Network<edgelite::Input<9, 7, 3>,
                        edgelite::Conv2d<20, edgelite::Kernel<3>, edgelite::Stride<2>, edgelite::Bias>,
                        edgelite::BatchNorm2d, edgelite::Relu6,
                        edgelite::Residual<edgelite::DepthwiseConv2d<edgelite::Kernel<3>>, edgelite::BatchNorm2d>,
                        edgelite::HardSwish, edgelite::GlobalAveragePool, edgelite::Linear<10>> {};

using Logits = std::array<float, 10>;
using Image = std::array<float, 9 * 7 * 3>;

Logits narrow(const edgelite::Parameters<Example, float>& parameters, const Image& image);
Logits wide(const edgelite::Parameters<Example, float>& parameters, const Image& image);
