// Bytes of .onnx files through the importer as far as they go, and models to begin with.
#pragma once

#include <edgelite/import/onnx.hpp>
#include <edgelite/import/onnx_graph.hpp>
#include <edgelite/import/type_text.hpp>
#include <edgelite/import/write_program.hpp>

namespace import_onnx {

using namespace edgelite;
using Bytes = std::vector<std::byte>;

struct Reached {
  bool parsed = false, imported = false, written = false, one_line = true;
};

inline Reached import(const Bytes& bytes) {
  Reached reached;
  const auto passes = [&](const Error& error) {
    reached.one_line = reached.one_line && error.message.find_first_of("\n\r\x1b") == std::string::npos;
    return !error;
  };
  onnx::Model model;
  if (!passes(parse_onnx("fuzz", bytes, model))) return reached;
  reached.parsed = true;
  graph::Graph graph;
  const auto problems = graph::import_onnx("fuzz", model, graph);
  for (const graph::Problem& problem : problems) passes({text(problem)});
  if (!problems.empty()) return reached;
  reached.imported = true;
  graph::Layers layers;
  graph::Written written;
  if (!passes(graph::compose(graph, layers))) return reached;
  (void)graph::type_text(graph, layers, "Network");
  reached.written = passes(graph::write_program(graph, layers, written));
  return reached;
}

// The small networks of the goldens.
inline const std::vector<Bytes>& seeds() {
  static const std::vector<Bytes> all = [] {
    std::vector<Bytes> files;
    for (const char* name : {"windows", "arithmetic", "movement", "nhwc", "block_opset11", "shuffle_opset12",
                             "block_qdq", "shuffle_qoperator"})
      if (read_file(EDGELITE_TEST_DATA "/golden/onnx/" + std::string(name) + ".onnx", 1 << 20, files.emplace_back()))
        std::abort();
    return files;
  }();
  return all;
}

}  // namespace import_onnx
