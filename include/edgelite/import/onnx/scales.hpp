// The end of reading a quantized ONNX network: values without a QuantizeLinear of their own get their quantization,
// operators that keep a scale get a change of scale behind them (a concat: before it) where the file has another, and
// biases are stored.
#pragma once

#include "edgelite/import/onnx/quantized.hpp"

namespace edgelite::graph::from_onnx {

class Scales {
 public:
  Scales(Reader& reader, std::vector<Problem>& problems) : r_(reader), problems_(problems) {}

  void finish() {
    for (int pass = 0; pass < 4; ++pass) spread();
    for (std::size_t i = 0; i < r_.graph.nodes.size(); ++i)
      if (!known(r_.graph.nodes[i].output))
        report(i, "expected a QuantizeLinear behind it, found floats inside a quantized network");
    for (const int input : r_.graph.inputs)
      if (!known(input))
        problems_.push_back({-1, "", value(input).name, "expected an input that is quantized, found floats"});
    if (!problems_.empty()) return;
    free_fixed();
    for (const auto& [node, bias] : r_.biases) store_bias(static_cast<std::size_t>(node), bias);
    rescale();
  }

 private:
  Value& value(int v) { return r_.graph.values[static_cast<std::size_t>(v)]; }
  bool known(int v) const { return r_.is_quantized[static_cast<std::size_t>(v)]; }
  void take(int v, const Quantization& q) {
    value(v).quantization = q;
    r_.is_quantized[static_cast<std::size_t>(v)] = true;
  }
  void report(std::size_t node, const std::string& what) {
    const int at = r_.origin[node];
    problems_.push_back(
        {at, r_.model.nodes[static_cast<std::size_t>(at)].operation, value(r_.graph.nodes[node].output).name, what});
  }

  static bool keeps(Kind kind) { return is_tied(kind) || kind == Kind::clamp; }
  void spread() {
    for (auto node = r_.graph.nodes.rbegin(); node != r_.graph.nodes.rend(); ++node)
      if (known(node->output) && keeps(node->kind))
        for (const int input : node->inputs)
          if (!known(input)) take(input, value(node->output).quantization);
    for (const graph::Node& node : r_.graph.nodes) {
      if (known(node.output)) continue;
      if (has_fixed_output(node.kind))
        take(node.output, fixed_quantization);
      else if (keeps(node.kind) && known(node.inputs[0]))
        take(node.output, value(node.inputs[0]).quantization);
    }
  }

  // Softmax and sigmoids store in 1/256. Where nothing needs the file's scale what reads them takes that as well.
  void free_fixed() {
    std::set<int> needs(r_.stored_outputs);
    for (const graph::Node& node : r_.graph.nodes)
      if (is_tied(node.kind)) needs.insert(node.inputs.begin(), node.inputs.end());
    for (const graph::Node& node : r_.graph.nodes)
      if (has_fixed_output(node.kind) && needs.count(node.output) == 0) take(node.output, fixed_quantization);
  }

  // bias / (input's scale x weight's scale of the filter); stored ones of that scale stay as they are.
  void store_bias(std::size_t index, const Constant& bias) {
    graph::Node& node = r_.graph.nodes[index];
    const double input = static_cast<double>(value(node.inputs[0]).quantization.scale);
    const bool integers = bias.tensor->type == Type::int32;
    for (int f = 0; f < node.filters; ++f) {
      const std::int64_t i = bias.elements() == 1 ? 0 : f;
      const double unit = input * static_cast<double>(node.weights.scale[static_cast<std::size_t>(f)]);
      const std::size_t s = bias.scale_index(i);
      const bool as_stored =
          integers && (!bias.quantized() || std::abs(static_cast<double>(bias.scales[s]) - unit) <= 1e-4 * unit);
      double stored = as_stored ? static_cast<double>(bias.whole_at(i) - (bias.quantized() ? bias.zero_points[s] : 0))
                                : std::nearbyint(bias.at(i) / unit);
      if (!(std::abs(stored) < 2147483648.0)) {
        report(index, "expected a bias that fits into 32 bits");
        return;
      }
      node.weights.stored_bias.push_back(static_cast<std::int32_t>(stored));
    }
  }

  static graph::Node requantize(int input, int output, const graph::Node& beside) {
    graph::Node node;
    node.kind = Kind::requantize;
    node.inputs = {input};
    node.output = output;
    node.source = beside.source;
    return node;
  }

  // The mean under a window in another scale: a depthwise convolution of ones, which rounds once. Only where all
  // windows have as many elements.
  bool average_as_convolution(graph::Node& node) {
    WindowOptions& o = node.window;
    const Shape from = value(node.inputs[0]).shape;
    if (node.kind != Kind::average_pool || o.ceil_mode) return false;
    if (o.rule != WindowOptions::Rule::valid && !node.counts_padding) return false;
    const auto channels = static_cast<std::size_t>(from.channels), taps = static_cast<std::size_t>(o.window.taps());
    if (r_.spend(static_cast<std::int64_t>(channels * taps))) return false;
    node.kind = Kind::depthwise;
    node.filters = from.channels;
    node.weights.stored.assign(channels * taps, 1);
    node.weights.scale.assign(channels, 1.f / static_cast<float>(taps));
    return true;
  }

  void rescale() {
    std::vector<graph::Node> nodes;
    for (graph::Node& node : r_.graph.nodes) {
      const Quantization out = value(node.output).quantization;
      if (has_fixed_output(node.kind) && !alike(out, fixed_quantization)) {
        push_rescaled(nodes, std::move(node), fixed_quantization);
      } else if (is_tied(node.kind)) {
        if (node.kind == Kind::concat) {
          for (int& input : node.inputs) {
            if (alike(value(input).quantization, out)) continue;
            const int rescaled = r_.new_value(value(input).name, value(input).shape);
            take(rescaled, out);
            nodes.push_back(requantize(input, rescaled, node));
            input = rescaled;
          }
          nodes.push_back(std::move(node));
        } else if (const Quantization in = value(node.inputs[0]).quantization;
                   alike(in, out) || average_as_convolution(node)) {
          nodes.push_back(std::move(node));
        } else {
          push_rescaled(nodes, std::move(node), in);
        }
      } else {
        nodes.push_back(std::move(node));
      }
    }
    r_.graph.nodes = std::move(nodes);
  }
  // The node with `q` as its output's quantization, then a change of scale.
  void push_rescaled(std::vector<graph::Node>& nodes, graph::Node node, const Quantization& q) {
    const int output = node.output;
    node.output = r_.new_value(value(output).name, value(output).shape);
    take(node.output, q);
    nodes.push_back(std::move(node));
    nodes.push_back(requantize(nodes.back().output, output, nodes.back()));
  }

  Reader& r_;
  std::vector<Problem>& problems_;
};

}  // namespace edgelite::graph::from_onnx
