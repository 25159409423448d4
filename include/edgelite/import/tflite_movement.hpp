// TFLite's operators that move numbers, as nodes: RESHAPE and its like, PAD, PADV2, CONCATENATION, SPLIT, SPLIT_V, SLICE,
// STRIDED_SLICE, TRANSPOSE, RESIZE_NEAREST_NEIGHBOR, RESIZE_BILINEAR.
//
//   CONCATENATION  along the channels; along another axis where all extents before it are 1: then what is stored is one
//                  behind the other. TFLite refuses int8 inputs of other scales than the output's; here they get a
//                  requantize node
//   slices         channels, then rows and columns; a stride over these is a 1 x 1 maximum pool
//   TRANSPOSE      where only extents of 1 move: nothing; where two blocks of axes behind all others change places: a
//                  channel shuffle, groups x members to members x groups
//   RESIZE_...     where TFLite's formula gives what kernel/resize.hpp computes
#pragma once

#include "edgelite/import/tflite_reader.hpp"

namespace edgelite::graph::detail {

inline Error read_reshape(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  return r.alias(op, x);
}

// The number that PADV2 pads with: zero, or the lowest there is, with which only a maximum can do anything.
inline Error read_padding_number(TfliteReader& r, const Operator& op, bool& lowest) {
  bool zero = false;
  if (r.quantized()) {
    std::vector<std::int8_t> stored;
    if (Error error = r.integers(op, 2, TensorType::INT8, stored)) return error;
    Quantization q;
    if (Error error = tflite::read_quantization(r.model, op.inputs[0], q)) return error;
    zero = stored.size() == 1 && stored[0] == q.zero_point;
    lowest = !zero && stored.size() == 1 && stored[0] == -128;
  } else {
    std::vector<float> numbers;
    if (Error error = r.floats(op, 2, numbers)) return error;
    zero = numbers.size() == 1 && numbers[0] == 0;
    lowest = numbers.size() == 1 && numbers[0] <= -unbounded;
  }
  if (zero || lowest) return {};
  return {"expected padding with zeros, or before a maximum with the lowest number; found another number"};
}

inline Error read_pad(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.image(op, 0, x)) return error;
  std::vector<std::int64_t> sides;
  if (Error error = r.indices(op, 1, sides)) return error;
  const std::size_t rank = r.tensor(op.inputs[0]).shape.size();
  if (sides.size() != 2 * rank)
    return {"expected " + std::to_string(2 * rank) + " sides, found " + std::to_string(sides.size())};
  bool lowest = false;
  if (op.code == BuiltinOperator::PADV2)
    if (Error error = read_padding_number(r, op, lowest)) return error;
  Node node;
  node.kind = Kind::pad;
  std::int64_t to[3] = {r.shape(x).height, r.shape(x).width, r.shape(x).channels};
  bool none = true;
  for (std::size_t d = 0; d < rank; ++d)
    for (std::size_t end = 0; end < 2; ++end) {
      const std::int64_t side = sides[2 * d + end];
      if (side < 0 || side >= 1 << 30) return {"expected sides from 0 to 2^30, found " + std::to_string(side)};
      none = none && side == 0;
      if (side == 0) continue;
      if (d + 3 < rank) return {"expected no padding of the batch, found " + std::to_string(side)};
      const std::size_t at = d + 3 - rank;  // height, width, channels
      node.extents[2 * at + end] = static_cast<int>(side);
      to[at] += side;
    }
  if (none) return r.alias(op, x);
  for (const std::int64_t extent : to)
    if (extent >= 1 << 30) return {"expected extents below 2^30, found " + std::to_string(extent)};
  if (lowest) {
    r.lowest_padding[op.outputs[0]] = {x, node.extents};
    return {};
  }
  return r.make(op, std::move(node), {x}, {static_cast<int>(to[0]), static_cast<int>(to[1]), static_cast<int>(to[2])});
}

inline Error read_concatenation(TfliteReader& r, const Operator& op) {
  const std::vector<int>& of_output = r.tensor(op.outputs[0]).shape;
  const int rank = static_cast<int>(of_output.size());
  const int axis = op.options.axis < 0 ? op.options.axis + rank : op.options.axis;
  if (axis < 0 || axis >= rank)
    return {"expected an axis below " + std::to_string(rank) + ", found " + std::to_string(op.options.axis)};
  const bool flat =
      axis != rank - 1 && std::all_of(of_output.begin(), of_output.begin() + axis, [](int e) { return e == 1; });
  if (axis != rank - 1 && !flat)
    return {"expected a concatenation of channels, found one along dimension " + std::to_string(axis) + " of " +
            tflite::extents_text(of_output)};
  Shape to;
  if (!flat)
    if (Error error = image_shape(r.tensor(op.outputs[0]), to)) return error;
  Quantization quantization;
  if (r.quantized())
    if (Error error = tflite::read_quantization(r.model, op.outputs[0], quantization)) return error;
  Node node;
  node.kind = Kind::concat;
  std::vector<int> parts;
  std::int64_t channels = 0;
  for (std::size_t k = 0; k < op.inputs.size(); ++k) {
    int x = -1;
    if (r.is_constant(op, k))
      return {"expected values that are computed, found a constant as input " + std::to_string(k)};
    if (Error error = flat ? r.view(op, k, x) : r.image(op, k, x)) return error;
    std::vector<int> extents = r.tensor(op.inputs[k]).shape;
    if (extents.size() == of_output.size())
      extents[static_cast<std::size_t>(axis)] = of_output[static_cast<std::size_t>(axis)];
    if (extents != of_output)
      return {"expected inputs that differ along dimension " + std::to_string(axis) + " only, found " +
              tflite::extents_text(r.tensor(op.inputs[k]).shape) + " for " + tflite::extents_text(of_output)};
    if (flat) x = r.reshaped(x, {1, 1, r.shape(x).size()});
    if (r.quantized() && !(r.graph.values[static_cast<std::size_t>(x)].quantization == quantization)) {
      Node scaled;
      scaled.kind = Kind::requantize;
      x = r.between(std::move(scaled), {x},
                    {printable(r.tensor(op.inputs[k]).name) + " requantized", r.shape(x), quantization});
    }
    channels += r.shape(x).channels;
    parts.push_back(x);
  }
  if (parts.empty()) return {"expected inputs, found none"};
  if (channels >= 1 << 30) return {"expected less than 2^30 channels"};
  if (parts.size() == 1 && op.options.activation == tflite::Activation::NONE) return r.alias(op, parts[0]);
  if (flat) return r.make_view(op, std::move(node), std::move(parts), {1, 1, static_cast<int>(channels)});
  return r.make(op, std::move(node), std::move(parts), {to.height, to.width, static_cast<int>(channels)});
}

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

inline Error read_transpose(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.view(op, 0, x)) return error;
  std::vector<std::int64_t> order;
  if (Error error = r.indices(op, 1, order)) return error;
  const std::vector<int>& extents = r.tensor(op.inputs[0]).shape;
  std::vector<std::int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  bool all = sorted.size() == extents.size();
  for (std::size_t d = 0; d < sorted.size(); ++d) all = all && sorted[d] == static_cast<std::int64_t>(d);
  if (!all) return {"expected an order of " + std::to_string(extents.size()) + " dimensions"};
  std::vector<std::size_t> moved;  // the dimensions of more than one index, in the order of the output
  for (const std::int64_t d : order)
    if (extents[static_cast<std::size_t>(d)] > 1) moved.push_back(static_cast<std::size_t>(d));
  // The first `kept` stay; then the output has the blocks [kept, middle) and [middle, end), the input the other way.
  std::vector<std::size_t> kept = moved;
  std::sort(kept.begin(), kept.end());
  std::size_t same = 0;
  while (same < moved.size() && moved[same] == kept[same]) ++same;
  if (same == moved.size()) return r.alias(op, x);
  const auto middle = std::is_sorted_until(moved.begin() + static_cast<std::ptrdiff_t>(same), moved.end());
  std::rotate(moved.begin() + static_cast<std::ptrdiff_t>(same), middle, moved.end());
  if (moved != kept)
    return {"expected two blocks of dimensions to change places, as a channel shuffle does, found another order of " +
            tflite::extents_text(extents)};
  const std::size_t groups_end =
      moved.size() - static_cast<std::size_t>(middle - (moved.begin() + static_cast<std::ptrdiff_t>(same)));
  int groups = 1, channels = 1;
  for (std::size_t k = same; k < moved.size(); ++k) {
    channels *= extents[moved[k]];
    if (k < groups_end) groups *= extents[moved[k]];
  }
  const int size = r.shape(x).size();
  Shape shape = r.shape(x);
  if (shape.channels != channels) shape = {1, size / channels, channels};
  Node node;
  node.kind = Kind::channel_shuffle;
  node.extents[0] = groups;
  return r.make_view(op, std::move(node), {r.reshaped(x, shape)}, shape);
}

// Which index of `in` TFLite's nearest neighbour takes for index i of `out`.
inline int nearest_index(int i, int in, int out, bool align_corners, bool half_pixel_centers) {
  const float scale = align_corners && out > 1 ? static_cast<float>(in - 1) / static_cast<float>(out - 1)
                                               : static_cast<float>(in) / static_cast<float>(out);
  const float at = (static_cast<float>(i) + (half_pixel_centers ? 0.5f : 0.f)) * scale;
  const int index = static_cast<int>(align_corners ? std::round(at) : std::floor(at));
  return std::min(index, in - 1);
}

inline Error read_resize(TfliteReader& r, const Operator& op) {
  int x = -1;
  if (Error error = r.image(op, 0, x)) return error;
  Shape to;
  if (Error error = image_shape(r.tensor(op.outputs[0]), to)) return error;
  const Shape from = r.shape(x);
  Node node;
  node.kind = op.code == BuiltinOperator::RESIZE_BILINEAR ? Kind::resize_bilinear : Kind::resize_nearest;
  node.extents = {to.height, to.width};
  const bool corners = op.options.align_corners, half = op.options.half_pixel_centers;
  for (const auto& [in, out] : {std::pair{from.height, to.height}, std::pair{from.width, to.width}}) {
    if (in == out && !(corners && half)) continue;
    if (in > 1 << 13 || out > 1 << 13) return {"expected images of at most 2^13 rows and columns"};
    if (node.kind == Kind::resize_nearest) {
      for (int i = 0; i < out; ++i)
        if (const int index = nearest_index(i, in, out, corners, half); index != i * in / out)
          return {"expected index " + std::to_string(i) + " of " + std::to_string(out) + " to be index " +
                  std::to_string(i * in / out) + " of " + std::to_string(in) + ", found " + std::to_string(index) +
                  (corners ? ": align_corners"
                   : half  ? ": half_pixel_centers"
                           : "")};
    } else if (in != 1 && (!half || corners)) {
      return {"expected half_pixel_centers without align_corners, found another bilinear resize"};
    } else if (in != 1 && r.quantized() && (in * 1024 % out != 0 || in * 1024 / out % 2 != 0)) {
      return {"expected a bilinear resize whose weights are multiples of 2^-10, as TFLite rounds them in int8; found " +
              std::to_string(in) + " to " + std::to_string(out)};
    }
  }
  return r.make(op, std::move(node), {x}, {to.height, to.width, from.channels});
}

}  // namespace edgelite::graph::detail
