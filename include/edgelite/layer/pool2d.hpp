// What MaxPool2d and AveragePool2d share: options, shapes, checks.
//
// Options: Kernel<2>, Stride<> (the kernel's extents unless given, as in PyTorch), Same | Valid | Padding<>, CeilMode.
// emit_pool is the same with options that are known at run time.
#pragma once

#include "edgelite/kernel/pooling.hpp"
#include "edgelite/layer/layer.hpp"
#include "edgelite/layer/options.hpp"

namespace edgelite {

template <class... Options> constexpr WindowOptions pool_options() {
  WindowOptions o = window_options<Options...>(2);
  WindowOptions given;
  given.window.stride_h = given.window.stride_w = 0;
  if constexpr (are_options<Options...>) (void)std::initializer_list<int>{0, (Options::set(given), 0)...};
  if (given.window.stride_h == 0) o.window.stride_h = o.window.kernel_h, o.window.stride_w = o.window.kernel_w;
  return o;
}

constexpr Value emit_pool(Builder& b, Value x, const WindowOptions& options) {
  Operation op;
  op.tied = true;
  const Shape to = place_window(options, x.shape, x.shape.channels, op.window);
  return b.emit(op, {x}, to);
}

// Does every window reach into the input?
constexpr bool padding_is_below_kernel(const WindowOptions& o) {
  return o.pad_top < o.window.kernel_h && o.pad_bottom < o.window.kernel_h && o.pad_left < o.window.kernel_w &&
         o.pad_right < o.window.kernel_w;
}

template <class... Options> struct Pool2d : Layer {
  static constexpr WindowOptions options = pool_options<Options...>();

  static constexpr Value emit(Builder& b, Value x) { return emit_pool(b, x, options); }
  template <class At> static constexpr void check() {
    static_assert(window_fits(options, At::shape(0)), "pooling: the kernel is larger than the padded input");
    static_assert(padding_is_below_kernel(options),
                  "pooling: Padding<> must be smaller than the kernel, or windows lie outside the input");
    static_assert(options.window.dilation_h == 1 && options.window.dilation_w == 1 && options.groups == 1 &&
                      options.multiplier == 1 && !options.bias,
                  "pooling: takes Kernel<>, Stride<>, Same, Valid, Padding<>, CeilMode and ExcludePadding only");
    static_assert(!(options.ceil_mode && options.rule == WindowOptions::Rule::same),
                  "pooling: CeilMode needs Padding<> or Valid; Same has a size of its own");
  }
};

}  // namespace edgelite
