// MaxPool2d<Options...>: y[i, j, c] = max of x[.., .., c] under the window; what lies outside x does not count.
//
// H x W x C -> OH x OW x C, no parameters; options: Kernel<2>, Stride<> (= kernel), Same | Valid | Padding<>, CeilMode.
#pragma once

#include "edgelite/layer/pool2d.hpp"

namespace edgelite {

template <class... Options> struct MaxPool2d : Pool2d<Options...> {
  static_assert(!Pool2d<Options...>::options.exclude_padding,
                "pooling: ExcludePadding belongs to AveragePool2d; a maximum has no padding that counts");

  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    max_pool<Arch>(c.size, c.x, c.y);
  }
};

}  // namespace edgelite
