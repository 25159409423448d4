// Bytes of a model's file through the importer as far as they go. Of a format:
//
//   Model                  what its parser makes
//   parse(bytes, model)    -> Error
//   import(model, graph)   -> problems
//   seeds()                files that become networks, to begin with
#pragma once

#include <edgelite/import/type_text.hpp>
#include <edgelite/import/write_program.hpp>

namespace import_fuzz {

using namespace edgelite;
using Bytes = std::vector<std::byte>;

struct Reached {
  bool parsed = false, imported = false, written = false, one_line = true;
};

template <class Format> Reached reach(Bytes bytes) {
  Reached reached;
  const auto passes = [&](const Error& error) {
    reached.one_line = reached.one_line && error.message.find_first_of("\n\r\x1b") == std::string::npos;
    return !error;
  };
  typename Format::Model model;
  if (!passes(Format::parse(std::move(bytes), model))) return reached;
  reached.parsed = true;
  graph::Graph graph;
  const auto problems = Format::import(model, graph);
  for (const graph::Problem& problem : problems) passes({text(problem)});
  if (!problems.empty()) return reached;
  reached.imported = true;
  if (!passes(graph::check(graph))) return reached;
  graph::Layers layers;
  graph::Written written;
  if (!passes(graph::compose(graph, layers))) return reached;
  (void)graph::type_text(graph, layers, "Network");
  reached.written = passes(graph::write_program(graph, layers, written));
  return reached;
}

}  // namespace import_fuzz
