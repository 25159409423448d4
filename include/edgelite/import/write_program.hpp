// write_program(graph, layers, written): the program that the tree of layers emits, at run time: operation for
// operation and field for field what written<Net> is for the type of import/type_text.hpp.
//
// Errors: more operations or parameters than a program can hold; an operation whose output is not what the file says;
// int8: a clamp that would join the operation before it, with another scale.
#pragma once

#include "edgelite/import/compose.hpp"
#include "edgelite/import/emit_node.hpp"
#include "edgelite/network/program.hpp"

namespace edgelite::graph {

namespace detail {

class Writer {
 public:
  Writer(const Graph& graph, const Layers& layers) : graph_(graph), layers_(layers) {}

  Error write(Written& written) {
    written = {};
    std::vector<Shape> inputs;
    for (const int input : graph_.inputs) inputs.push_back(graph_.values[static_cast<std::size_t>(input)].shape);
    const int input_count = static_cast<int>(inputs.size());
    Builder counted(inputs.data(), input_count, nullptr, nullptr);
    emit_all(counted);
    if (!wrong_.message.empty()) return wrong_;
    const int count = counted.operation_count();
    if (count > longest_program)
      return file_error(graph_, "expected at most " + std::to_string(longest_program) + " operations, found " +
                                    std::to_string(count));
    written.program = std::make_unique<Program<longest_program>>();
    auto& p = *written.program;
    node_.assign(static_cast<std::size_t>(count), -1);
    Builder b(inputs.data(), input_count, p.operations.data(), p.values.data());
    emit_all(b);
    p.operation_count = count;
    p.input_count = input_count;
    p.value_count = count + input_count;
    p.outputs = b.outputs();
    p.output_count = b.output_count();
    std::int64_t parameters = 0;
    for (int i = 0; i < count; ++i) parameters += p[i].parameters;
    if (parameters > std::int64_t{1} << 30)
      return file_error(graph_, "expected at most 2^30 parameters, found " + std::to_string(parameters));
    edgelite::detail::place_parameters(p, graph_.rounding == Rounding::to_even);
    if (Error error = check_joined_clamps(p)) return error;
    written.node = std::move(node_);
    return {};
  }

 private:
  // A clamp that the program joins to the operation before it takes that operation's rescaling with it.
  Error check_joined_clamps(const Program<longest_program>& p) const {
    if (graph_.element != Element::int8) return {};
    std::vector<int> uses(static_cast<std::size_t>(p.value_count));
    for (int i = 0; i < p.operation_count; ++i)
      for (std::size_t k = 0; k < static_cast<std::size_t>(p[i].inputs); ++k)
        ++uses[static_cast<std::size_t>(p[i].input[k])];
    for (int i = 0; i < p.operation_count; ++i) {
      const int from = p[i].input[0], n = node_[static_cast<std::size_t>(i)];
      if (n < 0 || p[i].role != Role::activation || !p[i].clamped() || p.is_input(from) || p.is_output(from)) continue;
      const int before = from - p.input_count;
      if (uses[static_cast<std::size_t>(from)] != 1 || !p[before].takes_clamp) continue;
      const auto made = [&](int node) { return graph_.nodes[static_cast<std::size_t>(node)].output; };
      const int in = made(node_[static_cast<std::size_t>(before)]), out = made(n);
      const Quantization& expected = graph_.values[static_cast<std::size_t>(in)].quantization;
      const Quantization& found = graph_.values[static_cast<std::size_t>(out)].quantization;
      if (!alike(expected, found))
        return node_error(graph_, static_cast<std::size_t>(n),
                          "expected " + quantization_text(expected) + ", those of " + value_text(graph_, in) +
                              ", as the clamp is computed with the node before it; found " + quantization_text(found) +
                              "; a requantize between the two keeps them apart");
    }
    return {};
  }

  using Form = Layers::Form;
  using Operand = edgelite::Value;

  const Layers::Part& part(int p) const { return layers_.parts[static_cast<std::size_t>(p)]; }

  void emit_all(Builder& b) {
    std::vector<Operand> inputs;
    for (std::size_t k = 0; k < graph_.inputs.size(); ++k)
      inputs.push_back({static_cast<int>(k), graph_.values[static_cast<std::size_t>(graph_.inputs[k])].shape});
    Operand x = inputs[0];
    int index = 0;
    for (const int p : layers_.sequence) {
      b.enter(index);
      x = index == 0 && inputs.size() > 1 ? emit_graph(b, inputs, part(p)) : emit(b, x, part(p));
      b.leave();
      ++index;
    }
    b.output(x);
  }

  Operand emit_list(Builder& b, Operand x, const List& list, std::size_t from = 0) {
    for (std::size_t i = from; i < list.size(); ++i) {
      b.enter(static_cast<int>(i - from));
      x = emit(b, x, part(list[i]));
      b.leave();
    }
    return x;
  }
  // As one child: a single layer, or a Sequence<>. The layers from `from` on.
  Operand emit_child(Builder& b, int index, Operand x, const List& list, std::size_t from = 0) {
    b.enter(index);
    x = list.size() == from + 1 ? emit(b, x, part(list[from])) : emit_list(b, x, list, from);
    b.leave();
    return x;
  }
  Operand emit_joined(Builder& b, int n, const std::vector<Operand>& values) {
    return n < 0 ? Joining::emit_joined(b, values.data(), static_cast<int>(values.size())) : emit_of(b, n, values);
  }
  Operand emit_of(Builder& b, int n, const std::vector<Operand>& values) {
    const int before = b.operation_count();
    const Operand y = emit_node(b, graph_, layers_, n, values.data(), static_cast<int>(values.size()));
    const int value = graph_.nodes[static_cast<std::size_t>(n)].output;
    const Shape expected = graph_.values[static_cast<std::size_t>(value)].shape;
    if (!(y.shape == expected) && wrong_.message.empty())
      wrong_ = node_error(
          graph_, static_cast<std::size_t>(n),
          value_text(graph_, value) + ": expected " + shape_text(y.shape) + ", found " + shape_text(expected));
    if (!node_.empty() && b.operation_count() > before) node_[static_cast<std::size_t>(before)] = n;
    return y;
  }

  Operand emit(Builder& b, Operand x, const Layers::Part& p) {
    switch (p.form) {
      case Form::layer:
        return p.node < 0 ? Flatten::emit(b, x) : emit_of(b, p.node, {x});
      case Form::graph:
        return emit_graph(b, {x}, p);
      case Form::residual: {
        const List& layers = p.branches[0];
        Operand r = x;
        if (p.branches.size() > 1) {
          b.enter(static_cast<int>(layers.size()));
          r = emit_list(b, x, p.branches[1]);
          b.leave();
        }
        return emit_joined(b, p.node, {emit_list(b, x, layers), r});
      }
      default:
        break;
    }
    std::vector<Operand> results;
    for (const List& branch : p.branches) {
      Operand from = x;
      if (p.form == Form::split) {
        b.enter(static_cast<int>(p.branches.size()));
        from = emit(b, x, part(branch[0]));
        b.leave();
      }
      results.push_back(emit_child(b, static_cast<int>(results.size()), from, branch, p.form == Form::split ? 1 : 0));
    }
    return emit_joined(b, p.node, results);
  }

  Operand emit_graph(Builder& b, std::vector<Operand> values, const Layers::Part& p) {
    for (std::size_t k = 0; k < p.branches.size(); ++k) {
      const Layers::Reads& reads = p.reads[k];
      std::vector<Operand> read;
      for (const int number : reads.numbers) read.push_back(values[static_cast<std::size_t>(number)]);
      const int index = static_cast<int>(k);
      if (reads.joins == -1) {
        values.push_back(emit_child(b, index, read[0], p.branches[k]));
      } else {
        b.enter(index);
        values.push_back(emit_joined(b, reads.joins, read));
        b.leave();
      }
    }
    if (p.results.empty()) return values.back();
    for (std::size_t k = 0; k + 1 < p.results.size(); ++k) b.output(values[static_cast<std::size_t>(p.results[k])]);
    return values[static_cast<std::size_t>(p.results.back())];
  }

  const Graph& graph_;
  const Layers& layers_;
  std::vector<int> node_;
  Error wrong_;
};

}  // namespace detail

inline Error write_program(const Graph& graph, const Layers& layers, Written& written) {
  return detail::Writer(graph, layers).write(written);
}

}  // namespace edgelite::graph
