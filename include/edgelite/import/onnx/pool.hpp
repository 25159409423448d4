// ONNX operators that take the mean or the maximum: AveragePool, MaxPool, GlobalAveragePool, GlobalMaxPool, and
// ReduceMean over all axes but the channels'.
#pragma once

#include "edgelite/import/onnx/window.hpp"

namespace edgelite::graph::from_onnx {

// The mean of every channel, with the extents that are left.
inline void make_global_average(Reader& r, const onnx::Node& n, const Live& x, std::size_t channel,
                                const Extents& left) {
  const int channels = static_cast<int>(x.extents[channel]);
  Live y{x.value, x.type, left, {}};
  if (r.shape(x).pixels() > 1) y.value = r.emit(Kind::global_average_pool, {x.value}, {1, 1, channels});
  cut(Axis{{channels, 1}}, left, y.axes);
  r.set_output(n, y);
}

inline Error read_global_pool(Reader& r, const onnx::Node& n) {
  Live x;
  const bool last = r.integer(n, "channels_last", 0) != 0;
  if (Error error = read_image(r, n, last, x)) return error;
  const std::size_t channel = last ? x.extents.size() - 1 : 1;
  Extents left(x.extents.size(), 1);
  left[channel] = x.extents[channel];
  if (n.operation != "GlobalMaxPool") {
    make_global_average(r, n, x, channel, left);
    return {};
  }
  graph::Node node;
  const Shape from = r.shape(x);
  node.kind = Kind::max_pool;
  node.inputs = {x.value};
  node.window.window.kernel_h = node.window.window.stride_h = from.height;
  node.window.window.kernel_w = node.window.window.stride_w = from.width;
  node.window.rule = WindowOptions::Rule::valid;
  const Shape to{1, 1, from.channels};
  r.set_output(n, image_like(x, r.emit(std::move(node), to), to, channel));
  return {};
}

inline Error read_mean(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.real(n, 0, x)) return error;
  std::vector<std::int64_t> axes;
  bool given = false;
  if (Error error = r.list(n, "axes", 1, axes, given)) return error;
  const std::size_t rank = x.extents.size();
  if (!given && r.integer(n, "noop_with_empty_axes", 0) != 0) return r.set_output(n, x), Error{};
  std::vector<bool> is_reduced(rank, !given);
  for (const std::int64_t a : axes) {
    std::size_t k = 0;
    if (Error error = Reader::axis(a, rank, k)) return error;
    is_reduced[k] = true;
  }
  std::size_t channel = rank, kept = 0;
  Extents left;
  for (std::size_t k = 0; k < rank; ++k) {
    if (!is_reduced[k] && x.extents[k] > 1) channel = k, ++kept;
    if (!is_reduced[k])
      left.push_back(x.extents[k]);
    else if (r.integer(n, "keepdims", 1) != 0)
      left.push_back(1);
  }
  if (kept > 1)
    return {"expected the mean over all axes but the channels', found " + onnx::extents_text(left) + " left"};
  if (kept == 0)
    for (std::size_t k = 0; k < rank && channel == rank; ++k)
      if (x.extents[k] == 1) channel = k;
  if (channel == rank) return {"expected an axis of channels, found a mean over all"};
  r.arrange(x, channel);
  make_global_average(r, n, x, channel, left);
  return {};
}

inline Error make_pool(Reader& r, const onnx::Node& n) {
  Live x;
  const bool last = r.integer(n, "channels_last", 0) != 0;
  if (Error error = read_image(r, n, last, x)) return error;
  const std::size_t channel = last ? x.extents.size() - 1 : 1, rank = x.extents.size() - 2;
  std::vector<int> kernel;
  if (!n.find("kernel_shape")) return {"expected kernel_shape, found none"};
  if (Error error = r.options(n, "kernel_shape", rank, 1, 1, kernel)) return error;
  graph::Node node;
  const bool maximum = n.operation == "MaxPool";
  node.kind = maximum ? Kind::max_pool : Kind::average_pool;
  node.inputs = {x.value};
  node.window.window.kernel_h = rank == 2 ? kernel[0] : 1;
  node.window.window.kernel_w = kernel[rank - 1];
  node.window.ceil_mode = r.integer(n, "ceil_mode", 0) != 0;
  node.counts_padding = !maximum && r.integer(n, "count_include_pad", 0) != 0;
  const Shape from = r.shape(x);
  Shape to;
  if (Error error = read_window(r, n, x, from.channels, node, to)) return error;
  WindowOptions& o = node.window;
  if (o.window.dilation_h != 1 || o.window.dilation_w != 1) return {"expected a pool without dilation"};
  if (o.rule == WindowOptions::Rule::same) o.ceil_mode = false;
  const bool whole =
      o.rule == WindowOptions::Rule::valid && o.window.kernel_h == from.height && o.window.kernel_w == from.width;
  if (!maximum && whole) {
    Extents left(x.extents.size(), 1);
    left[channel] = from.channels;
    make_global_average(r, n, x, channel, left);
    return {};
  }
  r.set_output(n, image_like(x, r.emit(std::move(node), to), to, channel));
  return {};
}

}  // namespace edgelite::graph::from_onnx
