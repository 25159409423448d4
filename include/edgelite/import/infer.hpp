// The shape that a node's output must have, and how many weights the node needs; what its options and its inputs'
// shapes do not allow is an error: a sentence without the node's name. Computed in 64 bits, from shapes of positive
// extents of at most longest_extent.
#pragma once

#include "edgelite/import/ratio.hpp"
#include "edgelite/import/words.hpp"
#include "edgelite/layer/pool2d.hpp"

namespace edgelite::graph {

inline constexpr int longest_extent = 1 << 24;

struct Inferred {
  Shape to{};
  std::int64_t weights = 0, channels = 0;  // channels: of the bias and of the weights' scales
  bool biased = false;
};

namespace detail {

using Numbers = std::initializer_list<std::int64_t>;

inline bool within(Numbers numbers, std::int64_t low, std::int64_t high) {
  for (const std::int64_t n : numbers)
    if (n < low || n > high) return false;
  return true;
}

inline std::int64_t size_of(Shape s) { return std::int64_t{s.height} * s.width * s.channels; }

inline std::string not_positive(std::string_view what, Numbers found) {
  std::string text = "expected " + std::string(what) + " from 1 to " + std::to_string(longest_extent) + ", found";
  for (const std::int64_t n : found) text += " " + std::to_string(n);
  return text;
}

// Places the node's window on a shape: fills in height and width of `to`.
inline std::string place(const Node& node, Shape from, Shape& to) {
  const WindowOptions& o = node.window;
  const Window& w = o.window;
  const Numbers extents{w.kernel_h, w.kernel_w, w.stride_h, w.stride_w, w.dilation_h, w.dilation_w};
  if (!within(extents, 1, longest_extent)) return not_positive("kernel, stride and dilation", extents);
  const std::int64_t rows = (std::int64_t{w.kernel_h} - 1) * w.dilation_h + 1,
                     columns = (std::int64_t{w.kernel_w} - 1) * w.dilation_w + 1;
  if (!within({rows, columns}, 1, longest_extent))
    return "the kernel " + std::to_string(w.kernel_h) + " x " + std::to_string(w.kernel_w) + " with its dilation is " +
           "larger than " + std::to_string(longest_extent);
  if (o.rule == WindowOptions::Rule::explicit_padding &&
      !within({o.pad_top, o.pad_bottom, o.pad_left, o.pad_right}, 0, longest_extent))
    return "expected padding from 0 to " + std::to_string(longest_extent);
  if (!within({static_cast<std::int64_t>(o.rule)}, 0, 2)) return "unknown rule of padding";
  Window placed;
  bool fits = false;
  to = place_window(o, from, to.channels, placed, &fits);
  if (!fits)
    return "the kernel " + std::to_string(w.kernel_h) + " x " + std::to_string(w.kernel_w) +
           " is larger than the padded input " + shape_text(from);
  return {};
}

inline std::string infer_pool(const Node& node, Shape from, Shape& to) {
  const WindowOptions& o = node.window;
  to = from;
  if (std::string wrong = place(node, from, to); !wrong.empty()) return wrong;
  if (o.window.dilation_h != 1 || o.window.dilation_w != 1) return "pooling with dilation is not supported";
  if (o.rule == WindowOptions::Rule::explicit_padding && !padding_is_below_kernel(o))
    return "pooling: expected padding smaller than the kernel, or windows lie outside the input";
  if (o.ceil_mode && o.rule == WindowOptions::Rule::same) return "pooling: ceil mode has no meaning with same padding";
  return {};
}

inline std::string infer_weighted(const Node& node, Shape from, Inferred& result) {
  const WindowOptions& o = node.window;
  const bool depthwise = node.kind == Kind::depthwise;
  std::int64_t filters = node.filters, inputs = 1;
  if (depthwise) {
    if (!within({o.multiplier}, 1, longest_extent)) return not_positive("a depth multiplier", {o.multiplier});
    filters = std::int64_t{from.channels} * o.multiplier;
  }
  if (!within({filters}, 1, longest_extent)) return not_positive("filters", {filters});
  if (node.kind == Kind::linear) {
    inputs = size_of(from);
    result.to = {1, 1, static_cast<int>(filters)};
  } else {
    if (!depthwise) {
      if (!within({o.groups}, 1, longest_extent)) return not_positive("groups", {o.groups});
      if (from.channels % o.groups != 0 || filters % o.groups != 0)
        return "expected groups that divide " + std::to_string(from.channels) + " input channels and " +
               std::to_string(filters) + " filters, found " + std::to_string(o.groups);
      inputs = from.channels / o.groups;
    }
    result.to.channels = static_cast<int>(filters);
    if (std::string wrong = place(node, from, result.to); !wrong.empty()) return wrong;
    const std::int64_t taps = std::int64_t{o.window.kernel_h} * o.window.kernel_w;
    if (taps > longest_extent) return "the kernel has more than " + std::to_string(longest_extent) + " taps";
    inputs *= taps;
  }
  if (inputs > std::int64_t{1} << 31) return "a filter has more than 2^31 weights";
  result.weights = filters * inputs;
  result.channels = filters;
  result.biased = o.bias;
  return {};
}

inline std::string infer_extents(const Node& node, Shape from, Shape& to) {
  const auto& e = node.extents;
  const auto found = [&](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += " " + std::to_string(e[static_cast<std::size_t>(i)]);
    return text;
  };
  switch (node.kind) {
    case Kind::slice:
      if (e[0] < 0 || e[1] < 1 || std::int64_t{e[0]} + e[1] > from.channels)
        return "expected first channel and count within " + std::to_string(from.channels) + " channels, found" +
               found(2);
      to.channels = e[1];
      return {};
    case Kind::crop:
      if (e[0] < 0 || e[1] < 0 || e[2] < 1 || e[3] < 1 || std::int64_t{e[0]} + e[2] > from.height ||
          std::int64_t{e[1]} + e[3] > from.width)
        return "expected top, left, height and width within " + shape_text(from) + ", found" + found(4);
      to = {e[2], e[3], from.channels};
      return {};
    case Kind::pad:
      if (!within({e[0], e[1], e[2], e[3], e[4], e[5]}, 0, longest_extent))
        return "expected padding from 0 to " + std::to_string(longest_extent) + ", found" + found(6);
      to = {from.height + e[0] + e[1], from.width + e[2] + e[3], from.channels + e[4] + e[5]};
      return {};
    case Kind::resize_nearest:
    case Kind::resize_bilinear:
      if (!within({e[0], e[1]}, 1, longest_extent)) return not_positive("height and width", {e[0], e[1]});
      to = {e[0], e[1], from.channels};
      return {};
    case Kind::channel_shuffle:
      if (e[0] < 1 || from.channels % e[0] != 0)
        return "expected groups that divide " + std::to_string(from.channels) + " channels, found" + found(1);
      return {};
    default:  // reshape
      if (!within({e[0], e[1], e[2]}, 1, longest_extent)) return not_positive("extents", {e[0], e[1], e[2]});
      to = {e[0], e[1], e[2]};
      if (std::int64_t{e[0]} * e[1] > longest_extent * std::int64_t{128} || size_of(to) != size_of(from))
        return "expected as many elements as " + shape_text(from) + ", found " + shape_text(to);
      return {};
  }
}

inline std::string infer_joined(const Graph& graph, const Node& node, Shape& to) {
  const auto shape = [&](std::size_t k) { return graph.values[static_cast<std::size_t>(node.inputs[k])].shape; };
  to = shape(0);
  if (node.kind == Kind::concat) {
    std::int64_t channels = 0;
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
      if (shape(k).height != to.height || shape(k).width != to.width)
        return "expected inputs of one height and width, found " + value_text(graph, node.inputs[0]) + " of " +
               shape_text(to) + " and " + value_text(graph, node.inputs[k]) + " of " + shape_text(shape(k));
      channels += shape(k).channels;
    }
    if (channels > longest_extent) return not_positive("channels", {channels});
    to.channels = static_cast<int>(channels);
  } else if (const Shape r = shape(1); r != to) {
    if (node.kind != Kind::multiply || r.pixels() != 1 || r.channels != to.channels)
      return "expected two inputs of one shape" +
             std::string(node.kind == Kind::multiply ? ", or a second one of 1 x 1 x C" : "") + ", found " +
             value_text(graph, node.inputs[0]) + " of " + shape_text(to) + " and " + value_text(graph, node.inputs[1]) +
             " of " + shape_text(r);
  }
  return {};
}

}  // namespace detail

// How many values a node of this kind reads; -1: one or more.
inline int inputs_of(Kind kind) {
  switch (kind) {
    case Kind::constant:
      return 0;
    case Kind::add:
    case Kind::subtract:
    case Kind::multiply:
      return 2;
    case Kind::concat:
      return -1;
    default:
      return 1;
  }
}

// Of a node whose inputs are as many as its kind reads. Empty: the node is well formed.
inline std::string infer(const Graph& graph, const Node& node, Inferred& result) {
  if (node.kind == Kind::constant) {
    result.to = graph.values[static_cast<std::size_t>(node.output)].shape;
    result.weights = detail::size_of(result.to);
    return {};
  }
  const Shape from = graph.values[static_cast<std::size_t>(node.inputs[0])].shape;
  Ratio ratio;
  result.to = from;
  switch (node.kind) {
    case Kind::conv2d:
    case Kind::depthwise:
    case Kind::linear:
      return detail::infer_weighted(node, from, result);
    case Kind::batch_norm:
      result.weights = result.channels = from.channels;
      result.biased = true;
      return {};
    case Kind::max_pool:
    case Kind::average_pool:
      return detail::infer_pool(node, from, result.to);
    case Kind::global_average_pool:
      result.to = {1, 1, from.channels};
      return {};
    case Kind::clamp:
      if (!(node.low < node.high)) return "expected a lower bound below the upper one";
      for (const float bound : {node.low, node.high})
        if (bound != -unbounded && bound != unbounded && !find_ratio(bound, ratio))
          return "the bound " + std::to_string(bound) + " cannot be written as a ratio of 63-bit integers";
      return {};
    case Kind::leaky_relu:
      if (!find_ratio(node.slope, ratio))
        return "the slope " + std::to_string(node.slope) + " cannot be written as a ratio of 63-bit integers";
      return {};
    case Kind::slice:
    case Kind::crop:
    case Kind::pad:
    case Kind::resize_nearest:
    case Kind::resize_bilinear:
    case Kind::channel_shuffle:
    case Kind::reshape:
      return detail::infer_extents(node, from, result.to);
    case Kind::add:
    case Kind::subtract:
    case Kind::multiply:
    case Kind::concat:
      return detail::infer_joined(graph, node, result.to);
    case Kind::flatten: {
      const std::int64_t size = detail::size_of(from);
      if (size > longest_extent) return detail::not_positive("elements", {size});
      result.to = {1, 1, static_cast<int>(size)};
      return {};
    }
    default:
      return {};  // element by element
  }
}

}  // namespace edgelite::graph
