// What ONNX operators with a window have in common: the image that they read, kernel, strides, dilations and padding,
// and the image that they make.
#pragma once

#include "edgelite/import/onnx/reader.hpp"

namespace edgelite::graph::from_onnx {

// A tensor N x C x H x W, or N x C x W, as an image.
inline Error read_image(Reader& r, const onnx::Node& n, bool channels_last, Live& x) {
  if (Error error = r.live(n, 0, x)) return error;
  const std::size_t rank = x.extents.size();
  if (rank != 3 && rank != 4)
    return {r.name(n, 0) + ": expected an image, N x C x H x W, found " + onnx::extents_text(x.extents)};
  if (x.extents[0] != 1) return {r.name(n, 0) + ": expected a batch of 1, found " + onnx::extents_text(x.extents)};
  r.arrange(x, channels_last ? rank - 1 : 1);
  return {};
}

// Kernel, strides, dilations and padding; `to`: the output's shape.
inline Error read_window(Reader& r, const onnx::Node& n, const Live& x, int filters, graph::Node& node, Shape& to) {
  WindowOptions& o = node.window;
  const std::size_t rank = x.extents.size() - 2;
  std::vector<int> strides, dilations, pads;
  if (Error error = r.options(n, "strides", rank, 1, 1, strides)) return error;
  if (Error error = r.options(n, "dilations", rank, 1, 1, dilations)) return error;
  if (Error error = r.options(n, "pads", 2 * rank, 0, 0, pads)) return error;
  const bool rows = rank == 2;
  if (rows) o.window.stride_h = strides[0], o.window.dilation_h = dilations[0];
  o.window.stride_w = strides[rank - 1], o.window.dilation_w = dilations[rank - 1];
  const Shape from = r.shape(x);
  const std::string automatic = r.word(n, "auto_pad", "NOTSET");
  o.rule = WindowOptions::Rule::explicit_padding;
  if (automatic == "SAME_UPPER") {
    o.rule = WindowOptions::Rule::same;
  } else if (automatic == "SAME_LOWER") {
    const Extent h = window_extent(WindowOptions::Rule::same, false, from.height, o.window.kernel_h, o.window.stride_h,
                                   o.window.dilation_h, 0, 0);
    const Extent w = window_extent(WindowOptions::Rule::same, false, from.width, o.window.kernel_w, o.window.stride_w,
                                   o.window.dilation_w, 0, 0);
    o.pad_top = h.after, o.pad_bottom = h.before, o.pad_left = w.after, o.pad_right = w.before;
  } else if (automatic == "NOTSET") {
    if (rows) o.pad_top = pads[0], o.pad_bottom = pads[2];
    o.pad_left = pads[rank - 1], o.pad_right = pads[2 * rank - 1];
  } else if (automatic != "VALID") {
    return {"expected auto_pad NOTSET, SAME_UPPER, SAME_LOWER or VALID, found " + automatic};
  }
  if (o.rule != WindowOptions::Rule::same && o.pad_top + o.pad_bottom + o.pad_left + o.pad_right == 0)
    o.rule = WindowOptions::Rule::valid;
  bool fits = false;
  Window placed;
  to = place_window(o, from, filters, placed, &fits);
  if (!fits)
    return {"expected a window that fits into the padded image of " + std::to_string(from.height) + " x " +
            std::to_string(from.width) + ", found one of " + std::to_string(o.window.kernel_h) + " x " +
            std::to_string(o.window.kernel_w)};
  if (std::int64_t{to.height} * to.width * to.channels > most_elements) return {"expected at most 2^28 elements"};
  return {};
}

// The image that a window makes of x.
inline Live image_like(const Live& x, int value, Shape to, std::size_t channel) {
  Live y{value, x.type, x.extents, {}};
  y.extents[channel] = to.channels;
  const std::size_t last = channel == 1 ? x.extents.size() - 1 : x.extents.size() - 2;
  y.extents[last] = to.width;
  if (x.extents.size() == 4) y.extents[last - 1] = to.height;
  y.axes = axes_of(y.extents, channel);
  return y;
}

}  // namespace edgelite::graph::from_onnx
