// The extents that ONNX's shape operators make, of constants and of computed tensors alike: Reshape, Flatten, Squeeze,
// Unsqueeze; and the parts that Slice takes.
#pragma once

#include "edgelite/import/onnx/reader.hpp"

namespace edgelite::graph::from_onnx {

// The extents with -1 and 0 put in.
inline Error reshape_extents(const Reader& r, const onnx::Node& n, const Constant& wanted, bool zero_is_zero,
                             const Extents& from, Extents& to) {
  if (wanted.elements() > 8) return {r.name(n, 1) + ": expected at most 8 extents, found " + text(wanted.elements())};
  const std::int64_t all = size(from);
  std::int64_t known = 1;
  int open = -1;
  for (std::int64_t k = 0; k < wanted.elements(); ++k) {
    std::int64_t e = wanted.whole_at(k);
    if (e == 0 && !zero_is_zero) e = static_cast<std::size_t>(k) < from.size() ? from[static_cast<std::size_t>(k)] : 0;
    if (e == -1 && open < 0) {
      open = static_cast<int>(k);
      to.push_back(1);
      continue;
    }
    if (e < 1 || e > most_elements || (known *= e) > most_elements)
      return {r.name(n, 1) + ": expected extents from 1 on, found " + text(wanted.whole_at(k))};
    to.push_back(e);
  }
  if (open >= 0) to[static_cast<std::size_t>(open)] = all / known;
  if (size(to) == all) return {};
  return {"expected as many elements as " + onnx::extents_text(from) + ", found " + onnx::extents_text(to)};
}

inline Error squeezed(const Extents& from, const std::vector<std::int64_t>& axes, bool given, Extents& to) {
  std::vector<bool> leaves(from.size(), false);
  for (const std::int64_t a : axes) {
    std::size_t k = 0;
    if (Error error = Reader::axis(a, from.size(), k)) return error;
    if (from[k] != 1) return {"expected an extent of 1 at axis " + text(a) + ", found " + text(from[k])};
    leaves[k] = true;
  }
  for (std::size_t k = 0; k < from.size(); ++k)
    if (!(given ? leaves[k] : from[k] == 1)) to.push_back(from[k]);
  return {};
}
inline Error unsqueezed(const Extents& from, const std::vector<std::int64_t>& axes, Extents& to) {
  const std::size_t rank = from.size() + axes.size();
  if (rank > 8) return {"expected at most 8 extents, found " + std::to_string(rank)};
  std::vector<bool> is_new(rank, false);
  for (const std::int64_t a : axes) {
    std::size_t k = 0;
    if (Error error = Reader::axis(a, rank, k)) return error;
    if (is_new[k]) return {"expected different axes, found " + text(a) + " twice"};
    is_new[k] = true;
  }
  for (std::size_t k = 0, next = 0; k < rank; ++k) to.push_back(is_new[k] ? 1 : from[next++]);
  return {};
}

// The extents of a shape operator's result, of constants and of computed tensors alike.
inline Error new_extents(Reader& r, const onnx::Node& n, const Extents& from, Extents& to) {
  std::vector<std::int64_t> axes;
  bool given = false;
  if (n.operation == "Reshape") {
    Constant wanted;
    if (Error error = r.constant(n, 1, wanted)) return error;
    return reshape_extents(r, n, wanted, r.integer(n, "allowzero", 0) != 0, from, to);
  }
  if (n.operation == "Flatten") {
    const std::int64_t axis = r.integer(n, "axis", 1);
    std::size_t k = from.size();
    if (axis != static_cast<std::int64_t>(from.size()))
      if (Error error = Reader::axis(axis, from.size(), k)) return error;
    const std::int64_t before = size({from.begin(), from.begin() + static_cast<std::ptrdiff_t>(k)});
    to = {before, size(from) / std::max<std::int64_t>(before, 1)};
    return {};
  }
  if (Error error = r.list(n, "axes", 1, axes, given)) return error;
  return n.operation == "Squeeze" ? squeezed(from, axes, given, to) : unsqueezed(from, axes, to);
}

// First index, count and step of an axis of Slice.
struct Cut {
  std::int64_t first = 0, count = 0, step = 1;
};
inline Error cuts(Reader& r, const onnx::Node& n, const Extents& extents, std::vector<Cut>& to) {
  to.clear();
  for (const std::int64_t e : extents) to.push_back({0, e, 1});
  std::vector<std::int64_t> starts, ends, axes, steps;
  bool given = false, has_axes = false, has_steps = false;
  if (Error error = r.list(n, "starts", 1, starts, given)) return error;
  if (Error error = r.list(n, "ends", 2, ends, given)) return error;
  if (Error error = r.list(n, "axes", 3, axes, has_axes)) return error;
  if (Error error = r.list(n, "steps", 4, steps, has_steps)) return error;
  if (ends.size() != starts.size() || (has_axes && axes.size() != starts.size()) ||
      (has_steps && steps.size() != starts.size()) || (!has_axes && starts.size() > extents.size()))
    return {"expected starts, ends, axes and steps of one length"};
  for (std::size_t i = 0; i < starts.size(); ++i) {
    std::size_t k = i;
    if (has_axes)
      if (Error error = Reader::axis(axes[i], extents.size(), k)) return error;
    const std::int64_t e = extents[k], step = has_steps ? steps[i] : 1;
    if (step < 1 || step > std::max<std::int64_t>(e, 1)) {
      if (step != std::numeric_limits<std::int64_t>::min() && step < 1)
        return {"expected steps from 1 on, found " + text(step)};
      if (step < 1) return {"expected steps from 1 on"};
    }
    auto limit = [&](std::int64_t at) { return saturated(at < 0 ? saturated(at, -e, 0) + e : at, 0, e); };
    const std::int64_t first = limit(starts[i]), last = limit(ends[i]);
    to[k] = {first, last > first ? (last - first - 1) / step + 1 : 0, step};
  }
  return {};
}

}  // namespace edgelite::graph::from_onnx
