// What stands in an .onnx file, checked and as plain data: values by number, constants, and nodes in the order in which
// they run. import/onnx/parse.hpp reads it. Every index is valid; a value that a node reads is a constant, an input of the
// model or an earlier node's output, and has one maker; a tensor holds as many bytes as its type and extents say.
// Needs no protobuf.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "edgelite/host/error.hpp"

namespace edgelite::onnx {

// TensorProto.DataType
enum class Type : int {
  undefined = 0,
  float32 = 1,
  uint8 = 2,
  int8 = 3,
  uint16 = 4,
  int16 = 5,
  int32 = 6,
  int64 = 7,
  boolean = 9,
  float16 = 10,
  float64 = 11,
  uint32 = 12,
  uint64 = 13,
  bfloat16 = 16,
};

// Of an element; 0: a type that is not read.
constexpr int type_bytes(Type type) {
  switch (type) {
    case Type::uint8:
    case Type::int8:
    case Type::boolean:
      return 1;
    case Type::uint16:
    case Type::int16:
    case Type::float16:
    case Type::bfloat16:
      return 2;
    case Type::float32:
    case Type::int32:
    case Type::uint32:
      return 4;
    case Type::int64:
    case Type::float64:
    case Type::uint64:
      return 8;
    default:
      return 0;
  }
}

inline std::string type_text(Type type) {
  static constexpr const char* names[] = {"no type", "float32", "uint8",     "int8",       "uint16",  "int16",
                                          "int32",   "int64",   "strings",   "booleans",   "float16", "float64",
                                          "uint32",  "uint64",  "complex64", "complex128", "bfloat16"};
  const auto index = static_cast<std::size_t>(type);
  return index < std::size(names) ? names[index] : "type " + std::to_string(static_cast<int>(type));
}

using Extents = std::vector<std::int64_t>;

inline std::string extents_text(const Extents& extents) {
  std::string text = "[";
  for (const std::int64_t extent : extents) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  return text + "]";
}

struct Tensor {
  Type type = Type::undefined;
  Extents extents;            // from 0 on; less than 2^31 elements
  std::int64_t elements = 1;  // their product
  std::string bytes;          // little endian
};

struct Attribute {
  enum class Kind : int { undefined = 0, real = 1, integer = 2, text = 3, tensor = 4, reals = 6, integers = 7 };
  std::string name;
  Kind kind = Kind::undefined;  // others stand for what is not read
  float real = 0;
  std::int64_t integer = 0;
  std::string text;
  std::vector<float> reals;
  std::vector<std::int64_t> integers;
  std::shared_ptr<const Tensor> tensor;
};

struct Node {
  std::string operation, domain, name;
  std::vector<int> inputs, outputs;  // values; -1: not there
  std::vector<Attribute> attributes;

  const Attribute* find(std::string_view wanted) const {
    for (const Attribute& a : attributes)
      if (a.name == wanted) return &a;
    return nullptr;
  }
};

struct Value {
  std::string name;
  std::shared_ptr<const Tensor> constant;  // of an initializer
};

struct Input {
  int value = -1;
  Type type = Type::undefined;
  Extents extents;  // -1: not known, a symbol
};

struct Model {
  std::int64_t opset = 0;  // of the domain ai.onnx
  std::vector<Value> values;
  std::vector<Node> nodes;
  std::vector<Input> inputs;  // those that are no initializers
  std::vector<int> outputs;
};

// operator 3 Conv "features/conv"
inline std::string node_text(const Model& model, std::size_t index) {
  const Node& node = model.nodes[index];
  return "operator " + std::to_string(index) + " " + printable(node.operation) +
         (node.name.empty() ? "" : " \"" + printable(node.name) + "\"");
}
inline std::string value_text(const Model& model, int index) {
  return "tensor \"" + printable(model.values[static_cast<std::size_t>(index)].name) + "\"";
}

}  // namespace edgelite::onnx
