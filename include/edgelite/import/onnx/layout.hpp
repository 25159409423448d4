// Where the elements of an ONNX tensor lie in the value that holds them, so that Reshape, Transpose and their like cost
// nothing: only this description changes, until an operator needs another order (Reader::arrange in reader.hpp).
//
// A value's H x W x C elements are numbered in storage order. An axis of the tensor is a list of stretches, outermost
// first: {extent, stride} moves through the storage in steps of `stride`. NCHW on a value: C is {C, 1}, H {H, W C},
// W {W, C}. Splitting an axis splits its stretches, joining axes joins their lists, transposing permutes the lists.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "edgelite/import/onnx/model.hpp"

namespace edgelite::graph::from_onnx {

using onnx::Extents;

struct Stretch {
  std::int64_t extent, stride;
  bool operator==(const Stretch&) const = default;
};
using Axis = std::vector<Stretch>;  // no stretches of extent 1

inline std::int64_t extent(const Axis& axis) {
  std::int64_t product = 1;
  for (const Stretch& s : axis) product *= s.extent;
  return product;
}
inline std::int64_t size(const Extents& extents) {
  std::int64_t product = 1;
  for (const std::int64_t e : extents) product *= e;
  return product;
}

// Stretches that go on where the one before them ends become one.
inline void append(Axis& axis, Stretch next) {
  if (next.extent == 1) return;
  if (!axis.empty() && axis.back().stride == next.extent * next.stride) {
    axis.back().extent *= next.extent;
    axis.back().stride = next.stride;
  } else {
    axis.push_back(next);
  }
}
inline Axis joined(const std::vector<Axis>& axes) {
  Axis all;
  for (const Axis& axis : axes)
    for (const Stretch& s : axis) append(all, s);
  return all;
}
inline bool in_storage_order(const Axis& axis) { return axis.empty() || (axis.size() == 1 && axis[0].stride == 1); }

// Where index i of an axis lies.
inline std::int64_t place(const Axis& axis, std::int64_t i) {
  std::int64_t at = 0;
  for (auto s = axis.rbegin(); s != axis.rend(); ++s) at += i % s->extent * s->stride, i /= s->extent;
  return at;
}

// Cuts a list of stretches into axes of these extents, as many elements in all; false where a cut does not meet the
// stretches.
inline bool cut(Axis all, const Extents& extents, std::vector<Axis>& axes) {
  axes.assign(extents.size(), {});
  std::reverse(all.begin(), all.end());
  for (std::size_t k = 0; k < extents.size(); ++k)
    for (std::int64_t left = extents[k]; left > 1;) {
      if (all.empty()) return false;
      Stretch& next = all.back();
      if (left % next.extent == 0) {
        left /= next.extent;
        append(axes[k], next);
        all.pop_back();
      } else if (next.extent % left == 0) {
        const std::int64_t rest = next.extent / left;
        append(axes[k], {left, next.stride * rest});
        next.extent = rest;
        left = 1;
      } else {
        return false;
      }
    }
  return true;
}

// A computed tensor: a value of the graph and how it is seen.
struct Live {
  int value = -1;
  onnx::Type type = onnx::Type::float32;
  Extents extents;
  std::vector<Axis> axes;  // one an extent
};

// Which axis of a tensor is the value's channels; of the others the last is its width, those before it its height.
// NCHW is channel 1, NHWC channel 3.
inline std::vector<std::size_t> storage_order(std::size_t rank, std::size_t channel) {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < rank; ++k)
    if (k != channel) order.push_back(k);
  if (channel < rank) order.push_back(channel);
  return order;
}
inline Axis stored(const Live& x, std::size_t channel) {
  std::vector<Axis> axes;
  for (const std::size_t k : storage_order(x.extents.size(), channel)) axes.push_back(x.axes[k]);
  return joined(axes);
}
// The axes of a tensor that lies in storage order, channels innermost.
inline std::vector<Axis> axes_of(const Extents& extents, std::size_t channel) {
  std::vector<Axis> axes(extents.size());
  std::int64_t stride = 1;
  const std::vector<std::size_t> order = storage_order(extents.size(), channel);
  for (auto k = order.rbegin(); k != order.rend(); ++k) {
    append(axes[*k], {extents[*k], stride});
    stride *= extents[*k];
  }
  return axes;
}

}  // namespace edgelite::graph::from_onnx
