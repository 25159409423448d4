// simplify(graph): what exporters spell out in several operators becomes the one that it is, and what no output needs
// goes. Rewritten are, where nothing else reads what is in between:
//
//   a (b x + c) + d                      one batch_norm
//   clamp(x + 3, 0, 6) / 6               hard_sigmoid
//   x sigmoid(x), x hard_sigmoid(x)      silu, hard_swish
//   x clamp(x + 3, 0, 6) / 6             hard_swish
#pragma once

#include <cmath>

#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

namespace detail {

class Patterns {
 public:
  explicit Patterns(Graph& graph) : graph_(graph) {}

  void simplify() {
    remove_unused();
    count();
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      merge_affine(i);
      find_hard_sigmoid(i);
      find_gated(i);
    }
    remove_unused();
    remove_values();
  }

 private:
  Node& node(int index) { return graph_.nodes[static_cast<std::size_t>(index)]; }
  int maker(int value) const { return maker_[static_cast<std::size_t>(value)]; }
  int& readers(int value) { return readers_[static_cast<std::size_t>(value)]; }

  void count() {
    maker_.assign(graph_.values.size(), -1);
    readers_.assign(graph_.values.size(), 0);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      maker_[static_cast<std::size_t>(graph_.nodes[i].output)] = static_cast<int>(i);
      for (const int input : graph_.nodes[i].inputs) ++readers(input);
    }
    for (const int output : graph_.outputs) ++readers(output);
  }

  // The node of this kind that makes a value which nothing else reads.
  Node* only_maker(int value, Kind kind) {
    const int index = maker(value);
    return index >= 0 && readers(value) == 1 && node(index).kind == kind ? &node(index) : nullptr;
  }
  void replace_input(Node& of, std::size_t k, int value) {
    --readers(of.inputs[k]);
    of.inputs[k] = value;
    ++readers(value);
  }

  static bool is_affine(const Node& n, float factor, float offset) {
    if (n.kind != Kind::batch_norm) return false;
    for (const float a : n.weights.weight)
      if (std::abs(a - factor) > 1e-6f) return false;
    for (const float b : n.weights.bias)
      if (std::abs(b - offset) > 1e-6f) return false;
    return true;
  }

  void merge_affine(std::size_t i) {
    Node& second = graph_.nodes[i];
    if (second.kind != Kind::batch_norm) return;
    const Node* first = only_maker(second.inputs[0], Kind::batch_norm);
    if (!first) return;
    for (std::size_t c = 0; c < second.weights.weight.size(); ++c) {
      const double a = static_cast<double>(second.weights.weight[c]);
      second.weights.bias[c] = static_cast<float>(a * static_cast<double>(first->weights.bias[c]) +
                                                  static_cast<double>(second.weights.bias[c]));
      second.weights.weight[c] = static_cast<float>(a * static_cast<double>(first->weights.weight[c]));
    }
    replace_input(second, 0, first->inputs[0]);
  }

  // x of clamp(x + 3, 0, 6), or -1.
  int gate_input(const Node& clamp) {
    if (clamp.low != 0 || clamp.high != 6) return -1;
    const Node* shift = only_maker(clamp.inputs[0], Kind::batch_norm);
    return shift && is_affine(*shift, 1, 3) ? shift->inputs[0] : -1;
  }

  void find_hard_sigmoid(std::size_t i) {
    Node& sixth = graph_.nodes[i];
    if (!is_affine(sixth, 1.f / 6, 0)) return;
    if (const Node* clamp = only_maker(sixth.inputs[0], Kind::clamp)) {
      if (const int x = gate_input(*clamp); x >= 0) become(sixth, Kind::hard_sigmoid, x);
      return;
    }
    Node* product = only_maker(sixth.inputs[0], Kind::multiply);
    if (!product) return;
    for (std::size_t k = 0; k < 2; ++k)
      if (const Node* clamp = only_maker(product->inputs[k], Kind::clamp))
        if (const int x = gate_input(*clamp); x >= 0 && x == product->inputs[1 - k]) {
          become(sixth, Kind::hard_swish, x);
          return;
        }
  }

  void find_gated(std::size_t i) {
    Node& product = graph_.nodes[i];
    if (product.kind != Kind::multiply) return;
    for (std::size_t k = 0; k < 2; ++k)
      for (const auto& [gate_kind, kind] :
           {std::pair{Kind::sigmoid, Kind::silu}, std::pair{Kind::hard_sigmoid, Kind::hard_swish}}) {
        const Node* gate = only_maker(product.inputs[k], gate_kind);
        if (!gate || gate->inputs[0] != product.inputs[1 - k]) continue;
        become(product, kind, gate->inputs[0]);
        return;
      }
  }

  // A node of one input and no weights.
  void become(Node& n, Kind kind, int x) {
    n.kind = kind;
    n.weights = {};
    for (const int input : n.inputs) --readers(input);
    n.inputs = {x};
    ++readers(x);
  }

  void remove_unused() {
    std::vector<bool> needed(graph_.values.size(), false);
    for (const int output : graph_.outputs) needed[static_cast<std::size_t>(output)] = true;
    std::vector<Node> kept;
    for (auto n = graph_.nodes.rbegin(); n != graph_.nodes.rend(); ++n) {
      if (!needed[static_cast<std::size_t>(n->output)]) continue;
      for (const int input : n->inputs) needed[static_cast<std::size_t>(input)] = true;
      kept.push_back(std::move(*n));
    }
    graph_.nodes.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
  }

  // Values that nothing makes any more leave; the others are numbered in the order in which they are made.
  void remove_values() {
    std::vector<int> number(graph_.values.size(), -1);
    std::vector<Value> values;
    auto keep = [&](int& value) {
      int& to = number[static_cast<std::size_t>(value)];
      if (to < 0) {
        to = static_cast<int>(values.size());
        values.push_back(std::move(graph_.values[static_cast<std::size_t>(value)]));
      }
      value = to;
    };
    for (int& input : graph_.inputs) keep(input);
    for (Node& n : graph_.nodes) {
      for (int& input : n.inputs) keep(input);
      keep(n.output);
    }
    for (int& output : graph_.outputs) keep(output);
    graph_.values = std::move(values);
    new_number_ = std::move(number);
  }

 public:
  const std::vector<int>& new_numbers() const { return new_number_; }  // of the values as they were; -1: gone

 private:
  Graph& graph_;
  std::vector<int> maker_, readers_, new_number_;
};

}  // namespace detail

// The new number of each value; -1 where it is gone.
inline std::vector<int> simplify(Graph& graph) {
  detail::Patterns patterns(graph);
  patterns.simplify();
  return patterns.new_numbers();
}

}  // namespace edgelite::graph
