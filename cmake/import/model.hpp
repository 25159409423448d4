// A model file, read and composed.
#pragma once

#include "edgelite/host/error.hpp"
#include "edgelite/import/graph.hpp"
#include "edgelite/import/layers.hpp"
#include "edgelite/import/written.hpp"

namespace importer {

using edgelite::Error;
using edgelite::graph::Value;

struct Model {
  edgelite::graph::Graph graph;
  edgelite::graph::Layers layers;
  edgelite::graph::Written written;
  std::vector<edgelite::graph::FileTensor> tensors;

  const Value& value(int i) const { return graph.values[static_cast<std::size_t>(i)]; }
};

// An error has a line for each problem.
Error load(const std::string& file, Model& model);

}  // namespace importer
