// load(path, graph): the network of a .tflite file, which its name or its bytes say it is, or else of an .onnx file.
//
// Returns what is not understood, all of it: then the graph is as it was. Needs edgelite::tflite and edgelite::onnx.
#pragma once

#include "edgelite/import/check.hpp"
#include "edgelite/import/onnx/graph.hpp"
#include "edgelite/import/onnx/parse.hpp"
#include "edgelite/import/tflite/graph.hpp"

namespace edgelite::graph {

namespace detail {

template <class Tensors> std::vector<FileTensor> file_tensors(const Tensors& tensors, const std::vector<int>& values) {
  std::vector<FileTensor> list;
  for (std::size_t i = 0; i < values.size(); ++i) list.push_back({tensors[i].name, values[i]});
  return list;
}

inline std::vector<Problem> only(const Error& error) { return {{-1, "", "", error.message}}; }

}  // namespace detail

// `tensors`, if given, receives all tensors of the file, in its order.
inline std::vector<Problem> load(const std::filesystem::path& path, Graph& graph,
                                 std::vector<FileTensor>* tensors = nullptr) {
  const std::string name = path.filename().string();
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, longest_tflite, bytes)) return detail::only(error);
  Graph read;
  std::vector<Problem> problems;
  std::vector<int> values;
  if (path.extension() == ".tflite" || (bytes.size() >= 8 && std::memcmp(bytes.data() + 4, "TFL3", 4) == 0)) {
    tflite::Model model;
    if (Error error = parse_tflite(name, std::move(bytes), model)) return detail::only(error);
    problems = import_tflite(name, model, read, &values);
    if (problems.empty() && tensors) *tensors = detail::file_tensors(model.tensors, values);
  } else {
    onnx::Model model;
    if (Error error = parse_onnx(name, bytes, model)) return detail::only(error);
    problems = import_onnx(name, model, read, &values);
    if (problems.empty() && tensors) *tensors = detail::file_tensors(model.values, values);
  }
  if (problems.empty())
    if (Error error = check(read)) return detail::only(error);
  if (problems.empty()) graph = std::move(read);
  return problems;
}

}  // namespace edgelite::graph
