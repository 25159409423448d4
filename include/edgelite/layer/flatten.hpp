// Flatten: H x W x C -> 1 x 1 x HWC, the elements in storage order; costs nothing where the memory plan allows.
//
// A Linear after it reads its weights in PyTorch's order, channel by channel: the value says what was flattened.
// Activations and Dropout may stand between the two.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct Flatten : Layer {
  static constexpr Value emit(Builder& b, Value x) {
    if (x.shape.pixels() == 1) return x;
    Operation op;
    op.role = Role::reshape;
    op.tied = true;
    Value y = b.emit(op, {x}, {1, 1, x.shape.size()});
    y.flattened = x.shape;
    return y;
  }
};

}  // namespace edgelite
