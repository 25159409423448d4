// keep_rounding(graph): in int8 the program joins a clamp to the operation before it, which then rounds once. A clamp
// with a scale of its own rounds a second time, as TFLite's RELU does: a 1 x 1 maximum pool, which copies, keeps the
// two apart.
#pragma once

#include "edgelite/import/live.hpp"

namespace edgelite::graph {

inline void keep_rounding(Graph& graph) {
  if (graph.element != Element::int8) return;
  const Live live = find_live(graph);
  std::vector<char> joins(graph.values.size());
  for (const Node& node : graph.nodes)
    joins[static_cast<std::size_t>(node.output)] = node.kind == Kind::conv2d || node.kind == Kind::depthwise ||
                                                   node.kind == Kind::linear || node.kind == Kind::add ||
                                                   node.kind == Kind::subtract || node.kind == Kind::multiply;
  std::vector<Node> nodes;
  for (Node& node : graph.nodes) {
    const auto input = node.inputs.empty() ? 0 : static_cast<std::size_t>(live.value(node.inputs[0]));
    if (node.kind == Kind::clamp && joins[input] && live.uses[input] <= 1 &&
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
