// TFLite's operators that take parts of an image, as nodes: SPLIT, SPLIT_V, SLICE, STRIDED_SLICE. Channels are a slice
// node, rows and columns a crop, a stride over these a 1 x 1 maximum pool.
#pragma once

#include "edgelite/import/tflite/reader.hpp"

namespace edgelite::graph::detail {

// Along one dimension: every stride-th index from `begin` on, `size` of them.
struct Cut {
  std::int64_t begin = 0, size = 1, stride = 1;
};

// Output k of the operator: input `from` cut in every dimension.
inline Error read_cuts(TfliteReader& r, const Operator& op, std::size_t from, std::size_t k, std::vector<Cut> cuts) {
  int x = -1;
  if (Error error = r.image(op, from, x)) return error;
  const std::vector<int>& extents = r.tensor(op.inputs[from]).shape;
  for (std::size_t d = 0; d < cuts.size(); ++d) {
    Cut& c = cuts[d];
    if (c.begin < 0 || c.size < 1 || c.stride < 1 || c.stride > 1 << 20 || c.begin >= extents[d] ||
        c.size > (extents[d] - 1 - c.begin) / c.stride + 1)
      return {"expected a part of dimension " + std::to_string(d) + ", which has " + std::to_string(extents[d]) +
              "; found " + std::to_string(c.size) + " from " + std::to_string(c.begin) + " on by strides of " +
              std::to_string(c.stride)};
    if (c.size == 1) c.stride = 1;
  }
  while (cuts.size() > 3) cuts.erase(cuts.begin());  // extents of 1
  while (cuts.size() < 3) cuts.insert(cuts.begin(), Cut{});
  if (cuts[2].stride != 1)
    return {"expected channels one after another, found strides of " + std::to_string(cuts[2].stride)};
  std::vector<std::pair<Node, Shape>> steps;
  Shape shape = r.shape(x);
  const auto step = [&](Kind kind, std::array<int, 6> numbers, Shape to) {
    if (kind != Kind::max_pool && to == shape) return;
    Node node;
    node.kind = kind;
    node.extents = numbers;
    if (kind == Kind::max_pool) {
      node.extents = {};
      node.window.rule = WindowOptions::Rule::valid;
      node.window.window.stride_h = numbers[0], node.window.window.stride_w = numbers[1];
    }
    steps.emplace_back(std::move(node), shape = to);
  };
  const auto span = [](const Cut& c) { return static_cast<int>((c.size - 1) * c.stride + 1); };
  const auto integer = [](std::int64_t n) { return static_cast<int>(n); };
  step(Kind::slice, {integer(cuts[2].begin), integer(cuts[2].size)},
       {shape.height, shape.width, integer(cuts[2].size)});
  step(Kind::crop, {integer(cuts[0].begin), integer(cuts[1].begin), span(cuts[0]), span(cuts[1])},
       {span(cuts[0]), span(cuts[1]), shape.channels});
  if (cuts[0].stride > 1 || cuts[1].stride > 1)
    step(Kind::max_pool, {integer(cuts[0].stride), integer(cuts[1].stride)},
         {integer(cuts[0].size), integer(cuts[1].size), shape.channels});
  if (steps.empty()) return r.alias(op, x, k);
  for (std::size_t i = 0; i + 1 < steps.size(); ++i)
    x = r.between(std::move(steps[i].first), {x}, steps[i].second, "in part " + std::to_string(k));
  return r.make_view(op, std::move(steps.back().first), {x}, shape, k);
}

inline std::vector<Cut> whole(const std::vector<int>& extents) {
  std::vector<Cut> cuts;
  for (const int extent : extents) cuts.push_back({0, extent, 1});
  return cuts;
}

// SPLIT: axis, x. SPLIT_V: x, sizes, axis. The outputs' shapes say the sizes.
inline Error read_split(TfliteReader& r, const Operator& op) {
  const bool sized = op.code == BuiltinOperator::SPLIT_V;
  std::vector<std::int64_t> axes;
  if (Error error = r.indices(op, sized ? 2 : 0, axes)) return error;
  const std::size_t from = sized ? 0 : 1;
  int x = -1;
  if (Error error = r.view(op, from, x)) return error;
  const std::vector<int>& extents = r.tensor(op.inputs[from]).shape;
  const auto rank = static_cast<std::int64_t>(extents.size());
  if (axes.size() != 1 || axes[0] < -rank || axes[0] >= rank)
    return {"expected one axis below " + std::to_string(rank) +
            (axes.size() == 1 ? ", found " + std::to_string(axes[0]) : "")};
  const auto axis = static_cast<std::size_t>(axes[0] < 0 ? axes[0] + rank : axes[0]);
  std::int64_t begin = 0;
  for (std::size_t k = 0; k < op.outputs.size(); ++k) {
    const std::vector<int>& part = r.tensor(op.outputs[k]).shape;
    if (part.size() != extents.size())
      return {"expected outputs of " + std::to_string(rank) + " dimensions, found " + tflite::extents_text(part)};
    std::vector<Cut> cuts = whole(extents);
    cuts[axis] = {begin, part[axis], 1};
    begin += part[axis];
    if (Error error = read_cuts(r, op, from, k, std::move(cuts))) return error;
  }
  if (begin != extents[axis])
    return {"expected outputs of " + std::to_string(extents[axis]) + " indices in sum, found " + std::to_string(begin)};
  return {};
}

inline Error read_slice(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  std::vector<std::int64_t> begins, sizes;
  if (Error error = r.indices(op, 1, begins)) return error;
  if (Error error = r.indices(op, 2, sizes)) return error;
  const std::vector<int>& extents = r.tensor(op.inputs[0]).shape;
  if (begins.size() != extents.size() || sizes.size() != extents.size())
    return {"expected a beginning and a size for each of " + std::to_string(extents.size()) + " dimensions"};
  std::vector<Cut> cuts = whole(extents);
  for (std::size_t d = 0; d < cuts.size(); ++d)
    cuts[d] = {begins[d],
               sizes[d] == -1 && begins[d] >= 0 && begins[d] < extents[d] ? extents[d] - begins[d] : sizes[d], 1};
  return read_cuts(r, op, 0, 0, std::move(cuts));
}

// A mask's bit d: the whole of dimension d from its first, or to its last index; or the one index `begin`.
inline Error read_strided_slice(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  std::vector<std::int64_t> begins, ends, strides;
  if (Error error = r.indices(op, 1, begins)) return error;
  if (Error error = r.indices(op, 2, ends)) return error;
  if (Error error = r.indices(op, 3, strides)) return error;
  const tflite::Options& o = op.options;
  if (o.ellipsis_mask || o.new_axis_mask || o.end_is_offset)
    return {"expected beginnings and ends, found an ellipsis, new axes or offsets"};
  const std::vector<int>& extents = r.tensor(op.inputs[0]).shape;
  if (begins.size() != ends.size() || begins.size() != strides.size() || begins.size() > extents.size() ||
      begins.size() > 31)
    return {"expected a beginning, an end and a stride for at most " + std::to_string(extents.size()) + " dimensions"};
  std::vector<Cut> cuts = whole(extents);
  for (std::size_t d = 0; d < begins.size(); ++d) {
    const std::int64_t extent = extents[d], stride = strides[d];
    if (stride < 1) return {"expected strides from 1 on, found " + std::to_string(stride)};
    const auto set = [d](int mask) { return (mask >> d & 1) != 0; };
    const auto place = [extent](std::int64_t at) {
      return std::clamp<std::int64_t>(at < 0 ? at + extent : at, 0, extent);
    };
    const std::int64_t begin = set(o.begin_mask) ? 0 : place(begins[d]);
    const std::int64_t end = set(o.shrink_axis_mask) ? begin + 1 : set(o.end_mask) ? extent : place(ends[d]);
    cuts[d] = {begin, end > begin ? (end - begin - 1) / stride + 1 : 0, stride};
  }
  return read_cuts(r, op, 0, 0, std::move(cuts));
}

}  // namespace edgelite::graph::detail
