// A model file read, composed and made ready to run.
#pragma once

#include "edgelite/import/compose.hpp"
#include "edgelite/import/dynamic_network.hpp"
#include "edgelite/import/load.hpp"
#include "edgelite/import/type_text.hpp"
#include "edgelite/import/write_program.hpp"

namespace importer {

using edgelite::Error;
using edgelite::graph::Value;

struct Model {
  edgelite::graph::Graph graph;
  edgelite::graph::Layers layers;
  edgelite::graph::Written written;
  std::vector<int> tensors;  // of a .tflite file by index: the graph's value, -1: none

  const Value& value(int i) const { return graph.values[static_cast<std::size_t>(i)]; }
};

// An error has a line for each problem.
inline Error load(const std::string& file, Model& model) {
  const std::string name = edgelite::printable(std::filesystem::path(file).filename().string());
  Error error;
  for (const edgelite::graph::Problem& problem : edgelite::graph::load(file, model.graph, &model.tensors))
    error.message += (error ? "\n" : "") + (problem.operation < 0 && problem.tensor.empty() ? "" : name + ": ") +
                     edgelite::graph::text(problem);
  if (!error) error = compose(model.graph, model.layers);
  if (!error) error = write_program(model.graph, model.layers, model.written);
  return error;
}

}  // namespace importer
