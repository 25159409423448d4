// remove_unused(graph): takes away the nodes whose values no output needs, and their values; inputs stay.
#pragma once

#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

// Returns the new number of every value; -1: taken away.
inline std::vector<int> remove_unused(Graph& graph) {
  std::vector<int> number(graph.values.size(), -1);
  for (const auto& list : {graph.inputs, graph.outputs})
    for (const int value : list) number[static_cast<std::size_t>(value)] = 0;
  std::vector<Node> nodes;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (number[static_cast<std::size_t>(node->output)] < 0) continue;
    for (const int value : node->inputs) number[static_cast<std::size_t>(value)] = 0;
    nodes.push_back(std::move(*node));
  }
  graph.nodes.assign(std::make_move_iterator(nodes.rbegin()), std::make_move_iterator(nodes.rend()));
  std::vector<Value> values;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] < 0) continue;
    number[i] = static_cast<int>(values.size());
    values.push_back(std::move(graph.values[i]));
  }
  graph.values = std::move(values);
  const auto renumber = [&](std::vector<int>& list) {
    for (int& value : list) value = number[static_cast<std::size_t>(value)];
  };
  renumber(graph.inputs);
  renumber(graph.outputs);
  for (Node& node : graph.nodes) {
    renumber(node.inputs);
    node.output = number[static_cast<std::size_t>(node.output)];
  }
  return number;
}

}  // namespace edgelite::graph
