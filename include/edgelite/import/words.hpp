// Words for messages about a graph: kinds, shapes, tensors, nodes.
#pragma once

#include <cstdio>
#include <string>

#include "edgelite/host/error.hpp"
#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

inline const char* kind_text(Kind kind) {
  switch (kind) {
    case Kind::conv2d:
      return "conv2d";
    case Kind::depthwise:
      return "depthwise";
    case Kind::linear:
      return "linear";
    case Kind::batch_norm:
      return "batch_norm";
    case Kind::max_pool:
      return "max_pool";
    case Kind::average_pool:
      return "average_pool";
    case Kind::global_average_pool:
      return "global_average_pool";
    case Kind::clamp:
      return "clamp";
    case Kind::leaky_relu:
      return "leaky_relu";
    case Kind::hard_swish:
      return "hard_swish";
    case Kind::hard_sigmoid:
      return "hard_sigmoid";
    case Kind::sigmoid:
      return "sigmoid";
    case Kind::silu:
      return "silu";
    case Kind::softmax:
      return "softmax";
    case Kind::add:
      return "add";
    case Kind::subtract:
      return "subtract";
    case Kind::multiply:
      return "multiply";
    case Kind::concat:
      return "concat";
    case Kind::slice:
      return "slice";
    case Kind::crop:
      return "crop";
    case Kind::pad:
      return "pad";
    case Kind::resize_nearest:
      return "resize_nearest";
    case Kind::resize_bilinear:
      return "resize_bilinear";
    case Kind::channel_shuffle:
      return "channel_shuffle";
    case Kind::reshape:
      return "reshape";
    case Kind::flatten:
      return "flatten";
    case Kind::requantize:
      return "requantize";
    case Kind::constant:
      return "constant";
  }
  return "unknown";
}

inline std::string shape_text(Shape s) {
  return std::to_string(s.height) + " x " + std::to_string(s.width) + " x " + std::to_string(s.channels);
}

inline std::string number_text(float x) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", double{x});
  return text;
}

inline std::string quantization_text(const Quantization& q) {
  return "scale " + number_text(q.scale) + " and zero point " + std::to_string(q.zero_point);
}

// tensor 3 "conv1/Relu"; any index may be asked for.
inline std::string value_text(const Graph& graph, int value) {
  std::string text = "tensor " + std::to_string(value);
  if (value >= 0 && static_cast<std::size_t>(value) < graph.values.size())
    if (const auto& name = graph.values[static_cast<std::size_t>(value)].name; !name.empty())
      text += " \"" + printable(name) + "\"";
  return text;
}

// What the node is in the file, or its index and kind where the reader says nothing.
inline std::string node_text(const Graph& graph, std::size_t node) {
  const Node& n = graph.nodes[node];
  return n.source.empty() ? "node " + std::to_string(node) + " " + kind_text(n.kind) : printable(n.source);
}

inline Error file_error(const Graph& graph, const std::string& message) {
  return {graph.name.empty() ? message : printable(graph.name) + ": " + message};
}

inline Error node_error(const Graph& graph, std::size_t node, const std::string& message) {
  return file_error(graph, node_text(graph, node) + ": " + message);
}

}  // namespace edgelite::graph
