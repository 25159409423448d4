// The parts of the tree that compose() makes: composites of branches, and Graph where there are none, or where
// composites would lie deeper than a program's paths can say.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "edgelite/import/layers.hpp"
#include "edgelite/import/live.hpp"

namespace edgelite::graph::detail {

using List = std::vector<int>;

// The layers between its input and its output (no input: what a constant begins), or one join of several values.
struct Block {
  List inputs, parts;
  int output = -1, joins = -1;
};

inline bool is_join(Kind kind) {
  return kind == Kind::add || kind == Kind::subtract || kind == Kind::multiply || kind == Kind::concat;
}

class Parts {
 public:
  Parts(const Graph& graph, const Live& live, Layers& layers) : graph_(graph), live_(live), layers_(layers) {
    constant_.assign(graph.values.size(), -1);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
      if (live.node[n] && graph.nodes[n].kind == Kind::constant)
        constant_[static_cast<std::size_t>(graph.nodes[n].output)] = static_cast<int>(n);
  }

  // The node that makes a constant value, else -1.
  int constant(int value) const { return constant_[static_cast<std::size_t>(value)]; }

  int layer(int node) {
    Layers::Part part;
    part.node = node;
    return add(std::move(part));
  }
  // A node as a block; of one input: a constant before it is the block's first layer.
  Block block(int n) {
    const Node& node = node_of(n);
    Block b;
    b.output = node.output;
    b.inputs = live_.inputs[static_cast<std::size_t>(n)];
    if (is_join(node.kind)) {
      b.joins = n;
      return b;
    }
    if (const int c = constant(b.inputs[0]); c >= 0) {
      b.inputs.clear();
      b.parts.push_back(layer(c));
    }
    const Shape from = graph_.values[static_cast<std::size_t>(node.inputs[0])].shape;
    if (node.kind == Kind::linear && from.pixels() != 1) b.parts.push_back(layer(-1));
    b.parts.push_back(layer(n));
    return b;
  }

  // Branches of one value, brought together by node n. `from` is the value.
  int composite(int n, std::vector<List> branches, int from) {
    using Form = Layers::Form;
    Layers::Part part;
    part.node = n;
    switch (node_of(n).kind) {
      case Kind::subtract:
        part.form = Form::subtract;
        break;
      case Kind::multiply:
        part.form = Form::multiply;
        break;
      case Kind::concat:
        part.form = is_split(branches, from) ? Form::split : Form::concat;
        break;
      default:
        part.form = Form::add;
        break;
    }
    if (part.form == Form::add && !begins_with_constant(branches[0]) && !begins_with_constant(branches[1])) {
      const int first = leaves(branches[0]), second = leaves(branches[1]);
      if (first != second) {
        part.form = Form::residual;
        if (first < second) std::swap(branches[0], branches[1]);
        if (branches[1].empty()) branches.pop_back();
      }
    }
    while (part.form == Form::concat && branches.size() > std::size_t{max_inputs})
      branches = grouped(std::move(branches));
    part.branches = std::move(branches);
    for (const List& b : part.branches)
      part.height = std::max(part.height, 1 + (part.form == Form::residual ? height(b) : child_height(b)));
    if (part.form == Form::residual && part.branches.size() == 2)
      part.height = std::max(part.height, 2 + height(part.branches[1]));
    if (part.height <= highest) return add(std::move(part));
    List nodes;
    collect(part, nodes);
    return flat({from}, nodes, {node_of(n).output});
  }

  // Blocks in order; every value that they read is an input or an earlier block's.
  int graph(const List& inputs, const std::vector<Block>& blocks, const List& results) {
    Layers::Part part;
    part.form = Layers::Form::graph;
    Numbering numbers{part, {}, static_cast<int>(inputs.size())};
    for (std::size_t k = 0; k < inputs.size(); ++k) numbers.of[inputs[k]] = static_cast<int>(k);
    for (const Block& b : blocks) {
      if (b.joins < 0) {
        numbers.of[b.output] = numbers.push(b.parts, {-1, {b.inputs.empty() ? 0 : numbers.of[b.inputs[0]]}});
        continue;
      }
      List read;
      for (const int input : b.inputs) read.push_back(number(input, numbers));
      while (read.size() > std::size_t{max_inputs}) {
        List groups;
        for (std::size_t k = 0; k < read.size(); k += std::size_t{max_inputs}) {
          const List group(
              read.begin() + static_cast<std::ptrdiff_t>(k),
              read.begin() + static_cast<std::ptrdiff_t>(std::min(read.size(), k + std::size_t{max_inputs})));
          groups.push_back(group.size() == 1 ? group[0] : numbers.push({}, {Layers::part_of_concat, group}));
        }
        read = std::move(groups);
      }
      numbers.of[b.output] = numbers.push({}, {b.joins, read});
    }
    for (const int result : results) part.results.push_back(number(result, numbers));
    if (part.branches.empty()) numbers.push({}, {-1, {0}});
    if (part.results == List{numbers.next - 1}) part.results.clear();
    part.height = 1;
    for (const List& b : part.branches) part.height = std::max(part.height, 1 + child_height(b));
    if (part.height <= highest) return add(std::move(part));
    List nodes;
    collect(part, nodes);
    return flat(inputs, nodes, results);
  }

 private:
  static constexpr int highest = max_nesting - 1;  // of a part: the network itself is one level more

  struct Numbering {
    Layers::Part& part;
    std::unordered_map<int, int> of;
    int next;

    int push(List branch, Layers::Reads reads) {
      part.branches.push_back(std::move(branch));
      part.reads.push_back(std::move(reads));
      return next++;
    }
  };

  const Node& node_of(int n) const { return graph_.nodes[static_cast<std::size_t>(n)]; }
  const Layers::Part& part(int p) const { return layers_.parts[static_cast<std::size_t>(p)]; }
  int add(Layers::Part part) {
    layers_.parts.push_back(std::move(part));
    return static_cast<int>(layers_.parts.size()) - 1;
  }
  int number(int value, Numbering& numbers) {
    if (const int c = constant(value); c >= 0) return numbers.push({layer(c)}, {-1, {0}});
    return numbers.of[value];
  }

  int height(const List& list) const {
    int most = 0;
    for (const int p : list) most = std::max(most, part(p).height);
    return most;
  }
  // Where one layer is wanted: several are a Sequence.
  int child_height(const List& list) const {
    return list.size() == 1 ? height(list) : list.empty() ? 0 : 1 + height(list);
  }
  int leaves(const List& list) const {
    int count = 0;
    for (const int p : list) {
      count += 1;
      for (const List& b : part(p).branches) count += leaves(b);
    }
    return count;
  }
  bool begins_with_constant(const List& list) const {
    return !list.empty() && part(list[0]).node >= 0 && node_of(part(list[0]).node).kind == Kind::constant;
  }

  // Does every branch begin with a slice, and do these cover the channels of the value in order?
  bool is_split(const std::vector<List>& branches, int from) const {
    if (branches.size() < 2 || branches.size() > std::size_t{max_inputs} || from < 0) return false;
    int first = 0;
    for (const List& b : branches) {
      if (b.empty() || part(b[0]).form != Layers::Form::layer || part(b[0]).node < 0) return false;
      const Node& node = node_of(part(b[0]).node);
      if (node.kind != Kind::slice || node.extents[0] != first) return false;
      first += node.extents[1];
    }
    return first == graph_.values[static_cast<std::size_t>(from)].shape.channels;
  }

  // Each max_inputs branches as a Concat of their own.
  std::vector<List> grouped(std::vector<List> branches) {
    std::vector<List> groups;
    for (std::size_t k = 0; k < branches.size(); k += std::size_t{max_inputs}) {
      const std::size_t end = std::min(branches.size(), k + std::size_t{max_inputs});
      if (end - k == 1) {
        groups.push_back(std::move(branches[k]));
        continue;
      }
      Layers::Part p;
      p.form = Layers::Form::concat;
      for (std::size_t i = k; i < end; ++i) {
        p.height = std::max(p.height, 1 + child_height(branches[i]));
        p.branches.push_back(std::move(branches[i]));
      }
      groups.push_back({add(std::move(p))});
    }
    return groups;
  }

  // The nodes inside a part, but for constants. Parts are at most max_nesting deep.
  void collect(const Layers::Part& from, List& nodes) const {
    if (from.node >= 0 && node_of(from.node).kind != Kind::constant) nodes.push_back(from.node);
    for (const Layers::Reads& r : from.reads)
      if (r.joins >= 0) nodes.push_back(r.joins);
    for (const List& b : from.branches)
      for (const int p : b) collect(part(p), nodes);
  }
  int flat(const List& inputs, List nodes, const List& results) {
    std::sort(nodes.begin(), nodes.end());
    std::vector<Block> blocks;
    for (const int n : nodes) blocks.push_back(block(n));
    return graph(inputs, blocks, results);
  }

  const Graph& graph_;
  const Live& live_;
  Layers& layers_;
  List constant_;
};

}  // namespace edgelite::graph::detail
