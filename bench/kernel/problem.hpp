// What one benchmark computes: a kernel, the shape of its input, and what else that kernel needs to be told.
//
// name(): kernel/shape, where shape is HEIGHTxWIDTHxCHANNELS (CHANNELS alone for 1 x 1) and then, where they apply,
//   ->FILTERS or ->HEIGHTxWIDTH, _3x3 window, _s2 stride, _d2 dilation, _g4 groups, _h60 hidden channels, _p1 padding
// element_name(): float, int8, or int8_to_even where sums are rescaled by one float multiplication
// Windows slide with TensorFlow's Same padding.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "edgelite/core/fixed_point.hpp"
#include "edgelite/core/shape.hpp"

namespace bench {

enum class Kernel {
  pointwise,
  conv,
  depthwise,
  grouped_shuffle,  // pointwise in groups, which shuffles the channels as it stores them
  linear,
  squeeze_excite,  // mean, pointwise + ReLU, pointwise + sigmoid, product
  max_pool,
  average_pool,
  global_average_pool,
  add,
  mul,
  hard_swish,
  sigmoid,
  softmax,
  channel_shuffle,
  pad,
  resize_nearest,
  resize_bilinear
};
inline constexpr int kernel_count = 18;

struct Options {  // 0: not given
  int out = 0, to_height = 0, to_width = 0, kernel_size = 0, stride = 0, dilation = 0, groups = 0, hidden = 0,
      padding = 0;
  bool to_even = false;  // int8: edgelite::Rounding::to_even in place of TFLite's
};

enum class Takes { no, maybe, must };

struct Traits {
  std::string_view name;
  Takes out = Takes::no, to = Takes::no, kernel_size = Takes::no, stride = Takes::no, dilation = Takes::no;
  Takes groups = Takes::no, hidden = Takes::no, padding = Takes::no;
};

constexpr Traits traits(Kernel kernel) {
  using enum Takes;
  switch (kernel) {
    case Kernel::pointwise:
      return {.name = "pointwise", .out = must, .stride = maybe, .groups = maybe};
    case Kernel::conv:
      return {.name = "conv", .out = must, .kernel_size = must, .stride = maybe, .dilation = maybe, .groups = maybe};
    case Kernel::depthwise:
      return {.name = "depthwise", .kernel_size = must, .stride = maybe, .dilation = maybe};
    case Kernel::grouped_shuffle:
      return {.name = "grouped_shuffle", .out = must, .groups = must};
    case Kernel::linear:
      return {.name = "linear", .out = must};
    case Kernel::squeeze_excite:
      return {.name = "squeeze_excite", .hidden = must};
    case Kernel::max_pool:
      return {.name = "max_pool", .kernel_size = must, .stride = maybe};
    case Kernel::average_pool:
      return {.name = "average_pool", .kernel_size = must, .stride = maybe};
    case Kernel::global_average_pool:
      return {.name = "global_average_pool"};
    case Kernel::add:
      return {.name = "add"};
    case Kernel::mul:
      return {.name = "mul"};
    case Kernel::hard_swish:
      return {.name = "hard_swish"};
    case Kernel::sigmoid:
      return {.name = "sigmoid"};
    case Kernel::softmax:
      return {.name = "softmax"};
    case Kernel::channel_shuffle:
      return {.name = "channel_shuffle", .groups = must};
    case Kernel::pad:
      return {.name = "pad", .padding = must};
    case Kernel::resize_nearest:
      return {.name = "resize_nearest", .to = must};
    case Kernel::resize_bilinear:
      return {.name = "resize_bilinear", .to = must};
  }
  return {};
}

struct Problem {
  Kernel kernel{};
  edgelite::Shape in{};
  Options options{};

  constexpr int filters() const { return options.out > 0 ? options.out : in.channels; }
  constexpr int window() const { return options.kernel_size > 0 ? options.kernel_size : 1; }
  constexpr int stride() const { return options.stride > 0 ? options.stride : 1; }
  constexpr int dilation() const { return options.dilation > 0 ? options.dilation : 1; }
  constexpr int groups() const {
    return kernel == Kernel::depthwise ? in.channels : options.groups > 0 ? options.groups : 1;
  }
  constexpr int taps() const { return window() * window(); }

  constexpr edgelite::Shape out() const {
    switch (kernel) {
      case Kernel::global_average_pool:
        return {1, 1, in.channels};
      case Kernel::pad:
        return {in.height + 2 * options.padding, in.width + 2 * options.padding, in.channels};
      case Kernel::resize_nearest:
      case Kernel::resize_bilinear:
        return {options.to_height, options.to_width, in.channels};
      default:
        return {(in.height + stride() - 1) / stride(), (in.width + stride() - 1) / stride(), filters()};
    }
  }
  constexpr bool has_second() const { return kernel == Kernel::add || kernel == Kernel::mul; }
  constexpr bool weighted() const {
    return kernel == Kernel::pointwise || kernel == Kernel::conv || kernel == Kernel::depthwise ||
           kernel == Kernel::grouped_shuffle || kernel == Kernel::linear;
  }
  // Of int8 sums.
  constexpr edgelite::Rounding rounding() const {
    return options.to_even            ? edgelite::Rounding::to_even
           : kernel == Kernel::linear ? edgelite::Rounding::once
                                      : edgelite::Rounding::twice;
  }
  template <class T> constexpr bool has_element() const { return edgelite::is_quantized<T> || !options.to_even; }
  constexpr double weights() const {
    const double channels = in.channels;
    if (kernel == Kernel::squeeze_excite) return 2 * channels * options.hidden;
    return weighted() ? channels / groups() * filters() * window() * window() : 0;
  }
  constexpr double biases() const {
    return kernel == Kernel::squeeze_excite ? in.channels + options.hidden : weighted() ? filters() : 0;
  }
  // 0 for kernels that do not multiply and accumulate. Squeeze-excite: its mean and its product count one an element.
  constexpr double multiply_accumulates() const {
    const edgelite::Shape y = out();
    if (kernel == Kernel::squeeze_excite) return weights() + static_cast<double>(in.size());
    return static_cast<double>(y.height) * y.width * weights();
  }
  // Read, weights and written, each byte once.
  template <class T> constexpr double bytes() const {
    const double activations = static_cast<double>(in.size()) * (has_second() ? 2 : 1) + out().size();
    return sizeof(T) * (activations + weights()) + 4 * biases();
  }
};

inline std::string name(const Problem& p) {
  std::string text{traits(p.kernel).name};
  auto put = [&](std::string_view before, int number) { text += std::string(before) + std::to_string(number); };
  text += '/';
  if (p.in.height > 1 || p.in.width > 1) {
    text += std::to_string(p.in.height);
    put("x", p.in.width);
    text += 'x';
  }
  text += std::to_string(p.in.channels);
  const Options& o = p.options;
  if (o.out > 0) put("->", o.out);
  if (o.to_height > 0) put("->", o.to_height), put("x", o.to_width);
  if (o.kernel_size > 0) put("_", o.kernel_size), put("x", o.kernel_size);
  if (o.stride > 1) put("_s", o.stride);
  if (o.dilation > 1) put("_d", o.dilation);
  if (o.groups > 1) put("_g", o.groups);
  if (o.hidden > 0) put("_h", o.hidden);
  if (o.padding > 0) put("_p", o.padding);
  return text;
}

template <class T> std::string element_name(const Problem& p) {
  return !edgelite::is_quantized<T> ? "float" : p.options.to_even ? "int8_to_even" : "int8";
}

// What is wrong with a problem, or nothing: a null pointer.
constexpr const char* complaint(const Problem& p) {
  constexpr int largest = 1'000'000;
  constexpr double most_elements = 1 << 26, most_work = 4e9;
  const Options& o = p.options;
  for (const int number : {p.in.height, p.in.width, p.in.channels})
    if (number < 1 || number > largest) return "height, width and channels must be from 1 to 1000000";
  for (const int number :
       {o.out, o.to_height, o.to_width, o.kernel_size, o.stride, o.dilation, o.groups, o.hidden, o.padding})
    if (number < 0 || number > largest) return "every number must be from 1 to 1000000";
  if (p.kernel == Kernel::linear && (p.in.height > 1 || p.in.width > 1))
    return "the input of linear must be 1 x 1 x CHANNELS";
  if (p.in.channels % p.groups() != 0 || p.filters() % p.groups() != 0)
    return "groups must divide the channels of input and output";
  if (o.to_even && !p.weighted() && p.kernel != Kernel::squeeze_excite)
    return "only kernels with weights have a rounding to choose";
  const double reach = static_cast<double>(p.window() - 1) * p.dilation() + p.stride();
  const double pixels = (p.in.height + reach) * (p.in.width + reach);  // padding included
  const double to = static_cast<double>(o.to_height) * o.to_width;
  const double padded = (p.in.height + 2.0 * o.padding) * (p.in.width + 2.0 * o.padding);
  // Packed weights are filled up to whole panels of at most 64 filters a group.
  const double panels = static_cast<double>(p.groups()) * (p.filters() / p.groups() + 63);
  const double packed = p.kernel == Kernel::depthwise ? (p.in.channels + 63.0) * p.taps()
                        : p.weighted()                ? panels * p.in.channels / p.groups() * p.window() * p.window()
                                                      : 2.0 * (p.in.channels + 63) * (o.hidden + 63);
  if (static_cast<double>(p.window()) * p.window() > most_elements ||
      (pixels + to + padded) * (p.in.channels + p.filters()) + packed > most_elements)
    return "too large: a benchmark's tensors may hold 2^26 elements together";
  if (p.multiply_accumulates() > most_work)
    return "too large: the naive loops that check a kernel take 4 000 000 000 multiply-accumulates at most";
  return nullptr;
}

}  // namespace bench
