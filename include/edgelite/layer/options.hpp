// Options of layers with a window, and the rule for its output's size.
//
//   Same (the default)  TensorFlow: out = ceil(in / stride); total padding max((out - 1) stride + extent - in, 0), the
//                       smaller half first
//   Valid               out = floor((in - extent) / stride) + 1
//   Padding<...>        PyTorch: <P> on every side, <Rows, Columns>, or <Top, Bottom, Left, Right>;
//                       out = floor((in + before + after - extent) / stride) + 1
//   CeilMode            PyTorch's pools: ceil in place of floor, as long as the last window starts inside x or its left
//                       padding
//   ExcludePadding      AveragePool2d: Padding<> does not count (PyTorch's count_include_pad=False)
//
// extent = (kernel - 1) dilation + 1.
#pragma once

#include <array>
#include <initializer_list>
#include <type_traits>

#include "edgelite/layer/operation.hpp"

namespace edgelite {

struct WindowOptions {
  enum class Rule { same, valid, explicit_padding };
  Window window{};
  Rule rule = Rule::same;
  int pad_top = 0, pad_bottom = 0, pad_left = 0, pad_right = 0;  // of explicit padding
  int groups = 1, multiplier = 1;
  bool bias = false, ceil_mode = false, exclude_padding = false;
};

struct Option {};

template <int Height, int Width = Height> struct Kernel : Option {
  static_assert(Height > 0 && Width > 0, "Kernel: extents must be positive");
  static constexpr void set(WindowOptions& o) { o.window.kernel_h = Height, o.window.kernel_w = Width; }
};
template <int Rows, int Columns = Rows> struct Stride : Option {
  static_assert(Rows > 0 && Columns > 0, "Stride: strides must be positive");
  static constexpr void set(WindowOptions& o) { o.window.stride_h = Rows, o.window.stride_w = Columns; }
};
template <int Rows, int Columns = Rows> struct Dilation : Option {
  static_assert(Rows > 0 && Columns > 0, "Dilation: dilations must be positive");
  static constexpr void set(WindowOptions& o) { o.window.dilation_h = Rows, o.window.dilation_w = Columns; }
};
template <int... Sides> struct Padding : Option {
  static constexpr std::size_t count = sizeof...(Sides);
  static_assert(((Sides >= 0) && ...), "Padding: must not be negative");
  static constexpr void set(WindowOptions& o) {
    static_assert(count == 1 || count == 2 || count == 4,
                  "Padding: say Padding<All>, Padding<Rows, Columns> or Padding<Top, Bottom, Left, Right>");
    constexpr std::array<int, count> side{Sides...};
    o.rule = WindowOptions::Rule::explicit_padding;
    o.pad_top = side[0];
    o.pad_bottom = side[count == 4 ? 1 : 0];
    o.pad_left = side[count / 2];
    o.pad_right = side[count - 1];
  }
};
struct Same : Option {
  static constexpr void set(WindowOptions& o) { o.rule = WindowOptions::Rule::same; }
};
struct Valid : Option {
  static constexpr void set(WindowOptions& o) { o.rule = WindowOptions::Rule::valid; }
};
struct CeilMode : Option {
  static constexpr void set(WindowOptions& o) { o.ceil_mode = true; }
};
struct ExcludePadding : Option {
  static constexpr void set(WindowOptions& o) { o.exclude_padding = true; }
};
template <int Count> struct Groups : Option {
  static_assert(Count > 0, "Groups: must be positive");
  static constexpr void set(WindowOptions& o) { o.groups = Count; }
};
template <int Count> struct DepthMultiplier : Option {
  static_assert(Count > 0, "DepthMultiplier: must be positive");
  static constexpr void set(WindowOptions& o) { o.multiplier = Count; }
};
struct Bias : Option {
  static constexpr void set(WindowOptions& o) { o.bias = true; }
};

template <class... Options> inline constexpr bool are_options = (std::is_base_of_v<Option, Options> && ...);

// What the options say, in order, over the layer's defaults.
template <class... Options> constexpr WindowOptions window_options(int kernel) {
  static_assert(are_options<Options...>,
                "a layer's options are Kernel<>, Stride<>, Padding<>, Same, Valid, Dilation<>, Groups<>, "
                "DepthMultiplier<>, CeilMode, ExcludePadding, Bias");
  WindowOptions o;
  o.window.kernel_h = o.window.kernel_w = kernel;
  if constexpr (are_options<Options...>) (void)std::initializer_list<int>{0, (Options::set(o), 0)...};
  return o;
}

// Do the options stride?
template <class... Options>
inline constexpr bool is_strided = [] {
  constexpr Window window = window_options<Options...>(1).window;
  return window.stride_h > 1 || window.stride_w > 1;
}();

struct Extent {
  int out = 1, before = 0, after = 0;
  bool fits = true;  // false: the window is larger than the padded input
};

constexpr Extent window_extent(WindowOptions::Rule rule, bool ceil_mode, int in, int kernel, int stride, int dilation,
                               int before, int after) {
  const int extent = (kernel - 1) * dilation + 1;
  if (rule == WindowOptions::Rule::same) {
    const int out = (in + stride - 1) / stride, total = (out - 1) * stride + extent - in;
    return {out, total > 0 ? total / 2 : 0, total > 0 ? total - total / 2 : 0, in > 0};
  }
  if (rule == WindowOptions::Rule::valid) before = after = 0;
  const int room = in + before + after - extent;
  if (room < 0) return {1, 0, 0, false};
  int out = room / stride + 1;
  if (ceil_mode && room % stride != 0 && out * stride < in + before) ++out;
  return {out, before, after, true};
}

// Places the window on a shape: fills in its padding, and says the output's shape with `channels` channels.
constexpr Shape place_window(const WindowOptions& o, Shape from, int channels, Window& window, bool* fits = nullptr) {
  window = o.window;
  const Extent h = window_extent(o.rule, o.ceil_mode, from.height, window.kernel_h, window.stride_h, window.dilation_h,
                                 o.pad_top, o.pad_bottom);
  const Extent w = window_extent(o.rule, o.ceil_mode, from.width, window.kernel_w, window.stride_w, window.dilation_w,
                                 o.pad_left, o.pad_right);
  window.top = h.before, window.bottom = h.after;
  window.left = w.before, window.right = w.after;
  if (fits) *fits = h.fits && w.fits;
  return {h.out, w.out, channels};
}

constexpr bool window_fits(const WindowOptions& o, Shape from) {
  Window window;
  bool fits = false;
  place_window(o, from, 1, window, &fits);
  return fits;
}

}  // namespace edgelite
