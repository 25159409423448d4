// AveragePool2d<Options...>: y[i, j, c] = mean of x[.., .., c] under the window.
//
// With Same padding what lies outside x does not count (TensorFlow); with Padding<> it counts as zeros (PyTorch's
// count_include_pad), up to the far edge of the padding, unless ExcludePadding is given. int8: the mean of the stored
// values, rounded half away from zero.
// H x W x C -> OH x OW x C, no parameters; options: Kernel<2>, Stride<> (= kernel), Same | Valid | Padding<>, CeilMode,
// ExcludePadding.
#pragma once

#include "edgelite/layer/pool2d.hpp"

namespace edgelite {

template <class... Options> struct AveragePool2d : Pool2d<Options...> {
  static constexpr bool count_padding = Pool2d<Options...>::options.rule == WindowOptions::Rule::explicit_padding &&
                                        !Pool2d<Options...>::options.exclude_padding;

  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? 1 : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation&, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) to.constants[0] = source.in(0).zero_point;
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      average_pool<Arch>(c.size, c.x, c.y, count_padding, static_cast<T>(c.constants[0]));
    else
      average_pool<Arch>(c.size, c.x, c.y, count_padding);
  }
};

}  // namespace edgelite
