// A written program simplified, with the numbers of its graph: what Parameters<Net, T> is for a type.
//
// The graph must have passed check (import/check.hpp) and outlive it. Errors: weights that do not fit their operation,
// sizes that exceed int together, a clamp that is joined to what has another scale.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "edgelite/edgelite.hpp"
#include "edgelite/import/check.hpp"
#include "edgelite/import/written.hpp"

namespace edgelite::graph {

class Numbers {
 public:
  using Operations = Program<longest_program>;

  Error make(const Graph& graph, const Written& written);

  const Graph& graph() const { return *graph_; }
  const Operations& written() const { return *written_; }
  const Operations& program() const { return *program_; }
  // Of operation i of program(): the graph node that it comes from, null for one that the program adds.
  const Node* node(int i) const { return node_of_written((*program_)[i].written); }
  // The value of the graph that a value of program() is, -1 if it is none: a part of a concat, what Linear flattens.
  int graph_value(int v) const { return graph_value_[static_cast<std::size_t>(v)]; }

  template <class T> Source<T> source(int i) const;

 private:
  const Node* node_of_written(int i) const {
    const int n = node_[static_cast<std::size_t>(i)];
    return n < 0 ? nullptr : &graph_->nodes[static_cast<std::size_t>(n)];
  }
  Error wrong(const Node* node, const std::string& what) const {
    return node ? node_error(*graph_, static_cast<std::size_t>(node - graph_->nodes.data()), what)
                : file_error(*graph_, what);
  }
  void number_values();
  Error check_sizes() const;
  Error take_float();
  Error take_int8();
  Error take_quantization();

  const Graph* graph_ = nullptr;
  std::unique_ptr<Operations> written_, program_;
  std::vector<int> node_, graph_value_;
  std::vector<float> parameters_;        // float: the written program's, as Parameters<Net, float>::data
  std::vector<Quantization> values_;     // int8: of program()'s values
  std::vector<std::int32_t> no_biases_;  // int8: of operations without
};

inline Error Numbers::make(const Graph& graph, const Written& written) {
  graph_ = &graph;
  node_ = written.node;
  written_ = std::make_unique<Operations>(*written.program);
  edgelite::detail::place_parameters(*written_, graph.rounding == Rounding::to_even);
  program_.reset(new Operations(edgelite::detail::simplify(*written_)));
  number_values();
  if (Error error = check_sizes()) return error;
  if (graph.element == Element::float32) return take_float();
  if (Error error = take_quantization()) return error;
  return take_int8();
}

// A written operation that was folded away has the value of the operation that took it in; a copy is the value that it
// copies.
inline void Numbers::number_values() {
  const Operations &w = *written_, &p = *program_;
  std::vector<int> simplified(static_cast<std::size_t>(w.value_count)), output(simplified.size(), -1);
  for (int i = 0; i < p.operation_count; ++i) output[static_cast<std::size_t>(w[p[i].written].output)] = p[i].output;
  graph_value_.assign(static_cast<std::size_t>(p.value_count), -1);
  for (int k = 0; k < w.input_count; ++k) {
    simplified[static_cast<std::size_t>(k)] = k;
    graph_value_[static_cast<std::size_t>(k)] = graph_->inputs[static_cast<std::size_t>(k)];
  }
  for (int i = 0; i < w.operation_count; ++i) {
    const auto made = static_cast<std::size_t>(w[i].output);
    simplified[made] = output[made] >= 0 ? output[made] : simplified[static_cast<std::size_t>(w[i].input[0])];
    const int n = node_[static_cast<std::size_t>(i)];
    int& value = graph_value_[static_cast<std::size_t>(simplified[made])];
    if (n >= 0)
      value = graph_->nodes[static_cast<std::size_t>(n)].output;
    else if (w[i].role == Role::compute)  // a copy
      value = graph_value_[static_cast<std::size_t>(simplified[static_cast<std::size_t>(w[i].input[0])])];
  }
}

// So that no sum of sizes in the schedule and the packing exceeds int, whatever the architecture: vectors have up to 16
// lanes, runs are filled up to as many, and a staged or packed element takes at most two.
inline Error Numbers::check_sizes() const {
  constexpr std::int64_t most = std::int64_t{1} << 30;
  std::int64_t values = 0, weights = 0;
  for (int i = 0; i < program_->operation_count; ++i) {
    const Operation& op = (*program_)[i];
    const Window& w = op.window;
    const std::int64_t rows = std::int64_t{w.kernel_h - 1} * w.dilation_h + 1;
    const std::int64_t columns =
        std::int64_t{op.to.width - 1} * w.stride_w + std::int64_t{w.kernel_w - 1} * w.dilation_w;
    if (columns >= most / rows || rows * (columns + 1) > most / op.from.channels)
      return wrong(node(i), "its window is too large");
    values += 2 * (rows * (columns + 1) * op.from.channels + op.to.size());
    if (values > most) return wrong(node(i), "the values of the network are too large together");
    if (op.role == Role::constant) {
      weights += op.per_channel;
    } else if (op.channels > 0) {
      const std::int64_t filters = std::int64_t{op.groups} * round_up(op.channels / op.groups, 16);
      weights += filters * (op.per_channel + std::int64_t{16} * w.taps()) * 2;
    }
    if (weights > most) return wrong(node(i), "the weights of the network are too large together");
  }
  return {};
}

inline Error Numbers::take_float() {
  const Operations& w = *written_;
  int total = 0;
  for (int i = 0; i < w.operation_count; ++i) total += w[i].parameters;
  parameters_.assign(static_cast<std::size_t>(total), 0.0f);
  for (int i = 0; i < w.operation_count; ++i) {
    const Operation& op = w[i];
    if (op.parameters == 0) continue;
    const Node* node = node_of_written(i);
    const auto count = static_cast<std::size_t>(op.channels * op.per_channel);
    const auto biases = static_cast<std::size_t>(op.biased ? op.channels : 0);
    if (!node || node->weights.weight.size() != count || node->weights.bias.size() != biases)
      return wrong(node, "its weights do not have the sizes of its operation");
    float* to = parameters_.data() + op.parameter_offset;
    to = std::copy(node->weights.weight.begin(), node->weights.weight.end(), to);
    to = std::copy(node->weights.bias.begin(), node->weights.bias.end(), to);
    if (op.role == Role::affine) std::fill_n(to + op.channels, op.channels, 1 - op.epsilon);  // mean 0, variance
  }
  return {};
}

inline Error Numbers::take_int8() {
  const Operations& p = *program_;
  int channels = 0;
  for (int i = 0; i < p.operation_count; ++i) {
    const Operation& op = p[i];
    if (op.channels == 0) continue;
    const Weights& own = node(i)->weights;
    const auto count = static_cast<std::size_t>(op.channels * op.per_channel);
    const auto filters = static_cast<std::size_t>(op.role == Role::constant ? 0 : op.channels);
    if (own.stored.size() != count || own.scale.size() != filters ||
        (own.stored_bias.size() != filters && !own.stored_bias.empty()))
      return wrong(node(i), "its weights do not have the sizes of its operation");
    if (channels < op.channels) channels = op.channels;
  }
  no_biases_.assign(static_cast<std::size_t>(channels), 0);
  return {};
}

// check(graph) holds nodes to their scales; what the program makes of them is held here: a clamp that it joins to an
// operation takes that operation's rescaling with it.
inline Error Numbers::take_quantization() {
  auto of_graph = [&](int value) { return graph_->values[static_cast<std::size_t>(value)].quantization; };
  auto own = [&](int v) -> Quantization& { return values_[static_cast<std::size_t>(v)]; };
  const Operations &w = *written_, &p = *program_;
  values_.resize(static_cast<std::size_t>(p.value_count));
  std::vector<char> stays(static_cast<std::size_t>(w.operation_count));
  for (int v = 0; v < p.value_count; ++v)
    if (graph_value(v) >= 0) own(v) = of_graph(graph_value(v));
  for (int i = 0; i < p.operation_count; ++i) {
    if (graph_value(p[i].output) < 0) own(p[i].output) = own(p[i].input[0]);
    stays[static_cast<std::size_t>(p[i].written)] = 1;
  }
  for (int i = 0; i < w.operation_count; ++i)
    if (const Node* from = node_of_written(i); from && !stays[static_cast<std::size_t>(i)])
      if (!alike(of_graph(from->inputs[0]), of_graph(from->output)))
        return wrong(from, "it joins the operation before it, but its input and output have different scales");
  return {};
}

template <> inline Source<float> Numbers::source<float>(int i) const {
  return edgelite::source((*program_)[i], *written_, parameters_.data());
}
template <> inline Source<std::int8_t> Numbers::source<std::int8_t>(int i) const {
  const Node* from = node(i);
  const Operation& op = (*program_)[i];
  if (!from) return {op, nullptr, nullptr, nullptr, values_.data()};
  const Weights& own = from->weights;
  const std::int32_t* biases = own.stored_bias.empty() ? no_biases_.data() : own.stored_bias.data();
  return {op, own.stored.data(), biases, own.scale.data(), values_.data()};
}

}  // namespace edgelite::graph
