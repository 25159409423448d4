// ONNX operators that move elements: Reshape, Flatten, Squeeze, Unsqueeze and Transpose change how a value is seen;
// Concat, Split, Slice and Pad become nodes. Identity, Dropout and Cast between floats change nothing.
#pragma once

#include "edgelite/import/onnx/extents.hpp"

namespace edgelite::graph::from_onnx {

// Makes a tensor's elements lie as they are counted, the last axis innermost.
inline void make_contiguous(Reader& r, Live& x) { r.arrange(x, x.extents.empty() ? 0 : x.extents.size() - 1); }

inline Error read_reshape(Reader& r, const onnx::Node& n) {
  Live x;
  Extents extents;
  if (Error error = r.live(n, 0, x)) return error;
  if (Error error = new_extents(r, n, x.extents, extents)) return error;
  std::vector<Axis> axes;
  if (!cut(joined(x.axes), extents, axes)) {
    make_contiguous(r, x);
    if (!cut(joined(x.axes), extents, axes)) return {"expected as many elements as before"};
  }
  x.extents = extents, x.axes = axes;
  r.set_output(n, x);
  return {};
}

inline Error read_transpose(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.live(n, 0, x)) return error;
  std::vector<std::int64_t> order = r.integers(n, "perm");
  const std::size_t rank = x.extents.size();
  if (order.empty())
    for (std::size_t k = rank; k-- > 0;) order.push_back(static_cast<std::int64_t>(k));
  std::vector<bool> seen(rank, false);
  Live y = x;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto from = static_cast<std::size_t>(order[k]);
    if (order.size() != rank || order[k] < 0 || from >= rank || seen[from])
      return {"expected every axis of " + std::to_string(rank) + " once, found perm " + onnx::extents_text(order)};
    seen[from] = true;
    y.extents[k] = x.extents[from], y.axes[k] = x.axes[from];
  }
  r.set_output(n, y);
  return {};
}

inline Error read_identity(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.live(n, 0, x)) return error;
  if (n.operation == "Cast" && !is_float(static_cast<Type>(r.integer(n, "to", 0))))
    return {"expected a cast to floats, found " + onnx::type_text(static_cast<Type>(r.integer(n, "to", 0)))};
  if (n.operation == "Cast" && !is_float(x.type)) return {"expected DequantizeLinear to make floats, found Cast"};
  if (n.operation == "Dropout" && r.is_constant(n, 2)) {
    double training = 0;
    if (Error error = r.one_number(n, 2, 0, training)) return error;
    if (training != 0) return {"expected a network for inference, found training_mode"};
  }
  r.set_output(n, x);
  return {};
}

inline Error read_concat(Reader& r, const onnx::Node& n) {
  std::vector<Live> parts(n.inputs.size());
  if (parts.empty()) return {"expected inputs, found none"};
  std::size_t k = 0;
  Extents extents;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (Error error = r.live(n, i, parts[i])) return error;
    if (i == 0) {
      extents = parts[0].extents;
      if (Error error = Reader::axis(r.integer(n, "axis", 1), extents.size(), k)) return error;
      extents[k] = 0;
    }
    Extents other = parts[i].extents;
    if (other.size() == extents.size()) extents[k] += other[k], other[k] = extents[k];
    if (other != extents || parts[i].type != parts[0].type)
      return {r.name(n, i) + ": expected the extents of the first but along the axis, found " +
              onnx::extents_text(parts[i].extents) + " and " + onnx::extents_text(parts[0].extents)};
  }
  if (size(extents) > most_elements) return {"expected at most 2^28 elements"};
  std::vector<int> values;
  for (Live& part : parts) {
    r.arrange(part, k);
    values.push_back(part.value);
  }
  Live y{-1, parts[0].type, extents, axes_of(extents, k)};
  y.value = values.size() == 1 ? values[0] : r.emit(Kind::concat, values, Reader::shape_of(extents, k));
  r.set_output(n, y);
  return {};
}

// Indices [first, first + count) of axis k: channels of the value, or rows or columns.
inline Error part_of(Reader& r, const Live& x, std::size_t k, std::int64_t first, std::int64_t count, Live& y) {
  if (count < 1 || first + count > x.extents[k])
    return {"expected a part of axis " + std::to_string(k) + " of extent " + text(x.extents[k]) + ", found " +
            text(count) + " from " + text(first)};
  y = x;
  if (count == x.extents[k]) return {};
  const std::size_t rank = x.extents.size(), channel = r.natural_channel(x, rank == 4 ? 1 : k);
  const std::vector<std::size_t> order = storage_order(rank, channel);
  Extents extents = x.extents;
  extents[k] = count;
  graph::Node node;
  std::size_t channels = k;
  // Rows are an axis of their own where all those before them have extent 1.
  bool is_row = order.size() >= 3 && order[order.size() - 3] == k;
  for (std::size_t i = 0; i + 3 < order.size(); ++i) is_row = is_row && x.extents[order[i]] == 1;
  const bool is_column = order.size() >= 2 && order[order.size() - 2] == k;
  if (channel != k && (is_row || is_column) && r.is_natural(x, channel)) {
    const Shape to = Reader::shape_of(extents, channel);
    node.kind = Kind::crop;
    node.extents = {is_row ? static_cast<int>(first) : 0, is_row ? 0 : static_cast<int>(first), to.height, to.width};
    channels = channel;
  } else {
    r.arrange(y, k);
    node.kind = Kind::slice;
    node.extents = {static_cast<int>(first), static_cast<int>(count)};
  }
  node.inputs = {y.value};
  const Type type = x.type;
  y = {r.emit(std::move(node), Reader::shape_of(extents, channels)), type, extents, axes_of(extents, channels)};
  return {};
}

inline Error read_split(Reader& r, const onnx::Node& n) {
  Live x, y;
  if (Error error = r.live(n, 0, x)) return error;
  std::size_t k = 0;
  if (Error error = Reader::axis(r.integer(n, "axis", 0), x.extents.size(), k)) return error;
  std::vector<std::int64_t> counts;
  bool given = false;
  if (Error error = r.list(n, "split", 1, counts, given)) return error;
  const auto parts = static_cast<std::int64_t>(n.outputs.size());
  if (!given) {
    const std::int64_t each = (x.extents[k] + parts - 1) / parts;
    for (std::int64_t i = 0; i < parts; ++i) counts.push_back(std::min(each, x.extents[k] - i * each));
  }
  if (counts.size() != n.outputs.size())
    return {"expected as many outputs as parts, found " + text(parts) + " and " + std::to_string(counts.size())};
  std::int64_t first = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] < 1 || counts[i] > x.extents[k]) return {"expected parts from 1 on, found " + text(counts[i])};
    if (n.outputs[i] >= 0) r.output_name = r.model.values[static_cast<std::size_t>(n.outputs[i])].name;
    if (Error error = part_of(r, x, k, first, counts[i], y)) return error;
    r.set_output(n, y, i);
    first += counts[i];
  }
  if (first == x.extents[k]) return {};
  return {"expected parts of " + text(x.extents[k]) + " in sum, found " + text(first)};
}

inline Error read_slice(Reader& r, const onnx::Node& n) {
  Live x;
  std::vector<Cut> parts;
  if (Error error = r.live(n, 0, x)) return error;
  if (Error error = cuts(r, n, x.extents, parts)) return error;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (parts[k].step != 1 && parts[k].count > 1) return {"expected steps of 1, found " + text(parts[k].step)};
    Live y;
    if (Error error = part_of(r, x, k, parts[k].first, parts[k].count, y)) return error;
    x = y;
  }
  r.set_output(n, x);
  return {};
}

inline Error read_pad(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.live(n, 0, x)) return error;
  if (const std::string mode = r.word(n, "mode", "constant"); mode != "constant")
    return {"expected padding with a constant, found " + mode};
  double value = 0;
  if (Error error = r.one_number(n, 2, 0, value)) return error;
  if (!is_float(x.type))
    value -=
        r.graph.values[static_cast<std::size_t>(x.value)].quantization.zero_point + (x.type == Type::uint8 ? 128 : 0);
  if (value != 0) return {"expected padding with zeros, found " + std::to_string(value)};
  std::vector<std::int64_t> pads, axes;
  bool given = false, has_axes = false;
  if (Error error = r.list(n, "pads", 1, pads, given)) return error;
  if (Error error = r.list(n, "axes", 3, axes, has_axes)) return error;
  const std::size_t rank = x.extents.size();
  if (!has_axes)
    for (std::size_t k = 0; k < rank; ++k) axes.push_back(static_cast<std::int64_t>(k));
  if (pads.size() != 2 * axes.size())
    return {"expected two pads for each axis, found " + std::to_string(pads.size()) + " for " +
            std::to_string(axes.size())};
  const std::size_t channel = r.natural_channel(x, rank > 1 ? 1 : 0);
  r.arrange(x, channel);
  const std::vector<std::size_t> order = storage_order(rank, channel);
  graph::Node node;
  node.kind = Kind::pad;
  node.inputs = {x.value};
  bool any = false;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    std::size_t k = 0;
    if (Error error = Reader::axis(axes[i], rank, k)) return error;
    const std::int64_t before = pads[i], after = pads[i + axes.size()];
    if (before == 0 && after == 0) continue;
    if (before < 0 || after < 0 || before > largest_option || after > largest_option)
      return {"expected pads from 0 to " + text(largest_option) + ", found " + text(std::min(before, after)) + " and " +
              text(std::max(before, after))};
    const std::size_t from_end =
        rank - 1 - static_cast<std::size_t>(std::find(order.begin(), order.end(), k) - order.begin());
    std::int64_t others = 1;
    for (std::size_t j = 0; j + 3 < rank; ++j) others *= x.extents[order[j]];
    if (from_end > 2 || (from_end == 2 && others != 1))
      return {"expected pads of rows, columns and channels, found some of axis " + std::to_string(k)};
    const std::size_t at = from_end == 0 ? 4 : from_end == 1 ? 2 : 0;
    node.extents[at] += static_cast<int>(before), node.extents[at + 1] += static_cast<int>(after);
    x.extents[k] += before + after;
    any = true;
  }
  if (size(x.extents) > most_elements) return {"expected at most 2^28 elements"};
  if (any) x.value = r.emit(std::move(node), Reader::shape_of(x.extents, channel));
  x.axes = axes_of(x.extents, channel);
  r.set_output(n, x);
  return {};
}

}  // namespace edgelite::graph::from_onnx
