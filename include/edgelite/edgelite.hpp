// edgelite: neural networks as C++ types. This header brings all that a program or a firmware needs to define and run one.
#pragma once

#include "edgelite/core/version.hpp"
#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/layer/squeeze_excite.hpp"
#include "edgelite/network/metrics.hpp"
#include "edgelite/network/run.hpp"
