// TFLite's operators that move numbers, as nodes: RESHAPE and its like, PAD, PADV2, CONCATENATION, TRANSPOSE,
// RESIZE_NEAREST_NEIGHBOR, RESIZE_BILINEAR. Slices: slice.hpp.
//
//   CONCATENATION  along the channels; along another axis where all extents before it are 1: then what is stored is one
//                  behind the other. TFLite refuses int8 inputs of other scales than the output's; here they get a
//                  requantize node
//   TRANSPOSE      where only extents of 1 move: nothing; where two blocks of axes behind all others change places: a
//                  channel shuffle, groups x members to members x groups
//   RESIZE_...     where TFLite's formula gives what kernel/resize.hpp computes
#pragma once

#include "edgelite/import/tflite/reader.hpp"

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
