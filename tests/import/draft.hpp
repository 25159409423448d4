// Graphs written by hand: shapes are inferred, weights are zeros.
#pragma once

#include <edgelite/edgelite.hpp>
#include <edgelite/import/check.hpp>

namespace import_test {

using namespace edgelite;
using graph::Kind;

struct Draft {
  graph::Graph graph;

  explicit Draft(graph::Element element = graph::Element::float32) { graph.element = element, graph.name = "net.file"; }

  int input(Shape shape) {
    graph.inputs.push_back(value(shape));
    return graph.inputs.back();
  }
  int add(graph::Node node) {
    node.output = value({});
    const auto n = graph.nodes.size();
    node.source = "operator " + std::to_string(n);
    graph::Inferred inferred;
    if (node.kind == Kind::constant) {
      graph.values.back().shape = {node.extents[0], node.extents[1], node.extents[2]};
      node.extents = {};
    }
    if (const std::string wrong = graph::infer(graph, node, inferred); wrong.empty())
      graph.values.back().shape = inferred.to;
    const auto weights = static_cast<std::size_t>(inferred.weights),
               channels = static_cast<std::size_t>(inferred.channels);
    if (graph.element == graph::Element::int8) {
      node.weights.stored.assign(weights, 1);
      node.weights.stored_bias.assign(inferred.biased ? channels : 0, 2);
      node.weights.scale.assign(channels, 0.5f);
    } else {
      node.weights.weight.assign(weights, 0.5f);
      node.weights.bias.assign(inferred.biased ? channels : 0, 0.25f);
    }
    if (graph::has_fixed_output(node.kind)) graph.values.back().quantization = {1 / 256.f, -128};
    graph.nodes.push_back(std::move(node));
    return graph.nodes.back().output;
  }

  int join(Kind kind, std::vector<int> inputs) { return add(of(kind, std::move(inputs))); }
  int layer(Kind kind, int x, std::array<int, 6> extents = {}) {
    graph::Node node = of(kind, {x});
    node.extents = extents;
    return add(std::move(node));
  }
  template <class... Options> int conv(int x, int filters) {
    graph::Node node = of(Kind::conv2d, {x});
    node.window = window_options<Options...>(1);
    node.filters = filters;
    return add(std::move(node));
  }
  template <class... Options> int depthwise(int x) {
    graph::Node node = of(Kind::depthwise, {x});
    node.window = window_options<Options...>(3);
    return add(std::move(node));
  }
  template <class... Options> int pool(Kind kind, int x, bool counts_padding = false) {
    graph::Node node = of(kind, {x});
    node.window = pool_options<Options...>();
    node.counts_padding = counts_padding;
    return add(std::move(node));
  }
  int linear(int x, int outputs, bool bias = true) {
    graph::Node node = of(Kind::linear, {x});
    node.filters = outputs;
    node.window.bias = bias;
    return add(std::move(node));
  }
  int clamp(int x, float low, float high) {
    graph::Node node = of(Kind::clamp, {x});
    node.low = low, node.high = high;
    return add(std::move(node));
  }
  int relu(int x) { return clamp(x, 0, unbounded); }
  int leaky_relu(int x, float slope) {
    graph::Node node = of(Kind::leaky_relu, {x});
    node.slope = slope;
    return add(std::move(node));
  }
  int constant(Shape s) {
    graph::Node node = of(Kind::constant, {});
    node.extents = {s.height, s.width, s.channels};
    return add(std::move(node));
  }

 private:
  static graph::Node of(Kind kind, std::vector<int> inputs) {
    graph::Node node;
    node.kind = kind;
    node.inputs = std::move(inputs);
    return node;
  }
  int value(Shape shape) {
    graph.values.push_back({"t" + std::to_string(graph.values.size()), shape, {}});
    return static_cast<int>(graph.values.size()) - 1;
  }
};

}  // namespace import_test
