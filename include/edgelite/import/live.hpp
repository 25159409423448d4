// Which nodes of a graph become layers: those whose values lead to an output, less those that change nothing or repeat
// another one; and which flatten nodes are plain reshapes.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

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
  std::vector<int> same;                 // of each value: the value that it is, itself or an earlier one
  std::vector<char> node;                // of each node: does it stay?
  std::vector<int> uses;                 // of each value: how often a node that stays reads it, or an output is it
  std::vector<std::vector<int>> inputs;  // of each node: the values that it reads

  int value(int v) const { return same[static_cast<std::size_t>(v)]; }
};

// Moves numbers, or rescales them, by its extents alone: two such nodes of one value are one. Readers that resolve a
// file's transposes may make a channel shuffle for each of its readers. A flatten may stand for two orders: it stays.
inline bool is_plain_move(Kind kind) {
  return kind == Kind::requantize || (is_tied(kind) && kind != Kind::max_pool && kind != Kind::average_pool &&
                                      kind != Kind::concat && kind != Kind::flatten);
}

// DenseNet's concats: one that begins with all that an earlier one joins reads that one's result in its place.
class Concats {
 public:
  void shorten(std::vector<int>& inputs, int output) {
    const std::vector<int> all = inputs;
    std::uint64_t hash = 0;
    const Known* longest = nullptr;
    for (std::size_t k = 0; k + 1 < all.size(); ++k) {
      hash = mixed(hash, all[k]);
      if (const auto known = known_.find(hash); known != known_.end() && known->second.inputs.size() == k + 1)
        longest = &known->second;
    }
    if (longest && std::equal(longest->inputs.begin(), longest->inputs.end(), all.begin())) {
      inputs.assign(all.begin() + static_cast<std::ptrdiff_t>(longest->inputs.size()), all.end());
      inputs.insert(inputs.begin(), longest->output);
    }
    if (all.size() > 1) known_.insert({mixed(hash, all.back()), {all, output}});
  }

 private:
  struct Known {
    std::vector<int> inputs;
    int output;
  };
  static std::uint64_t mixed(std::uint64_t hash, int value) {
    return (hash ^ (static_cast<std::uint64_t>(value) + 1)) * 1099511628211u;
  }
  std::unordered_map<std::uint64_t, Known> known_;
};

inline Live find_live(const Graph& graph) {
  Live live{std::vector<int>(graph.values.size()), std::vector<char>(graph.nodes.size()),
            std::vector<int>(graph.values.size()), std::vector<std::vector<int>>(graph.nodes.size())};
  for (std::size_t v = 0; v < live.same.size(); ++v) live.same[v] = static_cast<int>(v);
  std::vector<char> nothing(graph.nodes.size());
  Concats concats;
  std::map<std::tuple<Kind, int, std::array<int, 6>>, int> moved;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[n];
    nothing[n] = changes_nothing(graph, node);
    for (const int input : node.inputs) live.inputs[n].push_back(live.value(input));
    if (node.kind == Kind::concat) concats.shorten(live.inputs[n], node.output);
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
    for (const int input : live.inputs[n]) ++live.uses[static_cast<std::size_t>(input)];
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
    for (const int input : live.inputs[n]) {
      const std::size_t flatten = by[static_cast<std::size_t>(input)];
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
