// The network of tests/host/tiny_int8.safetensors.
#pragma once

#include <edgelite/edgelite.hpp>

struct TinyNetwork : edgelite::Network<edgelite::Input<4, 4, 3>, edgelite::Conv2d<2, edgelite::Kernel<3>>,
                                       edgelite::BatchNorm2d, edgelite::Relu, edgelite::MaxPool2d<edgelite::Kernel<2>>,
                                       edgelite::GlobalAveragePool, edgelite::Flatten, edgelite::Linear<3>> {};
