// inspect: what a network consists of, and what it costs.
#pragma once

#include <cstdio>

#include "edgelite/host/table.hpp"
#include "edgelite/import/words.hpp"
#include "generation.hpp"

namespace importer {

template <class T> void print_port(const char* role, const Value& value) {
  std::printf("%-6s  %s, %s %s", role, edgelite::printable(value.name).c_str(),
              edgelite::graph::shape_text(value.shape).c_str(), edgelite::is_quantized<T> ? "int8" : "float");
  if (edgelite::is_quantized<T>)
    std::printf(", scale %.9g, zero point %d", static_cast<double>(value.quantization.scale),
                static_cast<int>(value.quantization.zero_point));
  std::printf("\n");
}

// A line for each operation of the program that runs; last, the network. Metrics: edgelite/network/metrics.hpp.
template <class T> Error inspect(const Network<T>& network, const Model& model, const Options& options) {
  using Cells = std::array<std::string, 7>;
  const auto& program = network.numbers().program();
  auto cells = [](std::string operation, std::string tensor, std::string shape, const edgelite::Metrics& m) {
    return Cells{std::move(operation),
                 std::move(tensor),
                 std::move(shape),
                 std::to_string(m.parameters),
                 std::to_string(m.multiply_accumulates),
                 std::to_string(m.memory_usage),
                 std::to_string(m.memory_access_cost)};
  };
  std::vector<Cells> table{{"operator", "tensor", "output", "parameters", "MACs", "memory", "access"}};
  for (int i = 0; i < program.operation_count; ++i) {
    const edgelite::graph::Node* node = network.numbers().node(i);
    const int value = network.numbers().graph_value(program[i].output);
    table.push_back(cells(node ? edgelite::printable(node->source, 40) : "copy",
                          value < 0 ? "" : edgelite::printable(model.value(value).name, 40),
                          edgelite::graph::shape_text(program[i].to), operation_metrics(program, i)));
  }
  const edgelite::Metrics total = network.metrics();
  table.push_back(cells("network", "", "", total));
  for (const int input : model.graph.inputs) print_port<T>("input", model.value(input));
  for (const int output : model.graph.outputs) print_port<T>("output", model.value(output));
  std::printf("\n%s\n", edgelite::to_table(table, 3).c_str());
  edgelite::graph::Generation made;
  if (Error error = make_generation(network, options, made)) return error;
  std::printf("%lld parameters, %lld multiply-accumulates, memory usage %lld and access cost %lld elements\n",
              static_cast<long long>(total.parameters), static_cast<long long>(total.multiply_accumulates),
              static_cast<long long>(total.memory_usage), static_cast<long long>(total.memory_access_cost));
  std::printf("arena %d bytes (scalar, policy %s), constants %zu bytes (%s)\n",
              options.policy == "small" ? network.template arena_bytes<edgelite::Small>()
                                        : network.template arena_bytes<edgelite::Speed>(),
              options.policy.c_str(), made.weights.size(), options.arch.c_str());
  return {};
}

}  // namespace importer
