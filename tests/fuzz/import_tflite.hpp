// Bytes through the importer as far as they go, and models to begin with.
#pragma once

#include <edgelite/import/tflite_graph.hpp>
#include <edgelite/import/type_text.hpp>
#include <edgelite/import/write_program.hpp>

#include "host/tflite_files.hpp"
#include "reference/golden.hpp"

namespace import_tflite {

using namespace edgelite;
using Bytes = std::vector<std::byte>;

struct Reached {
  bool parsed = false, imported = false, checked = false, written = false, one_line = true;
};

inline Reached import(Bytes bytes) {
  Reached reached;
  const auto passes = [&](const Error& error) {
    reached.one_line = reached.one_line && error.message.find_first_of("\n\r\x1b") == std::string::npos;
    return !error;
  };
  tflite::Model model;
  if (!passes(parse_tflite("fuzz", std::move(bytes), model))) return reached;
  reached.parsed = true;
  graph::Graph graph;
  const auto problems = graph::import_tflite("fuzz", model, graph);
  for (const graph::Problem& problem : problems) passes({text(problem)});
  if (!problems.empty()) return reached;
  reached.imported = true;
  if (!passes(graph::check(graph))) return reached;
  reached.checked = true;
  graph::Layers layers;
  graph::Written written;
  if (!passes(graph::compose(graph, layers))) return reached;
  (void)graph::type_text(graph, layers, "Network");
  reached.written = passes(graph::write_program(graph, layers, written));
  return reached;
}

// A small network in both types, and every model of the operators' goldens.
inline const std::vector<Bytes>& seeds() {
  static const std::vector<Bytes> all = [] {
    std::vector<Bytes> files{tflite_files::File(tflite_files::schema::TensorType::INT8).bytes(),
                             tflite_files::File(tflite_files::schema::TensorType::FLOAT32).bytes()};
    const reference::Golden golden(EDGELITE_TEST_DATA "/golden/import_operators.safetensors");
    for (const std::string& key : golden.names("")) {
      if (!key.ends_with("/model")) continue;
      const auto model = golden.values<std::int8_t>(key);
      const auto bytes = std::as_bytes(std::span(model));
      files.emplace_back(bytes.begin(), bytes.end());
    }
    return files;
  }();
  return all;
}

}  // namespace import_tflite
