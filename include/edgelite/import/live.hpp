// What of a graph is worth a layer: nodes whose values lead to an output, less those that change nothing or that another one is; and which
// flatten nodes are plain reshapes.
#pragma once

#include <map>
#include <tuple>

#include "edgelite/import/check.hpp"

namespace edgelite::graph {

// Role::activation in the program: the order that Flatten leaves behind passes through.
inline bool keeps_flattened(Kind kind) {
  switch (kind) {
    case Kind::clamp:
    case Kind::leaky_relu:
    case Kind::hard_swish:
    case Kind::hard_sigmoid:
    case Kind::sigmoid:
    case Kind::silu:
    case Kind::requantize:
      return true;
    default:
      return false;
  }
}

// Is the node's output its input?
inline bool changes_nothing(const Graph& graph, const Node& node) {
  if (node.inputs.size() != 1) return false;
  const Value &in = graph.values[static_cast<std::size_t>(node.inputs[0])],
              &out = graph.values[static_cast<std::size_t>(node.output)];
  if (!(in.shape == out.shape) || (graph.element == Element::int8 && !alike(in.quantization, out.quantization)))
    return false;
  switch (node.kind) {
    case Kind::clamp:
      return node.low == -unbounded && node.high == unbounded;
    case Kind::channel_shuffle:
      return node.extents[0] == 1;
    case Kind::slice:
    case Kind::crop:
    case Kind::pad:
    case Kind::reshape:
    case Kind::flatten:
    case Kind::concat:
    case Kind::requantize:
      return true;
    default:
      return false;
  }
}

struct Live {
  std::vector<int> same;   // of each value: the value that it is, itself or an earlier one
  std::vector<char> node;  // of each node: does it stay?
  std::vector<int> uses;   // of each value: how often a node that stays reads it, or an output is it

  int value(int v) const { return same[static_cast<std::size_t>(v)]; }
};

// Moves numbers, or rescales them, by its extents alone: two such nodes of one value are one. Readers that resolve a
// file's transposes may make a channel shuffle for each of its readers. A flatten may stand for two orders: it stays.
inline bool is_plain_move(Kind kind) {
  return kind == Kind::requantize || (is_tied(kind) && kind != Kind::max_pool && kind != Kind::average_pool &&
                                      kind != Kind::concat && kind != Kind::flatten);
}

inline Live find_live(const Graph& graph) {
  Live live{std::vector<int>(graph.values.size()), std::vector<char>(graph.nodes.size()),
            std::vector<int>(graph.values.size())};
  for (std::size_t v = 0; v < live.same.size(); ++v) live.same[v] = static_cast<int>(v);
  std::vector<char> nothing(graph.nodes.size());
  std::map<std::tuple<Kind, int, std::array<int, 6>>, int> moved;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[n];
    nothing[n] = changes_nothing(graph, node);
    if (nothing[n]) {
      live.same[static_cast<std::size_t>(node.output)] = live.value(node.inputs[0]);
    } else if (is_plain_move(node.kind)) {
      const int first =
          moved.insert({{node.kind, live.value(node.inputs[0]), node.extents}, node.output}).first->second;
      const auto& q = [&](int v) -> const Quantization& {
        return graph.values[static_cast<std::size_t>(v)].quantization;
      };
      if (first == node.output || (graph.element == Element::int8 && !alike(q(first), q(node.output)))) continue;
      live.same[static_cast<std::size_t>(node.output)] = first;
      nothing[n] = true;
    }
  }
  for (const int output : graph.outputs) ++live.uses[static_cast<std::size_t>(live.value(output))];
  for (std::size_t n = graph.nodes.size(); n-- > 0;) {
    const Node& node = graph.nodes[n];
    if (nothing[n] || live.uses[static_cast<std::size_t>(node.output)] == 0) continue;
    live.node[n] = 1;
    for (const int input : node.inputs) ++live.uses[static_cast<std::size_t>(live.value(input))];
  }
  return live;
}

// Of each flatten node that no linear layer reads, behind activations or at once: 1. Its result is plain storage order;
// what a linear layer reads may go to no layer with weights or parts besides.
inline Error find_storage_order(const Graph& graph, const Live& live, std::vector<char>& in_storage_order) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> by(graph.values.size(), none), clash(graph.nodes.size(), none);
  in_storage_order.assign(graph.nodes.size(), 1);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[n];
    if (!live.node[n]) continue;
    if (node.kind == Kind::flatten) by[static_cast<std::size_t>(node.output)] = n;
    for (const int input : node.inputs) {
      const std::size_t flatten = by[static_cast<std::size_t>(live.value(input))];
      if (flatten == none) continue;
      switch (node.kind) {
        case Kind::linear:
          in_storage_order[flatten] = 0;
          break;
        case Kind::conv2d:
        case Kind::depthwise:
        case Kind::batch_norm:
        case Kind::add:
        case Kind::subtract:
        case Kind::concat:
        case Kind::slice:
        case Kind::channel_shuffle:
          clash[flatten] = n;
          break;
        default:
          if (keeps_flattened(node.kind)) by[static_cast<std::size_t>(node.output)] = flatten;
      }
    }
  }
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    if (clash[n] != none && !in_storage_order[n])
      return node_error(graph, n,
                        "is read by a linear layer and by " + node_text(graph, clash[n]) +
                            ", which needs another order of its numbers; that is not supported");
  return {};
}

}  // namespace edgelite::graph
