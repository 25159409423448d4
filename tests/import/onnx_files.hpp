// Small .onnx files, made in memory: one node each, or a few.
#pragma once

#include <doctest/doctest.h>

#include <edgelite/import/onnx/graph.hpp>
#include <edgelite/import/onnx/parse.hpp>

namespace onnx_files {

using namespace edgelite;
namespace schema = onnx::schema;
using Bytes = std::vector<std::byte>;
using Integers = std::vector<std::int64_t>;

// A model of opset 13 with an input x of 1 x 4 x 8 x 8 floats.
struct File {
  schema::Model model;

  explicit File(std::int64_t opset = 13, Integers extents = {1, 4, 8, 8}) {
    model.add_opset_import()->set_version(opset);
    add_input("x", extents);
  }
  schema::Graph& graph() { return *model.mutable_graph(); }

  void add_input(const std::string& name, const Integers& extents) {
    schema::ValueInfo& input = *graph().add_input();
    input.set_name(name);
    schema::TensorType& type = *input.mutable_type()->mutable_tensor_type();
    type.set_elem_type(1);
    type.mutable_shape();
    for (const std::int64_t e : extents) {
      schema::Dimension& dimension = *type.mutable_shape()->add_dim();
      if (e >= 0) dimension.set_value(e);
    }
  }
  schema::Node& node(const std::string& operation, const std::vector<std::string>& inputs, const std::string& output) {
    schema::Node& node = *graph().add_node();
    node.set_op_type(operation);
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    return node;
  }
  static void set(schema::Node& node, const std::string& name, const Integers& integers) {
    schema::Attribute& a = *node.add_attribute();
    a.set_name(name), a.set_type(7);
    for (const std::int64_t i : integers) a.add_ints(i);
  }
  static void set(schema::Node& node, const std::string& name, std::int64_t integer) {
    schema::Attribute& a = *node.add_attribute();
    a.set_name(name), a.set_type(2), a.set_i(integer);
  }
  schema::Tensor& floats(const std::string& name, const Integers& extents, float value = 0.5f) {
    schema::Tensor& t = *graph().add_initializer();
    t.set_name(name), t.set_data_type(1);
    std::int64_t count = 1;
    for (const std::int64_t e : extents) t.add_dims(e), count *= e;
    for (std::int64_t i = 0; i < count && i < 100000; ++i) t.add_float_data(value);
    return t;
  }
  schema::Tensor& integers(const std::string& name, const Integers& numbers) {
    schema::Tensor& t = *graph().add_initializer();
    t.set_name(name), t.set_data_type(7), t.add_dims(static_cast<std::int64_t>(numbers.size()));
    for (const std::int64_t i : numbers) t.add_int64_data(i);
    return t;
  }
  void output(const std::string& name) { graph().add_output()->set_name(name); }

  Bytes bytes() const {
    const std::string text = model.SerializeAsString();
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
  }
};

// The graph, or all that is wrong with the file, a line a problem.
inline std::string import(const Bytes& bytes, graph::Graph& graph) {
  onnx::Model model;
  if (Error error = parse_onnx("file", bytes, model)) return error.message;
  std::string all;
  for (const graph::Problem& problem : graph::import_onnx("file", model, graph)) all += text(problem) + "\n";
  return all;
}
inline std::string wrong(const File& file) {
  graph::Graph graph;
  return import(file.bytes(), graph);
}

}  // namespace onnx_files
