#include "model.hpp"

#include "edgelite/import/compose.hpp"
#include "edgelite/import/load.hpp"
#include "edgelite/import/write_program.hpp"

importer::Error importer::load(const std::string& file, Model& model) {
  const std::string name = edgelite::printable(std::filesystem::path(file).filename().string());
  Error error;
  for (const edgelite::graph::Problem& problem : edgelite::graph::load(file, model.graph, &model.tensors))
    error.message += (error ? "\n" : "") + (problem.operation < 0 && problem.tensor.empty() ? "" : name + ": ") +
                     edgelite::graph::text(problem);
  if (!error) error = compose(model.graph, model.layers);
  if (!error) error = write_program(model.graph, model.layers, model.written);
  return error;
}
