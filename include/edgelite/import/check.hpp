// check(graph): does a graph hold what import/graph.hpp promises? What comes after it relies on that, whatever file a
// reader had before it: no index, product or allocation needs another look.
//
//   indices   every value read has been made before, by an input of the graph or by one node; outputs are among them
//   shapes    extents from 1 to 2^24, of a node's output those that its kind makes of its inputs; less than 2^28
//             elements in all values together, at most 2^30 weights, a bias counted as four
//   weights   as many as the node's kind needs, a scale a filter in int8, sums that stay within 32 bits
//   int8      scales positive, finite and normal, zero points from -128 to 127; one scale for the inputs and the output
//             of what only moves numbers, and of pools; 1/256 and -128 for the output of softmax and both sigmoids
//   sizes     at most 2^16 nodes, max_network_inputs inputs, max_outputs outputs
//
// Errors name the file, the node (as its source calls it), the tensors, what was expected and what was found.
#pragma once

#include <cstdlib>

#include "edgelite/import/infer.hpp"

namespace edgelite::graph {

inline constexpr std::size_t most_nodes = 1 << 16;
inline constexpr std::int64_t most_elements = 1 << 28;

inline bool alike(const Quantization& a, const Quantization& b) {
  return a.scale == b.scale && a.zero_point == b.zero_point;
}

inline bool has_fixed_output(Kind kind) {
  return kind == Kind::softmax || kind == Kind::sigmoid || kind == Kind::hard_sigmoid;
}

inline bool has_weights(Kind kind) {
  return kind == Kind::conv2d || kind == Kind::depthwise || kind == Kind::linear || kind == Kind::batch_norm ||
         kind == Kind::constant;
}

namespace detail {

class Checker {
 public:
  explicit Checker(const Graph& graph) : graph_(graph), made_(graph.values.size()) {}

  Error check() {
    if (graph_.nodes.size() > most_nodes)
      return file_error(graph_, "expected at most " + std::to_string(most_nodes) + " nodes, found " +
                                    std::to_string(graph_.nodes.size()));
    if (graph_.inputs.empty()) return file_error(graph_, "the graph has no input");
    if (graph_.outputs.empty()) return file_error(graph_, "the graph has no output");
    if (graph_.inputs.size() > std::size_t{max_network_inputs} || graph_.outputs.size() > std::size_t{max_outputs})
      return file_error(graph_, "expected at most " + std::to_string(max_network_inputs) + " inputs and " +
                                    std::to_string(max_outputs) + " outputs, found " +
                                    std::to_string(graph_.inputs.size()) + " and " +
                                    std::to_string(graph_.outputs.size()));
    for (const int input : graph_.inputs)
      if (const std::string wrong = make(input); !wrong.empty())
        return file_error(graph_, "input of the graph: " + wrong);
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n)
      if (const std::string wrong = check_node(n); !wrong.empty()) return node_error(graph_, n, wrong);
    for (const int output : graph_.outputs) {
      if (!is_made(output))
        return file_error(graph_, "output of the graph: no node makes " + value_text(graph_, output));
    }
    return {};
  }

 private:
  bool is_made(int value) const {
    return value >= 0 && static_cast<std::size_t>(value) < made_.size() && made_[static_cast<std::size_t>(value)] != 0;
  }
  const Value& value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }

  // Takes note of a value that is made; its shape and quantization are looked at here.
  std::string make(int index) {
    if (index < 0 || static_cast<std::size_t>(index) >= made_.size())
      return "tensor " + std::to_string(index) + " is none of the graph's " + std::to_string(made_.size());
    const std::string name = value_text(graph_, index);
    if (is_made(index)) return name + " is made twice";
    made_[static_cast<std::size_t>(index)] = 1;
    const Value& v = value(index);
    const Shape s = v.shape;
    if (!within({s.height, s.width, s.channels}, 1, longest_extent))
      return name + ": expected extents from 1 to " + std::to_string(longest_extent) + ", found " + shape_text(s);
    // The product of two extents fits in 64 bits, that of three need not.
    const std::int64_t pixels = std::int64_t{s.height} * s.width;
    if (pixels < most_elements) elements_ += pixels * s.channels;
    if (pixels >= most_elements || elements_ >= most_elements)
      return name + " of " + shape_text(s) + ": expected less than " + std::to_string(most_elements) +
             " elements in all tensors together";
    if (graph_.element == Element::int8) {
      const Quantization& q = v.quantization;
      if (!(q.scale >= 1.17549435e-38f && q.scale <= unbounded))
        return name + ": expected a scale from 1.2e-38 to 3.4e+38, found " + number_text(q.scale);
      if (q.zero_point < -128 || q.zero_point > 127)
        return name + ": expected a zero point from -128 to 127, found " + std::to_string(q.zero_point);
    }
    return {};
  }

  std::string check_node(std::size_t index) {
    const Node& node = graph_.nodes[index];
    if (node.kind > Kind::constant) return "unknown kind " + std::to_string(static_cast<int>(node.kind));
    const int expected = inputs_of(node.kind);
    if (expected < 0 ? node.inputs.empty() : node.inputs.size() != static_cast<std::size_t>(expected))
      return std::string(kind_text(node.kind)) + ": expected " + (expected < 0 ? "" : std::to_string(expected) + " ") +
             "inputs, found " + std::to_string(node.inputs.size());
    for (const int input : node.inputs)
      if (!is_made(input)) return "reads " + value_text(graph_, input) + " before a node has made it";
    if (std::string wrong = make(node.output); !wrong.empty()) return wrong;
    Inferred inferred;
    if (std::string wrong = infer(graph_, node, inferred); !wrong.empty()) return wrong + of_tensors(node);
    if (inferred.to != value(node.output).shape)
      return value_text(graph_, node.output) + ": expected " + shape_text(inferred.to) +
             " as the node makes it, found " + shape_text(value(node.output).shape);
    if (std::string wrong = check_weights(node, inferred); !wrong.empty()) return wrong + of_tensors(node);
    return graph_.element == Element::int8 ? check_quantization(node) : std::string{};
  }

  std::string check_weights(const Node& node, const Inferred& needed) {
    const Weights& w = node.weights;
    const bool quantized = graph_.element == Element::int8;
    if (!has_weights(node.kind)) return {};
    if (quantized && node.kind == Kind::batch_norm) return "a batch norm has no int8 form";
    const auto count = [](std::size_t found, std::int64_t expected, const char* what) {
      if (found == static_cast<std::size_t>(expected)) return std::string{};
      return "expected " + std::to_string(expected) + " " + what + ", found " + std::to_string(found);
    };
    const std::int64_t biases = needed.biased ? needed.channels : 0;
    std::string wrong = count(quantized ? w.stored.size() : w.weight.size(), needed.weights, "weights");
    if (wrong.empty()) wrong = count(quantized ? w.stored_bias.size() : w.bias.size(), biases, "biases");
    if (wrong.empty() && quantized) wrong = count(w.scale.size(), needed.channels, "scales of weights");
    if (!wrong.empty()) return wrong;
    weights_ += needed.weights + 4 * needed.channels;
    if (weights_ > std::int64_t{1} << 30) return "the graph has more than 2^30 weights";
    if (!quantized || node.kind == Kind::constant) return {};
    const auto per_channel = static_cast<std::size_t>(needed.weights / needed.channels);
    for (std::size_t o = 0; o < w.scale.size(); ++o) {
      if (!(w.scale[o] > 0 && w.scale[o] <= unbounded))
        return "filter " + std::to_string(o) + ": expected a positive, finite scale, found " + number_text(w.scale[o]);
      std::int64_t sum = biases > 0 ? std::abs(std::int64_t{w.stored_bias[o]}) : 0;
      for (std::size_t i = 0; i < per_channel; ++i) sum += 255 * std::abs(std::int64_t{w.stored[o * per_channel + i]});
      if (sum >= std::int64_t{1} << 31)
        return "filter " + std::to_string(o) + ": its sums can leave 32 bits (bias " +
               std::to_string(biases > 0 ? w.stored_bias[o] : 0) + ", " + std::to_string(per_channel) + " weights)";
    }
    return {};
  }

  std::string check_quantization(const Node& node) const {
    const Quantization& out = value(node.output).quantization;
    if (is_tied(node.kind))
      for (const int input : node.inputs)
        if (!alike(value(input).quantization, out))
          return std::string(kind_text(node.kind)) + ": expected one scale and zero point, found " +
                 value_text(graph_, input) + " with " + quantization_text(value(input).quantization) + " and " +
                 value_text(graph_, node.output) + " with " + quantization_text(out);
    if (has_fixed_output(node.kind) && !alike(out, {1 / 256.f, -128}))
      return value_text(graph_, node.output) + ": expected " + quantization_text({1 / 256.f, -128}) + ", found " +
             quantization_text(out);
    return {};
  }

  std::string of_tensors(const Node& node) const {
    std::string text = " (";
    if (!node.inputs.empty()) {
      text += "reads " + value_text(graph_, node.inputs[0]) + " of " + shape_text(value(node.inputs[0]).shape) + ", ";
    }
    return text + "makes " + value_text(graph_, node.output) + ")";
  }
  const Graph& graph_;
  std::vector<char> made_;  // of each value
  std::int64_t elements_ = 0, weights_ = 0;
};

}  // namespace detail

inline Error check(const Graph& graph) { return detail::Checker(graph).check(); }

}  // namespace edgelite::graph
