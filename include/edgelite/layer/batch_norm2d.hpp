// BatchNorm2d: y = (x - running_mean) / sqrt(running_var + epsilon) * weight + bias, a channel; epsilon 1e-5 as in
// PyTorch. BatchNorm<Epsilon<std::ratio<1, 1000>>> has another epsilon.
//
// Folded into the convolution before it where there is one; elsewhere a 1 x 1 depthwise convolution, in place.
// Parameters: weight, bias (trainable), running_mean, running_var; [C] each.
#pragma once

#include <ratio>

#include "edgelite/kernel/depthwise.hpp"
#include "edgelite/layer/weighted.hpp"

namespace edgelite {

template <class Ratio> struct Epsilon {
  static constexpr float value = static_cast<float>(Ratio::num) / static_cast<float>(Ratio::den);
};

template <class E = Epsilon<std::ratio<1, 100'000>>> struct BatchNorm : WeightedLayer<DepthwiseKernel> {
  static constexpr Value emit(Builder& b, Value x) {
    const int channels = x.shape.channels;
    Operation op = weighted_operation(channels, 1, true, x.shape);
    op.role = Role::affine;
    op.groups = channels;
    op.parameters = 4 * channels;
    op.trainable = 2 * channels;
    op.multiply_accumulates = 0;  // by convention: it folds
    op.takes_affine = false;
    op.in_place = true;
    op.epsilon = E::value;
    return b.emit(op, {x}, x.shape);
  }
  static constexpr void tensors(const Operation& op, TensorList& t) {
    t.add("weight", {op.channels});
    t.add("bias", {op.channels});
    t.add("running_mean", {op.channels}, false);
    t.add("running_var", {op.channels}, false);
  }
};

using BatchNorm2d = BatchNorm<>;

}  // namespace edgelite
