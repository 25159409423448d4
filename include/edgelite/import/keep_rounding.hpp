// keep_rounding(graph): in int8 the program joins a clamp to the operation before it, which then rounds once. A clamp with
// a scale of its own rounds a second time, as TFLite's RELU does: a 1 x 1 maximum pool, which copies, keeps the two apart.
#pragma once

#include "edgelite/host/error.hpp"
#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

inline void keep_rounding(Graph& graph) {
  if (graph.element != Element::int8) return;
  std::vector<int> uses(graph.values.size());
  std::vector<char> joins(graph.values.size());
  for (const int output : graph.outputs) ++uses[static_cast<std::size_t>(output)];
  for (const Node& node : graph.nodes) {
    for (const int input : node.inputs) ++uses[static_cast<std::size_t>(input)];
    joins[static_cast<std::size_t>(node.output)] = node.kind == Kind::conv2d || node.kind == Kind::depthwise ||
                                                   node.kind == Kind::linear || node.kind == Kind::add ||
                                                   node.kind == Kind::subtract || node.kind == Kind::multiply;
  }
  std::vector<Node> nodes;
  for (Node& node : graph.nodes) {
    const auto input = node.inputs.empty() ? 0 : static_cast<std::size_t>(node.inputs[0]);
    if (node.kind == Kind::clamp && joins[input] && uses[input] == 1 &&
        !(graph.values[input].quantization == graph.values[static_cast<std::size_t>(node.output)].quantization)) {
      Node copy;
      copy.kind = Kind::max_pool;
      copy.inputs = node.inputs;
      copy.output = static_cast<int>(graph.values.size());
      copy.source = node.source;
      Value value = graph.values[input];
      value.name = printable(value.name) + " rounded";
      graph.values.push_back(std::move(value));
      node.inputs[0] = copy.output;
      nodes.push_back(std::move(copy));
    }
    nodes.push_back(std::move(node));
  }
  graph.nodes = std::move(nodes);
}

}  // namespace edgelite::graph
