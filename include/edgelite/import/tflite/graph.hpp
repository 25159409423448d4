// import_tflite(name, model, graph): the network of a .tflite file in the common form of import/graph.hpp.
//
//   tflite::Model model;
//   if (Error error = load_tflite_model(path, model)) ...
//   for (const graph::Problem& problem : graph::import_tflite(path, model, graph)) puts(text(problem).c_str());
//
// float32 (weights may be float16, or int8 behind a DEQUANTIZE), or int8 as TFLite's 8-bit specification says. The
// network of an int8 file is int8: a QUANTIZE of its inputs and a DEQUANTIZE of its outputs vanish; a uint8 input or
// output is the int8 one plus 128. A batch is 1. Which operators, and how: the headers tflite_window, _arithmetic,
// _movement and _slice. Operators that compute shapes (SHAPE, PACK ... of integers) are passed over, as the file says
// all shapes.
//
// Returns what is not understood, all of it: then the graph is as it was. Time and memory are in proportion to the
// file.
#pragma once

#include "edgelite/host/tflite.hpp"
#include "edgelite/import/fold_padding.hpp"
#include "edgelite/import/keep_rounding.hpp"
#include "edgelite/import/patterns.hpp"
#include "edgelite/import/problem.hpp"
#include "edgelite/import/tflite/arithmetic.hpp"
#include "edgelite/import/tflite/movement.hpp"
#include "edgelite/import/tflite/slice.hpp"
#include "edgelite/import/tflite/window.hpp"

namespace edgelite::graph {
namespace detail {

inline Error read_operator(TfliteReader& r, const Operator& op) {
  switch (op.code) {
    case BuiltinOperator::CONV_2D:
    case BuiltinOperator::DEPTHWISE_CONV_2D:
      return read_convolution(r, op);
    case BuiltinOperator::FULLY_CONNECTED:
      return read_fully_connected(r, op);
    case BuiltinOperator::MAX_POOL_2D:
    case BuiltinOperator::AVERAGE_POOL_2D:
      return read_pool(r, op);
    case BuiltinOperator::MEAN:
      return read_mean(r, op);
    case BuiltinOperator::ADD:
    case BuiltinOperator::SUB:
    case BuiltinOperator::MUL:
      return read_arithmetic(r, op);
    case BuiltinOperator::RELU:
    case BuiltinOperator::RELU6:
    case BuiltinOperator::RELU_0_TO_1:
    case BuiltinOperator::RELU_N1_TO_1:
    case BuiltinOperator::LEAKY_RELU:
    case BuiltinOperator::HARD_SWISH:
      return read_activation(r, op);
    case BuiltinOperator::LOGISTIC:
      return read_logistic(r, op);
    case BuiltinOperator::SOFTMAX:
      return read_softmax(r, op);
    case BuiltinOperator::RESHAPE:
    case BuiltinOperator::SQUEEZE:
    case BuiltinOperator::EXPAND_DIMS:
      return read_reshape(r, op);
    case BuiltinOperator::PAD:
    case BuiltinOperator::PADV2:
      return read_pad(r, op);
    case BuiltinOperator::CONCATENATION:
      return read_concatenation(r, op);
    case BuiltinOperator::SPLIT:
    case BuiltinOperator::SPLIT_V:
      return read_split(r, op);
    case BuiltinOperator::SLICE:
      return read_slice(r, op);
    case BuiltinOperator::STRIDED_SLICE:
      return read_strided_slice(r, op);
    case BuiltinOperator::TRANSPOSE:
      return read_transpose(r, op);
    case BuiltinOperator::RESIZE_NEAREST_NEIGHBOR:
    case BuiltinOperator::RESIZE_BILINEAR:
      return read_resize(r, op);
    default:
      return {"this operator is not supported"};
  }
}

class TfliteImport {
 public:
  TfliteImport(const tflite::Model& model, Graph& graph)
      : model_(model),
        graph_(graph),
        r_(model, graph),
        is_read_(model.tensors.size()),
        input_(model.tensors.size(), -1) {
    for (std::size_t k = 0; k < model.inputs.size(); ++k)
      input_[static_cast<std::size_t>(model.inputs[k])] = static_cast<int>(k);
    for (const Operator& op : model.operators)
      for (const int input : op.inputs)
        if (input >= 0) is_read_[static_cast<std::size_t>(input)] = true;
  }

  std::vector<Problem> run(std::vector<int>* values) {
    if (refuse_forms()) return problems_;
    choose_element();
    read_inputs();
    for (std::size_t i = 0; i < model_.operators.size(); ++i) {
      const Operator& op = model_.operators[i];
      r_.source = "operator " + std::to_string(i) + " " + operator_text(op);
      if (is_index_arithmetic(op)) continue;
      if (Error error = read(op)) {
        report(static_cast<int>(i), error.message);
        // What follows is read as if this operator were understood, to find all problems at once.
        for (const int output : op.outputs)
          if (int& value = r_.value(output); value < 0) (void)r_.new_value(output, value).message;
      }
    }
    read_outputs();
    if (!problems_.empty()) return problems_;
    fold_padding(graph_);
    keep_rounding(graph_);
    if (values) *values = r_.value_of;
    if (r_.quantized()) return {};  // in int8 each operator rounds
    const std::vector<int> number = simplify(graph_);
    if (values)
      for (int& value : *values)
        if (value >= 0) value = number[static_cast<std::size_t>(value)];
    return problems_;
  }

 private:
  void report(int operation, const std::string& what) {
    const Operator& op = model_.operators[static_cast<std::size_t>(operation)];
    problems_.push_back({operation, operator_text(op), r_.tensor(op.outputs[0]).name, what});
  }
  static bool converts(const Operator& op) {
    return op.code == BuiltinOperator::QUANTIZE || op.code == BuiltinOperator::DEQUANTIZE;
  }
  bool all_outputs(const Operator& op, std::initializer_list<TensorType> types) const {
    return std::all_of(op.outputs.begin(), op.outputs.end(), [&](int output) {
      return std::find(types.begin(), types.end(), r_.tensor(output).type) != types.end();
    });
  }
  bool is_index_arithmetic(const Operator& op) const {
    return all_outputs(op, {TensorType::INT32, TensorType::INT64, TensorType::BOOL});
  }

  // Forms of quantization that are refused as a whole.
  bool refuse_forms() {
    for (std::size_t i = 0; i < model_.operators.size(); ++i) {
      const Operator& op = model_.operators[i];
      const TensorType out = r_.tensor(op.outputs[0]).type;
      const char* form = nullptr;
      if (out == TensorType::UINT8 && !converts(op))
        form =
            "uint8 values: the older quantization with asymmetric weights is not supported; convert the model again "
            "to int8 (a representative dataset, tf.lite.OpsSet.TFLITE_BUILTINS_INT8), or to float32";
      if (out == TensorType::INT16 && !converts(op))
        form = "int16 values are not supported; convert the model again to int8, or to float32";
      const bool weighted = op.code == BuiltinOperator::CONV_2D || op.code == BuiltinOperator::DEPTHWISE_CONV_2D ||
                            op.code == BuiltinOperator::FULLY_CONNECTED;
      if (weighted && out == TensorType::FLOAT32 && TfliteReader::has(op, 1) &&
          tflite::type_bits(r_.tensor(op.inputs[1]).type) <= 8 && !r_.tensor(op.inputs[1]).data.empty())
        form =
            "int8 weights with float values: this hybrid (dynamic range) quantization is not supported; convert the "
            "model again with a representative dataset, to int8, or without quantization, to float32";
      if (!form) continue;
      report(static_cast<int>(i), form);
      return true;
    }
    return false;
  }
  void choose_element() {
    graph_.element = Element::float32;
    for (const Operator& op : model_.operators)
      for (const int output : op.outputs)
        if (r_.tensor(output).type == TensorType::INT8) graph_.element = Element::int8;
  }

  // Inputs of another type than the network's wait for the QUANTIZE that reads them.
  void read_inputs() {
    graph_.inputs.assign(model_.inputs.size(), -1);
    for (std::size_t k = 0; k < model_.inputs.size(); ++k)
      if (const int input = model_.inputs[k]; r_.tensor(input).type == r_.type()) {
        if (Error error = r_.new_value(input, graph_.inputs[k])) problems_.push_back({-1, "", "", error.message});
        r_.value(input) = graph_.inputs[k];
      }
  }
  void read_outputs() {
    for (std::size_t k = 0; k < graph_.inputs.size(); ++k)
      if (graph_.inputs[k] < 0 && problems_.empty())
        problems_.push_back({-1, "", r_.tensor(model_.inputs[k]).name,
                             "expected an input of " + type_text(r_.type()) + ", found " +
                                 type_text(r_.tensor(model_.inputs[k]).type)});
    for (const int output : model_.outputs) {
      graph_.outputs.push_back(r_.value(output));
      if (r_.value(output) < 0)
        problems_.push_back({-1, "", r_.tensor(output).name,
                             "expected an output that the network computes, of " + type_text(r_.type()) + ", found " +
                                 type_text(r_.tensor(output).type)});
    }
  }

  Error read(const Operator& op) {
    const bool splits = op.code == BuiltinOperator::SPLIT || op.code == BuiltinOperator::SPLIT_V;
    if (op.outputs.size() != 1 && !splits) return {"expected one output, found " + std::to_string(op.outputs.size())};
    if (op.code == BuiltinOperator::QUANTIZE) return read_quantize(op);
    if (op.code == BuiltinOperator::DEQUANTIZE) return read_dequantize(op);
    return read_operator(r_, op);
  }

  bool is_shifted(int uint8, int int8) const {
    const Tensor &a = r_.tensor(uint8), &b = r_.tensor(int8);
    return a.type == TensorType::UINT8 && b.type == TensorType::INT8 && a.scales.size() == 1 && a.scales == b.scales &&
           a.zero_points[0] == b.zero_points[0] + 128;
  }

  Error read_quantize(const Operator& op) {
    if (!TfliteReader::has(op, 0)) return {"expected an input, found none"};
    const int from = op.inputs[0], to = op.outputs[0];
    if (r_.value(from) >= 0 && is_shifted(to, from)) {  // an output of uint8
      r_.value(to) = r_.value(from);
      return {};
    }
    if (r_.value(from) >= 0) return read_activation(r_, op);
    const int input = input_[static_cast<std::size_t>(from)];
    if (input < 0 || !(r_.tensor(from).type == TensorType::FLOAT32 || is_shifted(from, to)))
      return {"expected an int8 value, or float32 or uint8 with the same scale at an input of the model; found " +
              type_text(r_.tensor(from).type)};
    int& value = graph_.inputs[static_cast<std::size_t>(input)];
    if (value >= 0) return {"expected one QUANTIZE of " + tensor_text(model_, from) + ", found another"};
    if (Error error = r_.new_value(to, value)) return error;
    r_.value(to) = value;
    return {};
  }

  // Of a constant: its numbers stay where they are. Of an int8 value: the model's output, or an error where it is read.
  Error read_dequantize(const Operator& op) {
    if (!TfliteReader::has(op, 0)) return {"expected an input, found none"};
    const int from = op.inputs[0], to = op.outputs[0];
    if (r_.tensor(to).type != TensorType::FLOAT32 || r_.tensor(from).elements != r_.tensor(to).elements)
      return {"expected as many elements of FLOAT32, found " + type_text(r_.tensor(to).type)};
    if (r_.is_constant(op, 0)) {
      r_.constant_of[static_cast<std::size_t>(to)] = r_.constant_of[static_cast<std::size_t>(from)];
      return {};
    }
    if (is_read_[static_cast<std::size_t>(to)])
      return {"expected an int8 model with DEQUANTIZE at its outputs only, found one that an operator reads"};
    int value = -1;
    if (Error error = r_.view(op, 0, value)) return error;
    r_.value(to) = value;
    return {};
  }

  const tflite::Model& model_;
  Graph& graph_;
  TfliteReader r_;
  std::vector<bool> is_read_;  // by an operator: each tensor
  std::vector<int> input_;     // of each tensor: which input of the model it is; -1: none
  std::vector<Problem> problems_;
};

}  // namespace detail

// `name` stands in messages for the file. values: if given, of each tensor the value that holds its numbers; -1: none.
inline std::vector<Problem> import_tflite(std::string_view name, const tflite::Model& model, Graph& graph,
                                          std::vector<int>* values = nullptr) {
  Graph read;
  read.name = std::string(name);
  std::vector<Problem> problems = detail::TfliteImport(model, read).run(values);
  if (problems.empty()) graph = std::move(read);
  return problems;
}

}  // namespace edgelite::graph
