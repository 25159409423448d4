// What stands in a .tflite file, checked and as plain data: tensors, and operators in the order in which they run.
// host/tflite.hpp reads it. Every index is valid; a tensor that an operator reads is a constant, an input of the model
// or an earlier operator's output, and has one maker.
//
// Needs flatbuffers and tflite_generated.h, which flatc makes of host/tflite.fbs. With CMake, link edgelite::tflite:
// the header is made while a build is configured, by flatc's own version, and never installed, as flatbuffers wants
// both of one version. Without CMake: flatc --cpp --scoped-enums --gen-object-api -o DIR include/edgelite/host/tflite.fbs
// and -I DIR. The rest of host/ needs neither.
#pragma once

#include <tflite_generated.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "edgelite/host/error.hpp"

namespace edgelite::tflite {

using schema::Activation, schema::BuiltinOperator, schema::Padding, schema::TensorType;

struct Tensor {
  std::string name;
  TensorType type = TensorType::FLOAT32;
  std::vector<int> shape;                 // extents from 1 on; empty: a scalar, or a rank that is not known
  std::vector<float> scales;              // positive and finite; empty: not quantized
  std::vector<std::int64_t> zero_points;  // as many
  int axis = 0;                           // where there are several scales: the dimension that they belong to
  std::int64_t elements = 1;
  std::span<const std::byte> data;  // of a constant: little endian, at any alignment
};

// What an operator's table of options says; each operator has some of these.
struct Options {
  Padding padding = Padding::SAME;
  int stride_h = 1, stride_w = 1, dilation_h = 1, dilation_w = 1;
  int filter_h = 1, filter_w = 1;  // of a pool
  Activation activation = Activation::NONE;
  bool shuffled_weights = false;
  float beta = 1;                                          // of a softmax
  float alpha = 0;                                         // of a leaky ReLU: its slope
  int axis = 0;                                            // of a concatenation
  bool align_corners = false, half_pixel_centers = false;  // of a resize
  int begin_mask = 0, end_mask = 0, ellipsis_mask = 0, new_axis_mask = 0, shrink_axis_mask = 0;  // of a strided slice
  bool end_is_offset = false;
};

struct Operator {
  BuiltinOperator code{};
  std::string custom;                // the name of a CUSTOM one
  std::vector<int> inputs, outputs;  // tensors; an input of -1 is not there
  Options options;
};

struct Model {
  std::shared_ptr<const std::vector<std::byte>> bytes;  // what the tensors' data lies in
  std::vector<Tensor> tensors;
  std::vector<Operator> operators;
  std::vector<int> inputs, outputs;
};

inline std::string type_text(TensorType type) {
  const std::string name = schema::EnumNameTensorType(type);
  return name.empty() ? "type " + std::to_string(static_cast<int>(type)) : name;
}
inline std::string operator_text(BuiltinOperator code) {
  const std::string name = schema::EnumNameBuiltinOperator(code);
  return name.empty() ? "builtin operator " + std::to_string(static_cast<int>(code)) : name;
}
inline std::string operator_text(const Operator& op) {
  return operator_text(op.code) + (op.code == BuiltinOperator::CUSTOM ? " \"" + printable(op.custom) + "\"" : "");
}
inline std::string tensor_text(const Model& model, int index) {
  if (index < 0) return "no tensor";
  return "tensor " + std::to_string(index) + " \"" + printable(model.tensors[static_cast<std::size_t>(index)].name) +
         "\"";
}

// As many digits as tell one float from all others.
inline std::string number_text(float number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", double(number));
  return text;
}

// Bits an element; 0: a type without a size.
inline int type_bits(TensorType type) {
  constexpr std::array<int, 18> bits{32, 16, 32, 8, 64, 0, 8, 16, 64, 8, 64, 128, 64, 0, 0, 32, 16, 4};
  const auto index = static_cast<std::size_t>(type);
  return index < bits.size() ? bits[index] : 0;
}

}  // namespace edgelite::tflite
