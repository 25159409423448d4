// The graph of a network that is a type, as a reader of files would make it, and its written program: so that what is
// known at run time only can be held against the type.
#pragma once

#include <edgelite/edgelite.hpp>
#include <edgelite/import/graph.hpp>
#include <edgelite/import/written.hpp>
#include <memory>

namespace import_test {

using namespace edgelite;

template <template <auto, class...> class L, class Of> inline constexpr bool is_a = false;
template <template <auto, class...> class L, auto N, class... Options>
inline constexpr bool is_a<L, L<N, Options...>> = true;
template <class L> inline constexpr bool is_depthwise = false;
template <class... Options> inline constexpr bool is_depthwise<DepthwiseConv2d<Options...>> = true;
template <class L> inline constexpr bool is_max_pool = false;
template <class... Options> inline constexpr bool is_max_pool<MaxPool2d<Options...>> = true;

// The kind of node that an operation of layer L is.
template <class L> constexpr graph::Kind kind_of(const Operation& op) {
  using graph::Kind;
  if (op.role == Role::affine) return Kind::batch_norm;
  if (op.role == Role::activation && op.clamped()) return Kind::clamp;
  if (op.role == Role::concat) return Kind::concat;
  if (op.role == Role::slice) return Kind::slice;
  if (op.role == Role::reshape) return Kind::flatten;
  if (op.role == Role::subtract) return Kind::subtract;
  if (op.role == Role::constant) return Kind::constant;
  if (op.role == Role::shuffle) return Kind::channel_shuffle;
  if (std::is_base_of_v<Addition, L>) return Kind::add;
  if (std::is_base_of_v<Product, L>) return Kind::multiply;
  if (std::is_base_of_v<GlobalAveragePool, L>) return Kind::global_average_pool;
  if (std::is_base_of_v<HardSwish, L>) return Kind::hard_swish;
  if (std::is_base_of_v<HardSigmoid, L>) return Kind::hard_sigmoid;
  if (std::is_base_of_v<Sigmoid, L>) return Kind::sigmoid;
  if (std::is_base_of_v<Silu, L>) return Kind::silu;
  if (std::is_base_of_v<Softmax, L>) return Kind::softmax;
  if (std::is_base_of_v<Requantize, L>) return Kind::requantize;
  if (std::is_base_of_v<Resizing<Nearest>, L>) return Kind::resize_nearest;
  if (std::is_base_of_v<Resizing<Bilinear>, L>) return Kind::resize_bilinear;
  if (std::is_base_of_v<LeakySlope, L>) return Kind::leaky_relu;
  if (is_depthwise<L>) return Kind::depthwise;
  if (is_max_pool<L>) return Kind::max_pool;
  if (op.channels > 0) return is_a<Linear, L> ? Kind::linear : Kind::conv2d;
  return op.window.taps() > 1                            ? Kind::average_pool
         : op.first > 0 || op.from.size() < op.to.size() ? Kind::pad
                                                         : Kind::crop;
}

template <class Net, int I> graph::Node node_of() {
  using L = written_layer<Net, I>;
  constexpr const Operation& op = written<Net>.operations[std::size_t{I}];
  graph::Node node;
  node.kind = kind_of<L>(op);
  node.inputs.assign(op.input.begin(), op.input.begin() + op.inputs);
  node.output = op.output;
  node.source = "operator " + std::to_string(I);
  if constexpr (requires { L::count_padding; }) {
    node.counts_padding = L::count_padding;
    node.window = L::options;
  }
  return node;
}

template <class Net> graph::Graph bare_graph() {
  graph::Graph g;
  g.name = "network.file";
  for (int v = 0; v < written<Net>.value_count; ++v)
    g.values.push_back({"v" + std::to_string(v), written<Net>.shape(v), {}});
  [&]<int... I>(std::integer_sequence<int, I...>) { (g.nodes.push_back(node_of<Net, I>()), ...); }
  (std::make_integer_sequence<int, written<Net>.operation_count>{});
  for (int k = 0; k < written<Net>.input_count; ++k) g.inputs.push_back(k);
  for (int k = 0; k < written<Net>.output_count; ++k) g.outputs.push_back(written<Net>.output(k));
  return g;
}

// Batch norms must have mean 0 and variance 1 - epsilon: a graph has their factor and term only.
template <class Net> graph::Graph graph_of(const Parameters<Net, float>& parameters) {
  graph::Graph g = bare_graph<Net>();
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    const Operation& op = written<Net>.operations[i];
    const float* own = parameters.data.data() + op.parameter_offset;
    const int count = op.channels * op.per_channel;
    g.nodes[i].weights.weight.assign(own, own + count);
    if (op.biased) g.nodes[i].weights.bias.assign(own + count, own + count + op.channels);
  }
  return g;
}

// Of a network without batch norms.
template <class Net> graph::Graph graph_of(const Parameters<Net, std::int8_t>& parameters) {
  graph::Graph g = bare_graph<Net>();
  g.element = graph::Element::int8;
  const std::size_t inputs = g.inputs.size();
  std::vector<int> value(g.values.size());  // of program<Net>
  for (std::size_t k = 0; k < inputs; ++k) value[k] = static_cast<int>(k);
  for (int i = 0; i < program<Net>.operation_count; ++i) {
    const Operation& op = program<Net>[i];
    const auto at = static_cast<std::size_t>(i), n = static_cast<std::size_t>(op.written);
    value[n + inputs] = op.output;
    graph::Weights& to = g.nodes[n].weights;
    const auto* weight = parameters.weight.data() + quantized_layout<Net>.weight[at];
    const auto* bias = parameters.bias.data() + quantized_layout<Net>.channel[at];
    const auto* scale = parameters.scale.data() + quantized_layout<Net>.channel[at];
    to.stored.assign(weight, weight + op.channels * op.per_channel);
    if (op.biased) to.stored_bias.assign(bias, bias + op.channels);
    if (op.role != Role::constant) to.scale.assign(scale, scale + op.channels);
  }
  // A clamp that joined the operation before it has that operation's value.
  for (std::size_t v = 0; v < value.size(); ++v) {
    if (v >= inputs && value[v] == 0) value[v] = value[static_cast<std::size_t>(g.nodes[v - inputs].inputs[0])];
    g.values[v].quantization = parameters.values[static_cast<std::size_t>(value[v])];
  }
  return g;
}

template <class Net> graph::Written written_of() {
  graph::Written w;
  w.program = std::make_unique<Program<graph::longest_program>>();
  for (std::size_t i = 0; i < written<Net>.operations.size(); ++i) {
    w.program->operations[i] = written<Net>.operations[i];
    w.program->operations[i].parameter_offset = 0;
    w.node.push_back(static_cast<int>(i));
  }
  std::copy(written<Net>.values.begin(), written<Net>.values.end(), w.program->values.begin());
  w.program->outputs = written<Net>.outputs;
  w.program->operation_count = written<Net>.operation_count;
  w.program->value_count = written<Net>.value_count;
  w.program->input_count = written<Net>.input_count;
  w.program->output_count = written<Net>.output_count;
  return w;
}

}  // namespace import_test
