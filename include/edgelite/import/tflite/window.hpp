// TFLite's operators with a window or weights, as nodes: CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, MAX_POOL_2D,
// AVERAGE_POOL_2D, MEAN over the image.
//
//   CONV_2D            weights [filters, h, w, inputs / groups]: groups where the image has a multiple of the inputs
//   DEPTHWISE_CONV_2D  weights [1, h, w, channels x multiplier]
//   FULLY_CONNECTED    weights [outputs, inputs]; an image is read whole, its weights put in channel-first order; float
//                      rows of inputs, one a pixel, are a 1 x 1 convolution
//   int8               weights with zero point 0 and one scale, or one a filter; bias int32
#pragma once

#include "edgelite/import/tflite/reader.hpp"

namespace edgelite::graph::detail {

// Of a filter that lies within bounds in which its sums cannot overflow.
inline Error window_options(const Operator& op, int kernel_h, int kernel_w, WindowOptions& o) {
  constexpr int longest = 1 << 20;
  const tflite::Options& from = op.options;
  const auto check = [](const char* what, int h, int w) -> Error {
    if (h >= 1 && w >= 1 && h <= longest && w <= longest) return {};
    return {std::string("expected ") + what + " from 1 to 2^20, found " + std::to_string(h) + " x " +
            std::to_string(w)};
  };
  if (Error error = check("a stride", from.stride_h, from.stride_w)) return error;
  if (Error error = check("a dilation", from.dilation_h, from.dilation_w)) return error;
  if (Error error = check("a window", kernel_h, kernel_w)) return error;
  if (std::int64_t{kernel_h} * from.dilation_h > longest || std::int64_t{kernel_w} * from.dilation_w > longest ||
      std::int64_t{kernel_h} * kernel_w > longest)
    return {"expected a window of at most 2^20 pixels"};
  if (from.padding != tflite::Padding::SAME && from.padding != tflite::Padding::VALID)
    return {"expected padding SAME or VALID, found " + std::to_string(static_cast<int>(from.padding))};
  o.rule = from.padding == tflite::Padding::SAME ? WindowOptions::Rule::same : WindowOptions::Rule::valid;
  o.window.kernel_h = kernel_h, o.window.kernel_w = kernel_w;
  o.window.stride_h = from.stride_h, o.window.stride_w = from.stride_w;
  o.window.dilation_h = from.dilation_h, o.window.dilation_w = from.dilation_w;
  return {};
}

inline Error placed(const WindowOptions& o, Shape from, int channels, Shape& to) {
  Window window;
  bool fits = false;
  to = place_window(o, from, channels, window, &fits);
  if (fits) return {};
  return {"expected a window inside of the image, found " + std::to_string(o.window.kernel_h) + " x " +
          std::to_string(o.window.kernel_w) + " over " + shape_text(from)};
}

// Weights and bias of a node, inputs 1 and 2; `axis`: the dimension of the weights' scales.
inline Error read_weights(TfliteReader& r, const Operator& op, const tflite::WeightExtents& extents, int axis,
                          Node& node) {
  Weights& to = node.weights;
  const auto ordered = [&](const auto& from, auto& weights) {
    weights.resize(from.size());
    tflite::copy_channel_first(
        extents, [&](std::size_t i) { return from[i]; }, weights.data());
  };
  if (r.quantized()) {
    std::vector<std::int8_t> stored;
    if (Error error = r.integers(op, 1, TensorType::INT8, stored)) return error;
    ordered(stored, to.stored);
    const Tensor& t = r.tensor(op.inputs[1]);
    if (t.scales.empty() || (t.scales.size() > 1 && t.axis != axis))
      return {"expected weights with one scale, or one for each index of dimension " + std::to_string(axis) +
              "; found " + std::to_string(t.scales.size()) + " of dimension " + std::to_string(t.axis)};
    for (const std::int64_t zero : t.zero_points)
      if (zero != 0) return {"expected weights with zero points 0, found " + std::to_string(zero)};
    for (std::size_t f = 0; f < extents.filters; ++f) to.scale.push_back(t.scales[t.scales.size() > 1 ? f : 0]);
  } else {
    std::vector<float> weights;
    if (Error error = r.floats(op, 1, weights)) return error;
    ordered(weights, to.weight);
  }
  node.window.bias = TfliteReader::has(op, 2);
  if (!node.window.bias) return {};
  Error error = r.quantized() ? r.integers(op, 2, TensorType::INT32, to.stored_bias) : r.floats(op, 2, to.bias);
  if (error) return error;
  if (const std::size_t found = r.quantized() ? to.stored_bias.size() : to.bias.size(); found != extents.filters)
    return {"expected a bias of " + std::to_string(extents.filters) + " numbers, found " + std::to_string(found)};
  return {};
}

inline Error read_convolution(TfliteReader& r, const Operator& op) {
  const bool depthwise = op.code == BuiltinOperator::DEPTHWISE_CONV_2D;
  int x = -1;
  if (Error error = r.image(op, 0, x)) return error;
  if (!TfliteReader::has(op, 1)) return {"expected weights, found none"};
  const Shape from = r.shape(x);
  const std::vector<int>& w = r.tensor(op.inputs[1]).shape;
  if (w.size() != 4 || (depthwise && w[0] != 1))
    return {std::string("expected weights ") + (depthwise ? "1 x h x w x filters" : "filters x h x w x inputs") +
            ", found " + tflite::extents_text(w)};
  Node node;
  node.kind = depthwise ? Kind::depthwise : Kind::conv2d;
  node.filters = depthwise ? w[3] : w[0];
  const int inputs = depthwise ? 1 : w[3];
  if (from.channels % inputs != 0 || node.filters % (from.channels / inputs) != 0)
    return {"expected weights for an image of " + std::to_string(from.channels) + " channels, found " +
            tflite::extents_text(w)};
  const int groups = from.channels / inputs;
  (depthwise ? node.window.multiplier : node.window.groups) = depthwise ? node.filters / groups : groups;
  if (Error error = window_options(op, w[1], w[2], node.window)) return error;
  Shape to;
  if (Error error = placed(node.window, from, node.filters, to)) return error;
  const tflite::WeightExtents extents{static_cast<std::size_t>(node.filters), static_cast<std::size_t>(w[1] * w[2]),
                                      static_cast<std::size_t>(inputs), depthwise};
  if (Error error = read_weights(r, op, extents, depthwise ? 3 : 0, node)) return error;
  return r.make(op, std::move(node), {x}, to);
}

inline Error read_fully_connected(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  if (op.options.shuffled_weights) return {"expected weights in plain order, found them shuffled"};
  if (!TfliteReader::has(op, 1)) return {"expected weights, found none"};
  const std::vector<int>& w = r.tensor(op.inputs[1]).shape;
  const int size = r.shape(x).size();
  if (w.size() != 2 || size % w[1] != 0)
    return {"expected weights outputs x inputs, the inputs a divisor of " + std::to_string(size) + "; found " +
            tflite::extents_text(w)};
  Node node;
  node.filters = w[0];
  const int rows = size / w[1];
  if (rows == 1) {
    node.kind = Kind::linear;
    const Shape from = r.shape(x);
    const tflite::WeightExtents extents{static_cast<std::size_t>(w[0]), static_cast<std::size_t>(from.pixels()),
                                        static_cast<std::size_t>(from.channels)};
    if (Error error = read_weights(r, op, extents, 0, node)) return error;
    return r.make(op, std::move(node), {r.reshaped(x, {1, 1, size}, true)}, {1, 1, w[0]});
  }
  if (r.quantized())
    return {"expected one row of " + std::to_string(w[1]) + " inputs, found " + std::to_string(rows) +
            ": several rows are computed in float only"};
  if (std::int64_t{rows} * w[0] >= 1 << 30) return {"expected less than 2^30 outputs"};
  node.kind = Kind::conv2d;
  const tflite::WeightExtents extents{static_cast<std::size_t>(w[0]), 1, static_cast<std::size_t>(w[1])};
  if (Error error = read_weights(r, op, extents, 0, node)) return error;
  Shape from = r.shape(x);
  if (from.channels != w[1]) from = {1, rows, w[1]};
  return r.make_view(op, std::move(node), {r.reshaped(x, from)}, {from.height, from.width, w[0]});
}

inline Error read_pool(TfliteReader& r, const Operator& op) {
  int x = -1;
  Node node;
  node.kind = op.code == BuiltinOperator::MAX_POOL_2D ? Kind::max_pool : Kind::average_pool;
  if (Error error = window_options(op, op.options.filter_h, op.options.filter_w, node.window)) return error;
  const auto padded = r.lowest_padding.find(op.inputs.empty() ? -1 : op.inputs[0]);
  if (padded != r.lowest_padding.end() && node.kind == Kind::max_pool &&
      node.window.rule == WindowOptions::Rule::valid) {
    const std::array<int, 6>& sides = padded->second.sides;
    if (sides[4] != 0 || sides[5] != 0) return {"expected no padding of the channels, found some"};
    x = padded->second.value;
    node.window.rule = WindowOptions::Rule::explicit_padding;
    node.window.pad_top = sides[0], node.window.pad_bottom = sides[1];
    node.window.pad_left = sides[2], node.window.pad_right = sides[3];
  } else if (Error error = r.image(op, 0, x)) {
    return error;
  }
  Shape to;
  if (Error error = placed(node.window, r.shape(x), r.shape(x).channels, to)) return error;
  return r.make(op, std::move(node), {x}, to);
}

// Over rows and columns. In float over one of the two, too; axes of extent 1 change nothing.
inline Error read_mean(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.image(op, 0, x)) return error;
  std::vector<std::int64_t> axes;
  if (Error error = r.indices(op, 1, axes)) return error;
  const Shape from = r.shape(x);
  const auto rank = static_cast<std::int64_t>(r.tensor(op.inputs[0]).shape.size());
  bool over[3] = {from.height == 1, from.width == 1, false};
  for (std::int64_t axis : axes) {
    if (axis < -rank || axis >= rank)
      return {"expected axes below " + std::to_string(rank) + ", found " + std::to_string(axis)};
    const std::int64_t at = (axis < 0 ? axis : axis - rank) + 3;  // of height, width, channels
    if (at >= 0) over[at] = true;
  }
  if (over[2] && from.channels > 1) return {"expected a mean over rows and columns, found one over channels"};
  Node node;
  if (over[0] && over[1]) {
    if (!r.quantized() && from.pixels() == 1) return r.alias(op, x);
    node.kind = Kind::global_average_pool;
    return r.make_view(op, std::move(node), {x}, {1, 1, from.channels});
  }
  if (!over[0] && !over[1]) return {"expected a mean over rows and columns, found one over neither"};
  if (r.quantized()) return {"expected a mean over rows and columns, found one over one of the two"};
  node.kind = Kind::average_pool;
  node.window.rule = WindowOptions::Rule::valid;
  node.window.window.kernel_h = over[0] ? from.height : 1;
  node.window.window.kernel_w = over[1] ? from.width : 1;
  return r.make_view(op, std::move(node), {x}, {over[0] ? 1 : from.height, over[1] ? 1 : from.width, from.channels});
}

}  // namespace edgelite::graph::detail
