// inspect: what a network consists of, and what it costs.
#pragma once

#include <cstdio>

#include "edgelite/host/table.hpp"
#include "generation.hpp"

namespace importer {

inline std::string shape_text(edgelite::Shape s) {
  return std::to_string(s.height) + "x" + std::to_string(s.width) + "x" + std::to_string(s.channels);
}

template <class T> std::string port_text(const Value& value) {
  std::string text = edgelite::printable(value.name) + " " + shape_text(value.shape) +
                     (edgelite::is_quantized<T> ? " int8" : " float");
  if (edgelite::is_quantized<T>)
    text += ", scale " + edgelite::tflite::number_text(value.quantization.scale) + ", zero point " +
            std::to_string(value.quantization.zero_point);
  return text;
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
                          value < 0 ? "" : edgelite::printable(model.value(value).name, 40), shape_text(program[i].to),
                          operation_metrics(program, i)));
  }
  const edgelite::Metrics total = network.metrics();
  table.push_back(cells("network", "", "", total));
  for (const int input : model.graph.inputs) std::printf("input   %s\n", port_text<T>(model.value(input)).c_str());
  for (const int output : model.graph.outputs) std::printf("output  %s\n", port_text<T>(model.value(output)).c_str());
  std::printf("\n%s\n", edgelite::to_table(table, 3).c_str());
  edgelite::graph::Generation made;
  if (Error error = make_generation(network, model, options, made)) return error;
  std::printf("%lld parameters, %lld multiply-accumulates, memory usage %lld and access cost %lld elements\n",
              static_cast<long long>(total.parameters), static_cast<long long>(total.multiply_accumulates),
              static_cast<long long>(total.memory_usage), static_cast<long long>(total.memory_access_cost));
  std::printf("arena %d bytes, constants %zu bytes for the architecture %s\n", made.arena_bytes, made.weights.size(),
              options.arch.c_str());
  return {};
}

}  // namespace importer
