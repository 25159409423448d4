// window_of(graph, node): the options of a node's window as its layer is given them: in the shortest words that place
// the window alike (Same before Valid before Padding<>, no ceil mode where it changes nothing).
#pragma once

#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

namespace detail {

inline bool places_alike(const WindowOptions& a, const WindowOptions& b, Shape from) {
  Window first, second;
  bool fits = false;
  return place_window(a, from, 1, first) == place_window(b, from, 1, second, &fits) && fits &&
         first.top == second.top && first.left == second.left;
}

}  // namespace detail

inline WindowOptions window_of(const Graph& graph, const Node& node) {
  using Rule = WindowOptions::Rule;
  const Shape from = graph.values[static_cast<std::size_t>(node.inputs[0])].shape;
  WindowOptions o = node.window;
  if (node.kind != Kind::conv2d) o.groups = 1;
  if (node.kind != Kind::depthwise) o.multiplier = 1;
  o.exclude_padding = false;
  const bool pools = node.kind == Kind::max_pool || node.kind == Kind::average_pool;
  if (pools)
    o.bias = false;
  else
    o.ceil_mode = false;
  if (o.rule != Rule::explicit_padding) o.pad_top = o.pad_bottom = o.pad_left = o.pad_right = 0;

  auto other = [&](Rule rule, bool ceil_mode) {
    WindowOptions changed = o;
    changed.rule = rule;
    changed.ceil_mode = ceil_mode;
    if (rule != Rule::explicit_padding) changed.pad_top = changed.pad_bottom = changed.pad_left = changed.pad_right = 0;
    return changed;
  };
  const bool padded = o.pad_top + o.pad_bottom + o.pad_left + o.pad_right > 0;
  if (node.kind == Kind::average_pool && node.counts_padding && (padded || o.rule == Rule::same)) {
    if (o.rule == Rule::same) {  // only Padding<> counts
      Window placed;
      place_window(o, from, 1, placed);
      o.rule = Rule::explicit_padding;
      o.pad_top = placed.top, o.pad_bottom = placed.bottom, o.pad_left = placed.left, o.pad_right = placed.right;
    }
    if (o.pad_top + o.pad_bottom + o.pad_left + o.pad_right > 0) {
      if (const WindowOptions floored = other(o.rule, false); detail::places_alike(o, floored, from)) o = floored;
      return o;
    }
  }
  for (const Rule rule : {Rule::same, Rule::valid})
    if (const WindowOptions shorter = other(rule, false); detail::places_alike(o, shorter, from)) return shorter;
  if (const WindowOptions floored = other(o.rule, false); detail::places_alike(o, floored, from)) o = floored;
  if (o.rule == Rule::explicit_padding && !padded) o = other(Rule::valid, o.ceil_mode);
  o.exclude_padding = node.kind == Kind::average_pool && o.rule == Rule::explicit_padding;
  return o;
}

}  // namespace edgelite::graph
