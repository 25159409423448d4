// fold_padding(graph): zeros that a pad node puts around the image of one convolution, as Keras' MobileNets and many
// exports write it, become the convolution's own padding if every window still touches the image. The pad node is left
// behind unused. The numbers are the same, in int8 too, where both pad with the zero point.
#pragma once

#include <algorithm>

#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

inline void fold_padding(Graph& graph) {
  std::vector<int> uses(graph.values.size());
  std::vector<const Node*> pad(graph.values.size());
  for (const int output : graph.outputs) ++uses[static_cast<std::size_t>(output)];
  for (const Node& node : graph.nodes) {
    for (const int input : node.inputs) ++uses[static_cast<std::size_t>(input)];
    if (node.kind == Kind::pad && node.extents[4] == 0 && node.extents[5] == 0)
      pad[static_cast<std::size_t>(node.output)] = &node;
  }
  for (Node& node : graph.nodes) {
    if ((node.kind != Kind::conv2d && node.kind != Kind::depthwise) || node.window.rule != WindowOptions::Rule::valid)
      continue;
    const auto input = static_cast<std::size_t>(node.inputs[0]);
    if (!pad[input] || uses[input] != 1) continue;
    const std::array<int, 6>& sides = pad[input]->extents;
    const Window& w = node.window.window;
    const int most_h = (w.kernel_h - 1) * w.dilation_h, most_w = (w.kernel_w - 1) * w.dilation_w;
    if (std::max(sides[0], sides[1]) > most_h || std::max(sides[2], sides[3]) > most_w) continue;
    node.window.rule = WindowOptions::Rule::explicit_padding;
    node.window.pad_top = sides[0], node.window.pad_bottom = sides[1];
    node.window.pad_left = sides[2], node.window.pad_right = sides[3];
    node.inputs[0] = pad[input]->inputs[0];
  }
}

}  // namespace edgelite::graph
