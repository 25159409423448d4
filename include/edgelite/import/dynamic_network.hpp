// A network that is known at run time only, run through the kernels that run<Net> calls: with run-time sizes, as with
// the policies Small and Unscheduled, and the same numbers.
//
//   DynamicNetwork<float> network;                      or std::int8_t, as the graph's element says
//   Error make(graph, written)                          a checked graph, which must outlive the network
//   Error run(inputs, outputs)                          each tensor contiguous, NHWC
//   Error observe(inputs, watch)                        watch(value of the graph, TensorView) for every one but the
//                                                       inputs and those that a fused operation does not make
//   Error packed(architecture, numbers)                 as Weights<Net, T, Arch>
//   arena_bytes<Policy>(), metrics(), hash()            as arena_bytes<Net, T, Policy>, metrics<Net>,
//                                                       program_hash(program<Net>)
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "edgelite/import/live.hpp"
#include "edgelite/import/pack_for.hpp"
#include "edgelite/network/program_hash.hpp"

namespace edgelite::graph {

template <class T> class DynamicNetwork {
 public:
  using Tensors = std::vector<std::vector<T>>;

  Error make(const Graph& graph, const Written& written);
  Error run(const Tensors& inputs, Tensors& outputs) const;
  template <class Watch> Error observe(const Tensors& inputs, Watch watch) const;

  template <class Policy> int arena_bytes() const {
    return make_schedule<Policy>()->elements * static_cast<int>(sizeof(T));
  }
  Metrics metrics() const { return measure(numbers_.written(), numbers_.program()); }
  std::uint64_t hash() const { return program_hash(numbers_.program()); }
  const Numbers& numbers() const { return numbers_; }
  // Of each output of the graph: its place among the program's.
  const std::vector<int>& output_order() const { return output_; }
  // Of an architecture of import/pack_for.hpp.
  Error packed(std::string_view architecture, PackedNumbers<T>& to) const {
    return pack_for(architecture, numbers_, to);
  }

 private:
  using Arch = NativeArch;
  using Planned = Schedule<longest_program>;
  // As execution::Memory: the caller's inputs and, by region, the arena and the outputs.
  struct Memory {
    std::vector<T*> regions;
    std::vector<const T*> inputs;
    const T* elements;
    const typename ElementTraits<T>::Constant* constants;

    T* writable(const Home& home, int) const { return regions[static_cast<std::size_t>(home.region)] + home.offset; }
    const T* readable(const Home& home, int) const {
      const auto input = static_cast<std::size_t>(home.region - first_input_region);
      return home.region != arena_region && input < inputs.size() ? inputs[input] + home.offset : writable(home, 0);
    }
  };
  // The calls of a schedule, as CallList has them.
  struct Plan {
    std::unique_ptr<Planned> schedule;
    std::vector<int> op, result;
    std::array<int, max_outputs> ready{};
    std::vector<execution::Record> record;
    std::vector<execution::Forward<T>> function;
  };

  template <class Policy> std::unique_ptr<Planned> make_schedule() const;
  template <class Policy> Plan make_plan() const;
  void name_values();
  bool is_name(int v, int value) const {
    const std::vector<int>& names = names_[static_cast<std::size_t>(v)];
    return std::find(names.begin(), names.end(), value) != names.end();
  }
  Error order_outputs();
  template <class After> Error run_calls(const Plan& plan, const Tensors& inputs, Tensors& outputs, After after) const;
  Error check_inputs(const Tensors& inputs) const;

  Numbers numbers_;
  PackedNumbers<T> packed_;
  std::vector<std::vector<int>> names_;  // of each value of the program: all values of the graph that it is
  std::vector<int> output_;              // of each output of the graph: its place among the program's
  Plan small_, unscheduled_;
};

template <class T> Error DynamicNetwork<T>::make(const Graph& graph, const Written& written) {
  if (is_quantized<T> != (graph.element == Element::int8))
    return file_error(
        graph, is_quantized<T> ? "expected a graph of int8, found float" : "expected a graph of float, found int8");
  if (Error error = numbers_.make(graph, written)) return error;
  name_values();
  if (Error error = order_outputs()) return error;
  pack<T, Arch>(numbers_, packed_);
  small_ = make_plan<Small>();
  unscheduled_ = make_plan<Unscheduled>();
  return {};
}

// Nodes that change nothing are not in the program: their values are those that they read.
template <class T> void DynamicNetwork<T>::name_values() {
  const std::vector<int> same = find_live(numbers_.graph()).same;
  std::vector<int> made(same.size(), -1);
  names_.assign(static_cast<std::size_t>(numbers_.program().value_count), {});
  for (int v = 0; v < numbers_.program().value_count; ++v) {
    const int value = numbers_.graph_value(v);
    if (value < 0) continue;
    names_[static_cast<std::size_t>(v)].push_back(value);
    made[static_cast<std::size_t>(value)] = v;
  }
  for (std::size_t n = 0; n < same.size(); ++n)
    if (const int v = made[static_cast<std::size_t>(same[n])]; made[n] < 0 && v >= 0)
      names_[static_cast<std::size_t>(v)].push_back(static_cast<int>(n));
}

// A network's outputs are in the order in which its layers name them, those of the graph in the file's.
template <class T> Error DynamicNetwork<T>::order_outputs() {
  const auto& p = numbers_.program();
  output_.clear();
  for (const int value : numbers_.graph().outputs) {
    int at = -1;
    for (int k = p.output_count - 1; k >= 0; --k)
      if (is_name(p.output(k), value) && std::count(output_.begin(), output_.end(), k) == 0) at = k;
    if (at < 0)
      return file_error(numbers_.graph(), value_text(numbers_.graph(), value) + ": the program lacks this output");
    output_.push_back(at);
  }
  return {};
}

template <class T> template <class Policy> auto DynamicNetwork<T>::make_schedule() const -> std::unique_ptr<Planned> {
  const auto& p = numbers_.program();
  const auto scratch = std::make_unique<edgelite::detail::Scratch<longest_program + 1>>();
  for (int i = 0; i < p.operation_count; ++i)
    with_layer(numbers_.node(i), p[i], [&, at = static_cast<std::size_t>(i)]<class L>(std::type_identity<L>) {
      scratch->alone[at] = L::template scratch<Arch, T>(edgelite::detail::joined(p[i], false, false));
      scratch->shuffled[at] = L::template scratch<Arch, T>(edgelite::detail::joined(p[i], true, false));
      scratch->added[at] = L::template scratch<Arch, T>(edgelite::detail::joined(p[i], false, true));
    });
  constexpr int alignment = Arch::alignment / static_cast<int>(sizeof(T));
  using Scheduler = edgelite::detail::Scheduler<longest_program>;
  const auto scheduler = std::make_unique<Scheduler>(p, *scratch, Policy::scheduled, alignment, Policy::batch);
  return std::make_unique<Planned>(scheduler->make());
}

template <class T> template <class Policy> auto DynamicNetwork<T>::make_plan() const -> Plan {
  const auto& p = numbers_.program();
  Plan plan;
  plan.schedule = make_schedule<Policy>();
  const auto count = static_cast<std::size_t>(execution::count_calls(p, *plan.schedule));
  plan.op.resize(count), plan.result.resize(count), plan.record.resize(count), plan.function.resize(count);
  execution::list_calls(p, *plan.schedule, packed_.offsets, plan);
  for (std::size_t i = 0; i < count; ++i)
    plan.function[i] = with_layer(
        numbers_.node(plan.op[i]), p[plan.op[i]],
        []<class L>(std::type_identity<L>) -> execution::Forward<T> { return &L::template forward<Arch, T, Size>; });
  return plan;
}

template <class T> Error DynamicNetwork<T>::check_inputs(const Tensors& inputs) const {
  const Graph& graph = numbers_.graph();
  if (inputs.size() != graph.inputs.size())
    return file_error(
        graph, "expected " + std::to_string(graph.inputs.size()) + " inputs, found " + std::to_string(inputs.size()));
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const int size = graph.values[static_cast<std::size_t>(graph.inputs[k])].shape.size();
    if (inputs[k].size() != static_cast<std::size_t>(size))
      return file_error(graph, "input " + value_text(graph, graph.inputs[k]) + ": expected " + std::to_string(size) +
                                   " elements, found " + std::to_string(inputs[k].size()));
  }
  return {};
}

// after(call, memory)
template <class T>
template <class After>
Error DynamicNetwork<T>::run_calls(const Plan& plan, const Tensors& inputs, Tensors& outputs, After after) const {
  if (Error error = check_inputs(inputs)) return error;
  const auto& p = numbers_.program();
  std::vector<T> arena(static_cast<std::size_t>(plan.schedule->elements));
  outputs.resize(output_.size());
  const auto first_output = static_cast<std::size_t>(first_input_region + p.input_count);
  Memory memory{std::vector<T*>(first_output + output_.size()), {}, packed_.elements.data(), packed_.constants.data()};
  memory.regions[arena_region] = arena.data();
  for (const std::vector<T>& input : inputs) memory.inputs.push_back(input.data());
  for (std::size_t k = 0; k < output_.size(); ++k) {
    outputs[k].resize(static_cast<std::size_t>(p.shape(p.output(output_[k])).size()));
    memory.regions[first_output + static_cast<std::size_t>(output_[k])] = outputs[k].data();
  }
  for (std::size_t i = 0; i < plan.function.size(); ++i) {
    plan.function[i](execution::make_call<T>(memory, plan.record[i], plan.record[i].size, 0));
    after(i, memory);
  }
  return {};
}

template <class T> Error DynamicNetwork<T>::run(const Tensors& inputs, Tensors& outputs) const {
  return run_calls(small_, inputs, outputs, [](std::size_t, const Memory&) {});
}

template <class T> template <class Watch> Error DynamicNetwork<T>::observe(const Tensors& inputs, Watch watch) const {
  Tensors outputs;
  return run_calls(unscheduled_, inputs, outputs, [&](std::size_t call, const Memory& memory) {
    const int value = unscheduled_.result[call];
    if (value < 0) return;
    const Home& home = unscheduled_.schedule->home(value);
    const TensorView<const T> x{memory.readable(home, 0), numbers_.program().shape(value), home.pixel, home.row};
    for (const int name : names_[static_cast<std::size_t>(value)]) watch(name, x);
  });
}

}  // namespace edgelite::graph
