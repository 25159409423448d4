// GlobalAveragePool: y[c] = mean over i, j of x[i, j, c]; H x W x C -> 1 x 1 x C, no parameters.
#pragma once

#include "edgelite/kernel/pooling.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct GlobalAveragePool : Layer {
  static constexpr Value emit(Builder& b, Value x) {
    Operation op;
    op.tied = true;
    op.window.kernel_h = x.shape.height;
    op.window.kernel_w = x.shape.width;
    return b.emit(op, {x}, {1, 1, x.shape.channels});
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    global_average_pool<Arch>(c.size, c.x, c.y);
  }
};

}  // namespace edgelite
