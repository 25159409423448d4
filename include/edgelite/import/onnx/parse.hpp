// Reads an .onnx file: parse_onnx(name, bytes, model) and load_onnx_model(path, model).
//
// Errors, in one line that names the file and the node or tensor, with what was expected and found: no protobuf, cut
// off, no graph, opsets before 11 or after 21, tensors whose data is elsewhere or of another size than their extents
// say, values that are read before they are made (so cycles, too) or made twice. Time and memory are in proportion to
// the file's size: it is counted before it is read.
//
// Needs protobuf and onnx.pb.h, which protoc makes of import/onnx/onnx.proto. With CMake, link edgelite::onnx: both files
// are made when a build is configured, by protoc's own version, and never installed. Its own .proto rather than
// libonnx-dev's header: that is made for the full library, nests without bound and adds a second library for the same
// messages.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <onnx.pb.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>

#include "edgelite/host/file.hpp"
#include "edgelite/import/onnx/count.hpp"
#include "edgelite/import/onnx/model.hpp"

namespace edgelite {

inline constexpr std::size_t longest_onnx = std::size_t{1} << 30;  // protobuf counts in 31 bits

namespace onnx {

static_assert(std::endian::native == std::endian::little, "raw data is little endian");

class Parser {
 public:
  explicit Parser(Model& model) : model_(model) {}

  Error parse(const std::vector<std::byte>& bytes) {
    schema::Model file;
    if (Error error = read(bytes, file)) return error;
    for (const schema::OperatorSet& set : file.opset_import())
      if (set.domain().empty() || set.domain() == "ai.onnx") model_.opset = set.version();
    if (model_.opset < 11 || model_.opset > 21)
      return {"expected operators of the ONNX opsets 11 to 21, found " +
              (model_.opset == 0 ? "none" : std::to_string(model_.opset))};
    if (Error error = read_values(*file.mutable_graph())) return error;
    for (int i = 0; i < file.graph().node_size(); ++i) {
      const schema::Node& from = file.graph().node(i);
      Node& to = model_.nodes.emplace_back();
      to.operation = from.op_type(), to.name = from.name();
      to.domain = from.domain() == "ai.onnx" ? "" : from.domain();
      if (Error error = read_node(*file.mutable_graph()->mutable_node(i), to))
        return {node_text(model_, static_cast<std::size_t>(i)) + ": " + error.message};
    }
    for (const schema::ValueInfo& output : file.graph().output()) {
      const auto found = index_.find(output.name());
      if (found == index_.end())
        return {"output \"" + printable(output.name()) + "\": expected a tensor that a node makes, found none"};
      model_.outputs.push_back(found->second);
    }
    if (model_.inputs.empty() || model_.outputs.empty())
      return {"expected inputs and outputs, found " + std::to_string(model_.inputs.size()) + " and " +
              std::to_string(model_.outputs.size())};
    return {};
  }

 private:
  static Error read(const std::vector<std::byte>& bytes, schema::Model& file) {
    const std::string size = std::to_string(bytes.size()) + " bytes";
    if (bytes.size() > longest_onnx) return {"expected at most 2^30 bytes, found " + size};
    if (!count_messages(bytes))
      return {"expected at most " + std::to_string(most_messages) + " nodes, tensors and attributes"};
    google::protobuf::io::ArrayInputStream array(bytes.data(), static_cast<int>(bytes.size()));
    google::protobuf::io::CodedInputStream stream(&array);
    stream.SetRecursionLimit(20);
    if (!file.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
      return {"expected an .onnx file, found " + size + " that are none, are damaged or cut off"};
    if (!file.has_graph()) return {"expected an .onnx file with a graph, found none in " + size};
    return {};
  }

  // Values that stand before all nodes: initializers, then inputs.
  Error read_values(schema::Graph& graph) {
    for (schema::Tensor& from : *graph.mutable_initializer()) {
      auto tensor = std::make_shared<Tensor>();
      const std::string name = "initializer \"" + printable(from.name()) + "\": ";
      if (Error error = read_tensor(from, *tensor)) return {name + error.message};
      int value = -1;
      if (Error error = make(from.name(), value)) return {name + error.message};
      model_.values.back().constant = std::move(tensor);
    }
    for (const schema::ValueInfo& from : graph.input()) {
      const std::string name = "input \"" + printable(from.name()) + "\": ";
      const auto known = index_.find(from.name());
      if (known != index_.end() && model_.values[static_cast<std::size_t>(known->second)].constant) continue;
      Input input;
      if (Error error = make(from.name(), input.value)) return {name + error.message};
      const schema::TensorType& type = from.type().tensor_type();
      input.type = static_cast<Type>(type.elem_type());
      if (!type.has_shape()) return {name + "expected a tensor with a shape, found none"};
      if (type.shape().dim_size() > 8)
        return {name + "expected at most 8 extents, found " + std::to_string(type.shape().dim_size())};
      for (const schema::Dimension& extent : type.shape().dim()) {
        if (extent.has_value() && (extent.value() < 1 || extent.value() > std::numeric_limits<int>::max()))
          return {name + "expected extents from 1 on, found " + std::to_string(extent.value())};
        input.extents.push_back(extent.has_value() ? extent.value() : -1);
      }
      model_.inputs.push_back(std::move(input));
    }
    return {};
  }

  Error make(const std::string& name, int& value) {
    value = static_cast<int>(model_.values.size());
    if (name.empty()) return {"expected a name, found none"};
    if (!index_.emplace(name, value).second) return {"tensor \"" + printable(name) + "\" has a value already"};
    model_.values.push_back({name, {}});
    return {};
  }

  Error read_node(schema::Node& from, Node& to) {
    for (const std::string& name : from.input()) {
      if (name.empty()) {
        to.inputs.push_back(-1);
        continue;
      }
      const auto found = index_.find(name);
      if (found == index_.end()) return {"tensor \"" + printable(name) + "\" is read before a node has made it"};
      to.inputs.push_back(found->second);
    }
    for (const std::string& name : from.output()) {
      int value = -1;
      if (!name.empty())
        if (Error error = make(name, value)) return error;
      to.outputs.push_back(value);
    }
    if (to.outputs.empty()) return {"expected an output, found none"};
    for (schema::Attribute& attribute : *from.mutable_attribute()) {
      Attribute& read = to.attributes.emplace_back();
      read.name = attribute.name();
      read.kind = static_cast<Attribute::Kind>(attribute.type());
      read.real = attribute.f(), read.integer = attribute.i();
      read.text = std::move(*attribute.mutable_s());
      read.reals.assign(attribute.floats().begin(), attribute.floats().end());
      read.integers.assign(attribute.ints().begin(), attribute.ints().end());
      if (!attribute.has_t()) continue;
      auto tensor = std::make_shared<Tensor>();
      if (Error error = read_tensor(*attribute.mutable_t(), *tensor))
        return {"attribute \"" + printable(read.name) + "\": " + error.message};
      read.tensor = std::move(tensor);
    }
    return {};
  }

  template <class T, class List> static void store(const List& list, std::string& bytes) {
    bytes.reserve(static_cast<std::size_t>(list.size()) * sizeof(T));
    for (const auto element : list) {
      const auto value = static_cast<T>(element);
      char stored[sizeof(T)];
      std::memcpy(stored, &value, sizeof(T));
      bytes.append(stored, sizeof(T));
    }
  }

  static Error read_tensor(schema::Tensor& from, Tensor& to) {
    to.type = static_cast<Type>(from.data_type());
    const int each = type_bytes(to.type);
    if (each == 0) return {"expected numbers of a type that is known, found " + type_text(to.type)};
    if (from.data_location() != 0)
      return {"expected its data in the file, found external data: save the model with its weights inside"};
    if (from.dims_size() > 8) return {"expected at most 8 extents, found " + std::to_string(from.dims_size())};
    to.extents.assign(from.dims().begin(), from.dims().end());
    for (const std::int64_t extent : to.extents) {
      if (extent < 0 || extent > std::numeric_limits<int>::max())
        return {"expected extents from 0 on, found " + std::to_string(extent)};
      to.elements *= extent;
      if (to.elements > std::numeric_limits<int>::max()) return {"expected less than 2^31 elements"};
    }
    if (from.has_raw_data()) {
      to.bytes = std::move(*from.mutable_raw_data());
    } else {
      switch (to.type) {
        case Type::float32:
          store<float>(from.float_data(), to.bytes);
          break;
        case Type::float64:
          store<double>(from.double_data(), to.bytes);
          break;
        case Type::int64:
          store<std::int64_t>(from.int64_data(), to.bytes);
          break;
        case Type::uint32:
          store<std::uint32_t>(from.uint64_data(), to.bytes);
          break;
        case Type::uint64:
          store<std::uint64_t>(from.uint64_data(), to.bytes);
          break;
        case Type::int32:
          store<std::int32_t>(from.int32_data(), to.bytes);
          break;
        case Type::uint8:
        case Type::int8:
        case Type::boolean:
          store<std::uint8_t>(from.int32_data(), to.bytes);
          break;
        default:
          store<std::uint16_t>(from.int32_data(), to.bytes);  // 16 bits, of float16, too
      }
    }
    if (to.bytes.size() != static_cast<std::size_t>(to.elements) * static_cast<std::size_t>(each))
      return {"expected " + std::to_string(to.elements) + " elements of " + type_text(to.type) + ", found " +
              std::to_string(to.bytes.size()) + " bytes"};
    return {};
  }

  Model& model_;
  std::unordered_map<std::string, int> index_;  // values by name
};

}  // namespace onnx

// `name` stands in messages for the file. On error the model is as it was.
inline Error parse_onnx(std::string_view name, const std::vector<std::byte>& bytes, onnx::Model& model) {
  onnx::Model read;
  if (Error error = onnx::Parser(read).parse(bytes)) return {printable(name) + ": " + error.message};
  model = std::move(read);
  return {};
}

inline Error load_onnx_model(const std::filesystem::path& path, onnx::Model& model) {
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, longest_onnx, bytes)) return error;
  return parse_onnx(path.string(), bytes, model);
}

}  // namespace edgelite
