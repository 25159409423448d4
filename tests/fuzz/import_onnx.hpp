// .onnx files for import.hpp.
#pragma once

#include <edgelite/import/onnx/graph.hpp>
#include <edgelite/import/onnx/parse.hpp>

#include "import.hpp"

namespace import_fuzz {

struct Onnx {
  using Model = onnx::Model;

  static Error parse(const Bytes& bytes, Model& model) { return parse_onnx("fuzz", bytes, model); }
  static auto import(const Model& model, graph::Graph& graph) { return graph::import_onnx("fuzz", model, graph); }

  // The small networks of the goldens.
  static const std::vector<Bytes>& seeds() {
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
};

}  // namespace import_fuzz
