// .tflite files for import.hpp.
#pragma once

#include <edgelite/import/tflite/graph.hpp>

#include "host/tflite_files.hpp"
#include "import.hpp"
#include "reference/golden.hpp"

namespace import_fuzz {

struct Tflite {
  using Model = tflite::Model;

  static Error parse(Bytes bytes, Model& model) { return parse_tflite("fuzz", std::move(bytes), model); }
  static auto import(const Model& model, graph::Graph& graph) { return graph::import_tflite("fuzz", model, graph); }

  // A small network in both types, and every model of the operators' goldens.
  static const std::vector<Bytes>& seeds() {
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
};

}  // namespace import_fuzz
