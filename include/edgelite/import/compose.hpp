// compose(graph, layers): a checked graph as a tree of layers, each composite as small as it can be.
//
//   one after another                                          a list
//   branches of one value that a join brings together again,   Residual, Add, Sub, Mul, Concat, Split
//   nothing else reading what is inside
//   any other region between two values                        Graph: the smallest one that ends at the join
//   several inputs or outputs                                  Graph: between where they part and where they meet
//
// The nodes are gone through once, in order. A block is what lies between two values and is read by nothing else; a
// block whose input only it reads swallows the block before it, a join swallows its branches (the reduction of
// series-parallel graphs: Valdes, Tarjan & Lawler 1982). What a join cannot swallow becomes a region from the last
// value that every way to the join passes. A constant is a layer of its own for each of its readers.
//
// Errors: more than longest_program operations, or most_reads values read by them; a flatten whose numbers would need
// two orders.
#pragma once

#include "edgelite/import/graph_part.hpp"
#include "edgelite/import/written.hpp"

namespace edgelite::graph {

inline constexpr std::size_t most_reads = 8 * longest_program;  // so that the time is bounded, too

namespace detail {

class Composer {
 public:
  Composer(const Graph& graph, const Live& live, Layers& layers)
      : graph_(graph),
        live_(live),
        layers_(layers),
        parts_(graph, live, layers),
        uses_(live.uses),
        maker_(graph.values.size(), nothing),
        dominator_(graph.values.size(), nothing),
        depth_(graph.values.size(), 0),
        order_(graph.values.size(), 0),
        free_(graph.values.size(), 0) {}

  void compose() {
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      if (!live_.node[n]) continue;
      const Node& node = graph_.nodes[n];
      at(order_, node.output) = static_cast<int>(n);
      find_dominator(node, live_.inputs[n]);
      if (node.kind == Kind::constant) continue;
      if (is_join(node.kind))
        join(static_cast<int>(n));
      else
        append(parts_.block(static_cast<int>(n)));
    }
    finish();
  }

 private:
  static constexpr int nothing = -1;

  static int& at(List& table, int value) { return table[static_cast<std::size_t>(value)]; }
  Block& maker(int value) { return blocks_[static_cast<std::size_t>(at(maker_, value))]; }

  // The last value that every way from the inputs passes; constants, and what is made of them alone, do not count.
  void find_dominator(const Node& node, const List& inputs) {
    int found = nothing;
    bool first = true;
    for (int v : inputs) {
      if (at(free_, v)) continue;
      if (first) {
        found = v;
        first = false;
        continue;
      }
      while (found != v && found != nothing && v != nothing)
        if (at(depth_, found) >= at(depth_, v))
          found = at(dominator_, found);
        else
          v = at(dominator_, v);
      if (v == nothing) found = nothing;
    }
    at(free_, node.output) = first;
    at(dominator_, node.output) = found;
    at(depth_, node.output) = found == nothing ? 0 : at(depth_, found) + 1;
  }

  // The block that makes a value, if only one reader has it and it has one input or none; else nullptr.
  Block* swallowed(int value) {
    if (at(uses_, value) != 1 || at(maker_, value) == nothing) return nullptr;
    Block& b = maker(value);
    return b.joins == nothing ? &b : nullptr;
  }
  void take_out(int value) { at(maker_, value) = nothing; }

  void append(Block b) {
    while (b.inputs.size() == 1 && b.joins == nothing) {
      const int from = b.inputs[0];
      Block* const before = swallowed(from);
      if (!before) break;
      before->parts.insert(before->parts.end(), b.parts.begin(), b.parts.end());
      b.parts = std::move(before->parts);
      b.inputs = std::move(before->inputs);
      take_out(from);
    }
    at(maker_, b.output) = static_cast<int>(blocks_.size());
    blocks_.push_back(std::move(b));
  }

  void join(int n) {
    Block joined = parts_.block(n);
    const List& inputs = joined.inputs;
    std::vector<Block*> branch;
    int fork = nothing, forked = 0, other = nothing;
    bool one_fork = true;
    for (const int v : inputs) branch.push_back(parts_.constant(v) >= 0 ? nullptr : swallowed(v));
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      if (at(free_, inputs[k]) && (branch[k] || parts_.constant(inputs[k]) >= 0)) continue;
      const int from = branch[k] ? branch[k]->inputs[0] : inputs[k];
      one_fork = one_fork && (forked == 0 || from == fork);
      fork = from;
      other = static_cast<int>(k);
      ++forked;
    }
    if (!one_fork) return close_region(std::move(joined));
    if (forked == 1) {  // all other inputs are constants: they join what goes on
      branch[static_cast<std::size_t>(other)] = nullptr;
      fork = inputs[static_cast<std::size_t>(other)];
    }
    std::vector<List> lists;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      lists.emplace_back();
      if (const int c = parts_.constant(inputs[k]); c >= 0) lists.back().push_back(parts_.layer(c));
      if (!branch[k]) continue;
      lists.back() = std::move(branch[k]->parts);
      take_out(inputs[k]);
    }
    if (forked > 0) at(uses_, fork) -= forked - 1;
    Block b;
    b.output = joined.output;
    if (forked > 0) b.inputs.push_back(fork);
    b.parts.push_back(parts_.composite(n, std::move(lists), fork));
    append(std::move(b));
  }

  // A join of branches that are entangled: with all that lies between it and the last value that they have in common,
  // if nothing else reads what is inside. Else it waits for a later join.
  void close_region(Block joined) {
    const int from = at(dominator_, joined.output), output = joined.output;
    std::unordered_map<int, int> reads;
    List inside, waiting = joined.inputs;
    bool closed = from != nothing;
    while (closed && !waiting.empty()) {
      const int v = waiting.back();
      waiting.pop_back();
      if (parts_.constant(v) >= 0 || reads[v]++ > 0 || v == from) continue;
      closed = at(maker_, v) != nothing;
      if (!closed) break;
      inside.push_back(v);
      for (const int input : maker(v).inputs) waiting.push_back(input);
    }
    for (const int v : inside) closed = closed && reads[v] == at(uses_, v);
    if (!closed) return append(std::move(joined));
    std::vector<Block> blocks = in_order(std::move(inside));
    blocks.push_back(std::move(joined));
    at(uses_, from) -= reads[from] - 1;
    Block b;
    b.output = output;
    b.inputs.push_back(from);
    b.parts.push_back(parts_.graph({from}, blocks, {output}));
    append(std::move(b));
  }

  // Takes the blocks that make these values.
  std::vector<Block> in_order(List values) {
    std::sort(values.begin(), values.end(), [&](int a, int b) { return at(order_, a) < at(order_, b); });
    std::vector<Block> blocks;
    for (const int v : values) {
      blocks.push_back(std::move(maker(v)));
      take_out(v);
    }
    return blocks;
  }

  void finish() {
    List inputs = graph_.inputs, results, values, after;
    for (const int output : graph_.outputs) results.push_back(live_.value(output));
    for (std::size_t v = 0; v < maker_.size(); ++v)
      if (maker_[v] != nothing) values.push_back(static_cast<int>(v));
    List& sequence = layers_.sequence;
    if (inputs.size() == 1) {
      // What comes before the first fork.
      for (const int v : values)
        if (const Block& b = maker(v); b.inputs == inputs && at(uses_, inputs[0]) == 1) {
          sequence = b.parts;
          take_out(v);
          inputs = {v};
          values.erase(std::find(values.begin(), values.end(), v));
          break;
        }
    }
    if (results.size() == 1 && at(maker_, results[0]) != nothing) {
      // What comes after the last join.
      if (const Block& b = maker(results[0]); b.joins == nothing && b.inputs.size() == 1 &&
                                              at(maker_, b.inputs[0]) != nothing && at(uses_, b.inputs[0]) == 1) {
        const int last = results[0];
        after = b.parts;
        results = b.inputs;
        take_out(last);
        values.erase(std::find(values.begin(), values.end(), last));
      }
    }
    if (results.size() == 1 && inputs.size() == 1 && values.size() <= 1) {
      if (const int c = parts_.constant(results[0]); c >= 0) return sequence.push_back(parts_.layer(c));
      if (values.empty() && results == inputs) return;
      if (values.size() == 1 && maker(values[0]).inputs.empty()) {
        sequence.insert(sequence.end(), maker(values[0]).parts.begin(), maker(values[0]).parts.end());
        return;
      }
    }
    sequence.push_back(parts_.graph(inputs, in_order(std::move(values)), results));
    sequence.insert(sequence.end(), after.begin(), after.end());
  }

  const Graph& graph_;
  const Live& live_;
  Layers& layers_;
  Parts parts_;
  std::vector<Block> blocks_;
  List uses_;       // of each value: how many blocks read it, or outputs are it
  List maker_;      // of each value: the block that makes it; nothing: inside of a block, an input, or a constant
  List dominator_;  // of each value
  List depth_;      // of each value: in the tree of dominators
  List order_;      // of each value: the node that makes it
  List free_;       // of each value: made of constants alone
};

}  // namespace detail

inline Error compose(const Graph& graph, Layers& layers) {
  layers = {};
  const Live live = find_live(graph);
  if (Error error = find_storage_order(graph, live, layers.in_storage_order)) return error;
  if (const auto count = std::count(live.node.begin(), live.node.end(), 1); count > longest_program)
    return file_error(
        graph, "expected at most " + std::to_string(longest_program) + " operations, found " + std::to_string(count));
  std::size_t reads = 0;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) reads += live.node[n] ? live.inputs[n].size() : 0;
  if (reads > most_reads)
    return file_error(graph, "expected operations that read at most " + std::to_string(most_reads) +
                                 " values together, found " + std::to_string(reads));
  detail::Composer(graph, live, layers).compose();
  return {};
}

}  // namespace edgelite::graph
