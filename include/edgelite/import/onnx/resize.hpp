// ONNX Resize, where kernel/resize.hpp computes it: whatever the modes are called, each output row and column must come
// from the same input rows and columns in the same parts. Half pixels with integer factors and PyTorch's modes do.
#pragma once

#include "edgelite/import/onnx/reader.hpp"
#include "edgelite/kernel/resize.hpp"

namespace edgelite::graph::from_onnx {

struct ResizeModes {
  std::string mode, coordinates, nearest;
};

// Where output position i lies among the input's; false: a transformation that is not known.
inline bool source_position(const ResizeModes& m, std::int64_t i, std::int64_t in, std::int64_t out, double scale,
                            double& to) {
  const double at = static_cast<double>(i);
  if (m.coordinates == "half_pixel" || (m.coordinates == "pytorch_half_pixel" && out > 1))
    to = (at + 0.5) / scale - 0.5;
  else if (m.coordinates == "pytorch_half_pixel")
    to = 0;
  else if (m.coordinates == "asymmetric")
    to = at / scale;
  else if (m.coordinates == "align_corners")
    to = out == 1 ? 0 : at * static_cast<double>(in - 1) / static_cast<double>(out - 1);
  else
    return false;
  return true;
}

// Does the kernel compute it so along an axis?
inline bool resizes_alike(const ResizeModes& m, std::int64_t in, std::int64_t out, double scale) {
  for (std::int64_t i = 0; i < out; ++i) {
    double at = 0;
    if (!source_position(m, i, in, out, scale, at)) return false;
    const double last = static_cast<double>(in - 1);
    if (m.mode == "nearest") {
      const double nearest = m.nearest == "floor"               ? std::floor(at)
                             : m.nearest == "ceil"              ? std::ceil(at)
                             : m.nearest == "round_prefer_ceil" ? std::floor(at + 0.5)
                                                                : std::ceil(at - 0.5);
      if (std::clamp(nearest, 0.0, last) != static_cast<double>(i * in / out)) return false;
    } else {
      const auto kernel = Interpolation::of(static_cast<int>(i), static_cast<int>(in), static_cast<int>(out));
      const double there = kernel.first + (kernel.second > kernel.first ? 1.0 : 0.0) * kernel.part / kernel.whole;
      if (std::abs(std::clamp(at, 0.0, last) - there) > 1e-4) return false;
    }
  }
  return true;
}

inline Error read_resize(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.live(n, 0, x)) return error;
  const std::size_t rank = x.extents.size();
  if (rank != 4 || x.extents[0] != 1)
    return {r.name(n, 0) + ": expected an image, 1 x C x H x W, found " + onnx::extents_text(x.extents)};
  const ResizeModes modes{r.word(n, "mode", "nearest"), r.word(n, "coordinate_transformation_mode", "half_pixel"),
                          r.word(n, "nearest_mode", "round_prefer_floor")};
  if (modes.mode != "nearest" && modes.mode != "linear")
    return {"expected mode nearest or linear, found " + modes.mode};
  if (r.integer(n, "antialias", 0) != 0) return {"expected a resize without antialias"};
  if (n.find("axes")) return {"expected sizes or scales of all axes, found some of axes"};
  if (r.word(n, "keep_aspect_ratio_policy", "stretch") != "stretch")
    return {"expected keep_aspect_ratio_policy stretch"};
  Constant numbers;
  const bool sizes = Reader::has(n, 3);
  if (Error error = r.constant(n, sizes ? 3 : 2, numbers)) return error;
  if (numbers.elements() != 4) return {"expected four sizes or scales, found " + text(numbers.elements())};
  const std::size_t channel = r.natural_channel(x, 1) == 3 ? 3 : 1;
  r.arrange(x, channel);
  Live y = x;
  double scales[4];
  for (std::size_t k = 0; k < 4; ++k) {
    const double in = static_cast<double>(x.extents[k]), given = numbers.at(static_cast<std::int64_t>(k));
    const double out = sizes ? given : std::floor(in * given);
    if (!(out >= 1 && out <= static_cast<double>(largest_option)))
      return {"expected extents from 1 to " + text(largest_option) + ", found " + std::to_string(out)};
    y.extents[k] = static_cast<std::int64_t>(out);
    scales[k] = sizes ? out / in : given;
  }
  if (y.extents[0] != 1 || y.extents[channel] != x.extents[channel])
    return {"expected rows and columns resized, found " + onnx::extents_text(y.extents)};
  if (size(y.extents) > most_elements) return {"expected at most 2^28 elements"};
  for (std::size_t k = 1; k < 4; ++k)
    if (k != channel && !resizes_alike(modes, x.extents[k], y.extents[k], scales[k]))
      return {"expected the positions of PyTorch's interpolate without align_corners, found " + modes.coordinates +
              (modes.mode == "nearest" ? ", " + modes.nearest : "") + " from " + text(x.extents[k]) + " to " +
              text(y.extents[k])};
  const Shape to = Reader::shape_of(y.extents, channel);
  graph::Node node;
  node.kind = modes.mode == "nearest" ? Kind::resize_nearest : Kind::resize_bilinear;
  node.inputs = {x.value};
  node.extents = {to.height, to.width};
  y.axes = axes_of(y.extents, channel);
  y.value = r.emit(std::move(node), to);
  r.set_output(n, y);
  return {};
}

}  // namespace edgelite::graph::from_onnx
