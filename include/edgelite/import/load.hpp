// load(path, graph): the network of a .tflite or .onnx file, whichever its bytes say it is.
//
// Returns what is not understood, all of it: then the graph is as it was. `tensors`, if given, receives the graph's value
// of each tensor of a .tflite file by its index there, -1: none.
#pragma once

#include "edgelite/import/check.hpp"
#include "edgelite/import/tflite_graph.hpp"

namespace edgelite::graph {

inline std::vector<Problem> load(const std::filesystem::path& path, Graph& graph, std::vector<int>* tensors = nullptr) {
  const std::string name = path.filename().string();
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, longest_tflite, bytes)) return {{-1, "", "", error.message}};
  const bool flatbuffer = bytes.size() >= 8 && std::memcmp(bytes.data() + 4, "TFL3", 4) == 0;
  Graph read;
  std::vector<Problem> problems;
  if (flatbuffer || path.extension() == ".tflite") {
    tflite::Model model;
    if (Error error = parse_tflite(name, std::move(bytes), model)) return {{-1, "", "", error.message}};
    problems = import_tflite(name, model, read, tensors);
  } else {
    return {{-1, "", "", printable(name) + ": expected a .tflite file"}};
  }
  if (problems.empty())
    if (Error error = check(read)) problems.push_back({-1, "", "", error.message});
  if (problems.empty()) graph = std::move(read);
  return problems;
}

}  // namespace edgelite::graph
