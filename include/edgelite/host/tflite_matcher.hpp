// Holds a program's operations, in order, against the operators of a .tflite file: which tensor is which value, where the
// weights are, and a sentence where the two differ. What both must have in common: kinds and their number, who reads
// what (an addition's terms in either order), shapes, window, padding, fused activation, element type.
//
// RESHAPE, SQUEEZE and EXPAND_DIMS compute nothing: they are passed over. Flatten is nothing of its own, too, as
// FULLY_CONNECTED flattens what it reads. Not checked are strides of a window that has one position.
#pragma once

#include <span>

#include "edgelite/host/operation_name.hpp"
#include "edgelite/host/tflite_numbers.hpp"
#include "edgelite/layer/options.hpp"

namespace edgelite::tflite {

// What is known of an operation before the file is read.
struct Expected {
  const edgelite::Operation& op;
  BuiltinOperator code;  // CUSTOM: none is known
  bool counts_padding;   // a pool that counts what lies outside of the image
  OperationName name;

  std::string text() const { return name.layer + (name.path.empty() ? "" : " \"" + name.path + "\""); }
};

// The operator that an operation was found to be, and its constants.
struct Found {
  const Tensor* weight = nullptr;  // CONV_2D [filters, h, w, in / groups], DEPTHWISE_CONV_2D [1, h, w, filters],
                                   // FULLY_CONNECTED [outputs, inputs]
  const Tensor* bias = nullptr;    // none: zeros
};

class Matcher {
 public:
  // For a program of `values` values of the given element type.
  Matcher(const Model& model, int values, TensorType type)
      : model_(model), type_(type), tensor_(static_cast<std::size_t>(values), -1) {
    for (std::size_t i = 0; i < model.tensors.size(); ++i) same_as_.push_back(static_cast<int>(i));
  }

  // The network's inputs, in the file's order.
  Error begin(std::span<const Shape> inputs) {
    if (model_.inputs.size() != inputs.size())
      return {"expected " + (inputs.size() == 1 ? "one input" : std::to_string(inputs.size()) + " inputs") +
              ", found " + std::to_string(model_.inputs.size())};
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      tensor_[k] = model_.inputs[k];
      const std::string name = inputs.size() == 1 ? "the input" : "input " + std::to_string(k);
      if (Error error = check_value(tensor_[k], inputs[k], name.c_str())) return error;
    }
    return {};
  }

  // The next operation of the program.
  Error match(const Expected& expected, Found& found) {
    const edgelite::Operation& op = expected.op;
    if (expected.code == BuiltinOperator::CUSTOM)
      return {expected.text() + ": no operator of TFLite is known that computes it"};
    if (Error error = pass_over()) return error;
    if (expected.code == BuiltinOperator::RESHAPE) {
      tensor_[static_cast<std::size_t>(op.output)] = tensor_[static_cast<std::size_t>(op.input[0])];
      return {};
    }
    if (next_ == model_.operators.size())
      return {expected.text() + ": expected " + operator_text(expected.code) + ", found no more operators after " +
              std::to_string(next_)};
    const Operator& candidate = model_.operators[next_];
    Error error = check(expected, candidate, found);
    if (error) return {place() + " (for " + expected.text() + "): " + error.message};
    tensor_[static_cast<std::size_t>(op.output)] = candidate.outputs[0];
    ++next_;
    return {};
  }

  // After the last operation.
  template <class Outputs> Error end(const Outputs& outputs, int count) {
    if (Error error = pass_over()) return error;
    if (next_ < model_.operators.size()) return {place() + ": expected the end, as the network has no more operations"};
    if (model_.outputs.size() != static_cast<std::size_t>(count))
      return {"expected " + std::to_string(count) + " outputs, found " + std::to_string(model_.outputs.size())};
    for (std::size_t k = 0; k < model_.outputs.size(); ++k)
      if (const int expected = tensor_[static_cast<std::size_t>(outputs[k])]; source(model_.outputs[k]) != expected)
        return {"output " + std::to_string(k) + ": expected " + tensor_text(model_, expected) + ", found " +
                tensor_text(model_, model_.outputs[k])};
    return {};
  }

  int tensor_index(int value) const { return tensor_[static_cast<std::size_t>(value)]; }
  const Tensor& tensor(int value) const { return model_.tensors[static_cast<std::size_t>(tensor_index(value))]; }

 private:
  std::string place() const {
    const Operator& op = model_.operators[next_];
    return "operator " + std::to_string(next_) + " " + operator_text(op) + ", " + tensor_text(model_, op.outputs[0]);
  }
  // The tensor that this one is but for its shape.
  int source(int tensor) const { return same_as_[static_cast<std::size_t>(tensor)]; }
  const Tensor& at(int tensor) const { return model_.tensors[static_cast<std::size_t>(tensor)]; }

  static Error unequal_text(const char* what, const std::string& expected, const std::string& found) {
    if (expected == found) return {};
    return {std::string("expected ") + what + " " + expected + ", found " + found};
  }
  static Error unequal(const char* what, const std::vector<int>& expected, const std::vector<int>& found) {
    return unequal_text(what, extents_text(expected), extents_text(found));
  }

  Error check_value(int tensor, Shape shape, const char* what) const {
    const Tensor& found = at(tensor);
    std::vector<int> expected{shape.height, shape.width, shape.channels}, extents = found.shape;
    while (extents.size() < 3) extents.insert(extents.begin(), 1);
    while (extents.size() > 3 && extents.front() == 1) extents.erase(extents.begin());
    const std::string place = std::string(what) + ", " + tensor_text(model_, tensor) + ": ";
    if (Error error = unequal_text("type", type_text(type_), type_text(found.type))) return {place + error.message};
    if (Error error = unequal("shape", expected, extents)) return {place + error.message};
    return {};
  }

  Error pass_over() {
    for (; next_ < model_.operators.size(); ++next_) {
      const Operator& op = model_.operators[next_];
      if (op.code != BuiltinOperator::RESHAPE && op.code != BuiltinOperator::SQUEEZE &&
          op.code != BuiltinOperator::EXPAND_DIMS)
        return {};
      if (op.inputs.empty() || op.inputs[0] < 0) return {place() + ": expected an input, found none"};
      const Tensor &from = at(op.inputs[0]), &to = at(op.outputs[0]);
      if (op.outputs.size() != 1 || from.elements != to.elements || from.type != to.type || from.scales != to.scales ||
          from.zero_points != to.zero_points)
        return {place() + ": expected another shape for the same elements, type and quantization as " +
                tensor_text(model_, op.inputs[0])};
      same_as_[static_cast<std::size_t>(op.outputs[0])] = source(op.inputs[0]);
    }
    return {};
  }

  Error check(const Expected& expected, const Operator& op, Found& found) const {
    if (Error error = unequal_text("operator", operator_text(expected.code), operator_text(op))) return error;
    const bool weighted = expected.op.channels > 0;
    const auto inputs = static_cast<std::size_t>(expected.op.inputs);
    if (op.inputs.size() < inputs + (weighted ? 1 : 0) || op.inputs.size() > inputs + (weighted ? 2 : 0) ||
        op.outputs.size() != 1)
      return {"expected " + std::to_string(inputs) + " computed inputs and one output, found " +
              std::to_string(op.inputs.size()) + " inputs and " + std::to_string(op.outputs.size()) + " outputs"};
    if (Error error = check_inputs(expected, op)) return error;
    if (Error error = check_value(op.outputs[0], expected.op.to, "its output")) return error;
    if (Error error = check_activation(expected.op, op.options.activation)) return error;
    if (op.options.beta != 1) return {"expected beta 1, found " + number_text(op.options.beta)};
    if (op.options.shuffled_weights) return {"expected weights in plain order, found them shuffled"};
    if (weighted)
      if (Error error = find_weights(expected, op, found)) return error;
    return check_window(expected, op, found);
  }

  Error check_inputs(const Expected& expected, const Operator& op) const {
    const edgelite::Operation& operation = expected.op;
    const auto count = static_cast<std::size_t>(operation.inputs);
    std::vector<int> wanted, read;
    for (std::size_t k = 0; k < count; ++k) {
      if (op.inputs[k] < 0) return {"expected an input, found none"};
      wanted.push_back(tensor_index(operation.input[k]));
      read.push_back(source(op.inputs[k]));
    }
    if (expected.code == BuiltinOperator::ADD && wanted != read) std::swap(read[0], read[1]);
    for (std::size_t k = 0; k < count; ++k)
      if (wanted[k] != read[k])
        return {"expected " + tensor_text(model_, wanted[k]) + " as input " + std::to_string(k) + ", found " +
                tensor_text(model_, op.inputs[k])};
    if (expected.code == BuiltinOperator::FULLY_CONNECTED) return {};  // reads elements, whatever their shape
    for (std::size_t k = 0; k < count; ++k)
      if (Error error = check_value(op.inputs[k], operation.from, "its input")) return error;
    return {};
  }

  static Error check_activation(const edgelite::Operation& op, Activation found) {
    for (const Activation known : {Activation::NONE, Activation::RELU, Activation::RELU6, Activation::RELU_N1_TO_1})
      if (activation_bounds(known) == std::pair{op.low, op.high})
        return unequal_text("activation", schema::EnumNameActivation(known), activation_text(found));
    return {"no fused activation of TFLite clamps to its bounds"};
  }

  Error find_weights(const Expected& expected, const Operator& op, Found& found) const {
    const edgelite::Operation& o = expected.op;
    const Window& w = o.window;
    std::vector<int> shape{o.channels, w.kernel_h, w.kernel_w, o.per_channel / w.taps()};
    if (expected.code == BuiltinOperator::DEPTHWISE_CONV_2D) shape = {1, w.kernel_h, w.kernel_w, o.channels};
    if (expected.code == BuiltinOperator::FULLY_CONNECTED) shape = {o.channels, o.per_channel};
    if (Error error = find_constant(op.inputs[1], type_, shape, found.weight)) return {"weights: " + error.message};
    if (op.inputs.size() < 3 || op.inputs[2] < 0) return {};
    const TensorType bias = type_ == TensorType::INT8 ? TensorType::INT32 : type_;
    if (Error error = find_constant(op.inputs[2], bias, {o.channels}, found.bias)) return {"bias: " + error.message};
    return {};
  }
  Error find_constant(int tensor, TensorType type, const std::vector<int>& shape, const Tensor*& found) const {
    if (tensor < 0) return {"expected a constant, found no tensor"};
    const Tensor& t = at(tensor);
    Error error = unequal_text("type", type_text(type), type_text(t.type));
    if (!error) error = unequal("shape", shape, t.shape);
    if (!error && t.data.empty()) error = {"expected a constant, found a tensor without data"};
    if (error) return {tensor_text(model_, tensor) + ": " + error.message};
    found = &t;
    return {};
  }

  Error check_window(const Expected& expected, const Operator& op, const Found& found) const {
    const bool pool =
        expected.code == BuiltinOperator::AVERAGE_POOL_2D || expected.code == BuiltinOperator::MAX_POOL_2D;
    if (!pool && (!found.weight || expected.code == BuiltinOperator::FULLY_CONNECTED)) return {};
    const edgelite::Operation& o = expected.op;
    const Options& options = op.options;
    const Window& w = o.window;
    if (pool)
      if (Error error = unequal("filter", {w.kernel_h, w.kernel_w}, {options.filter_h, options.filter_w})) return error;
    std::vector<int> stride{options.stride_h, options.stride_w}, dilation{options.dilation_h, options.dilation_w};
    if (o.to.height == 1 && stride[0] > 0) stride[0] = w.stride_h;
    if (o.to.width == 1 && stride[1] > 0) stride[1] = w.stride_w;
    if (w.kernel_h == 1) dilation[0] = w.dilation_h;
    if (w.kernel_w == 1) dilation[1] = w.dilation_w;
    if (Error error = unequal("stride", {w.stride_h, w.stride_w}, stride)) return error;
    if (Error error = unequal("dilation", {w.dilation_h, w.dilation_w}, dilation)) return error;
    if (options.padding != Padding::SAME && options.padding != Padding::VALID)
      return {"expected padding SAME or VALID, found " + std::to_string(static_cast<int>(options.padding))};
    const auto rule = options.padding == Padding::SAME ? WindowOptions::Rule::same : WindowOptions::Rule::valid;
    const int top = window_extent(rule, false, o.from.height, w.kernel_h, w.stride_h, w.dilation_h, 0, 0).before;
    const int left = window_extent(rule, false, o.from.width, w.kernel_w, w.stride_w, w.dilation_w, 0, 0).before;
    if (Error error = unequal("padding above and left", {w.top, w.left}, {top, left})) return error;
    if (expected.counts_padding && reaches_outside(operation_size(o)))
      return {"expected a mean that counts padding; TFLite's does not"};
    return {};
  }

  const Model& model_;
  const TensorType type_;
  std::size_t next_ = 0;      // operator
  std::vector<int> tensor_;   // of each value
  std::vector<int> same_as_;  // of each tensor: the one that it reshapes, or itself
};

}  // namespace edgelite::tflite
