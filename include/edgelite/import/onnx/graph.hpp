// import_onnx(name, model, graph): the network of an .onnx file in the common form of import/graph.hpp.
//
//   onnx::Model model;
//   if (Error error = load_onnx_model(path, model)) ...
//   for (const graph::Problem& problem : graph::import_onnx(path, model, graph)) puts(text(problem).c_str());
//
// float32 (weights may be float16 or float64), or int8 where the file quantizes its activations: with QuantizeLinear
// and DequantizeLinear around float operators, or with QLinearConv and its like. Then QuantizeLinear of the inputs and
// DequantizeLinear of the outputs vanish, uint8 is int8 plus 128, and rounding is to even, as onnxruntime's. The batch
// is 1; one that the file leaves open (a symbol) is taken as 1. Layouts: import/onnx/layout.hpp. Operators:
// import/onnx/operators.hpp; those of constants, computed here: import/onnx/fold.hpp.
//
// Returns what is not understood, all of it: then the graph is as it was. Time and memory are in proportion to the
// file.
#pragma once

#include "edgelite/import/onnx/fold.hpp"
#include "edgelite/import/onnx/operators.hpp"
#include "edgelite/import/onnx/scales.hpp"
#include "edgelite/import/patterns.hpp"

namespace edgelite::graph {
namespace from_onnx {

inline constexpr std::size_t most_inputs = 64;

class Import {
 public:
  Import(const onnx::Model& model, Graph& graph)
      : model_(model), graph_(graph), r_(model, graph), readers_(model.values.size()) {
    for (const onnx::Node& n : model.nodes)
      for (const int input : n.inputs)
        if (input >= 0) ++readers_[static_cast<std::size_t>(input)];
    for (const int output : model.outputs) ++readers_[static_cast<std::size_t>(output)];
  }

  std::vector<Problem> run(std::vector<int>* values) {
    choose_element();
    if (model_.inputs.size() > most_inputs)
      return {{-1, "", "", "expected at most 64 inputs, found " + std::to_string(model_.inputs.size())}};
    for (const onnx::Input& input : model_.inputs)
      if (Error error = read_input(input)) {
        problems_.push_back({-1, "", model_.values[static_cast<std::size_t>(input.value)].name, error.message});
        r_.fail(input.value);
      }
    for (std::size_t i = 0; i < model_.nodes.size(); ++i) read_node(i);
    for (const int output : model_.outputs) read_output(output);
    if (problems_.empty() && r_.int8()) Scales(r_, problems_).finish();
    if (!problems_.empty()) return problems_;
    const std::vector<int> number = simplify(graph_);
    if (values) {
      values->assign(model_.values.size(), -1);
      for (std::size_t v = 0; v < model_.values.size(); ++v)
        if (const Live& x = r_.live_of(static_cast<int>(v)); x.value >= 0 && lies_plainly(x))
          (*values)[v] = number[static_cast<std::size_t>(x.value)];
    }
    return problems_;
  }

 private:
  const std::string& tensor_name(int value) const { return model_.values[static_cast<std::size_t>(value)].name; }

  // A network is int8 if it quantizes what it computes; weights alone do not make it so.
  void choose_element() {
    graph_.element = Element::float32;
    std::vector<bool> is_computed(model_.values.size(), false);
    for (const onnx::Input& input : model_.inputs) is_computed[static_cast<std::size_t>(input.value)] = true;
    for (const onnx::Node& n : model_.nodes) {
      bool computed = false;
      for (const int input : n.inputs)
        computed = computed || (input >= 0 && is_computed[static_cast<std::size_t>(input)]);
      for (const int output : n.outputs)
        if (output >= 0) is_computed[static_cast<std::size_t>(output)] = computed;
      const bool quantizes = n.operation == "QuantizeLinear" || n.operation == "DequantizeLinear";
      if ((computed && quantizes) || n.operation.rfind("QLinear", 0) == 0 || n.operation == "QGemm")
        graph_.element = Element::int8, graph_.rounding = Rounding::to_even;
    }
  }

  // Of an input of four extents: are its channels last? They are where it is transposed to N x C x H x W before
  // anything but quantizing or arithmetic with constants happens.
  bool is_channel_last(int input) const {
    std::vector<bool> follows(model_.values.size(), false);
    follows[static_cast<std::size_t>(input)] = true;
    static const std::set<std::string> passing = {
        "QuantizeLinear", "DequantizeLinear", "Identity", "Cast", "Mul", "Add", "Sub", "Div"};
    for (const onnx::Node& n : model_.nodes) {
      if (n.inputs.empty() || n.inputs[0] < 0 || !follows[static_cast<std::size_t>(n.inputs[0])]) continue;
      const onnx::Attribute* order = n.find("perm");
      if (n.operation == "Transpose" && order) return order->integers == std::vector<std::int64_t>{0, 3, 1, 2};
      if (passing.count(n.operation) == 0) return false;
      for (const int output : n.outputs)
        if (output >= 0) follows[static_cast<std::size_t>(output)] = true;
    }
    return false;
  }

  Error read_input(const onnx::Input& input) {
    const Type type = input.type;
    if (!is_float(type) && type != Type::int8 && type != Type::uint8)
      return {"expected an input of floats, int8 or uint8, found " + onnx::type_text(type)};
    Extents extents = input.extents;
    std::int64_t product = 1;
    for (std::size_t k = 0; k < extents.size(); ++k) {
      if (k == 0 && extents.size() > 1 && extents[0] < 0) extents[0] = 1;
      if (extents[k] < 1) return {"expected an extent at axis " + std::to_string(k) + ", found a symbol"};
      if (extents[k] > most_elements || (product *= extents[k]) > most_elements)
        return {"expected at most 2^28 elements"};
    }
    if (extents.empty()) return {"expected an image or a vector, found a number"};
    const std::size_t rank = extents.size();
    const std::size_t channel = rank != 4 || is_channel_last(input.value) ? rank - 1 : 1;
    r_.output_name = tensor_name(input.value);
    const int value = r_.new_value(tensor_name(input.value), Reader::shape_of(extents, channel));
    graph_.values.back().channel_first = rank == 4 && channel == 1;
    graph_.inputs.push_back(value);
    r_.set(input.value, Live{value, is_float(type) ? Type::float32 : type, extents, axes_of(extents, channel)});
    return {};
  }

  Error read(const onnx::Node& n) {
    const std::string& op = n.operation;
    if (n.domain == "com.microsoft") {
      if (op == "QuantizeLinear") return read_quantize(r_, n);
      if (op == "DequantizeLinear") return read_dequantize(r_, n);
      if (microsoft_operators().count(op) > 0) return read_qlinear(r_, n);
    }
    if (!n.domain.empty()) return {"this operator of the domain " + printable(n.domain) + " is not supported"};
    if (op == "Shape" && r_.is_live(n, 0)) {
      Constant shape;
      if (Error error = fold_shape(r_, n, r_.live_of(n.inputs[0]).extents, shape)) return error;
      r_.set_output(n, shape);
      return {};
    }
    const bool constant =
        std::all_of(n.inputs.begin(), n.inputs.end(), [&](int i) { return i < 0 || r_.is_constant(i); });
    const bool converts = op == "QuantizeLinear" || op == "DequantizeLinear";
    if (constant && !converts) {
      Constant folded;
      bool known = false;
      if (Error error = fold(r_, n, folded, known)) return error;
      if (known && folded.tensor)
        if (Error error = r_.spend(std::min(folded.elements(), most_folded))) return error;
      if (known) return r_.set_output(n, folded), Error{};
    }
    if (op == "Add" || op == "Sub" || op == "Mul" || op == "Div") {
      int most = 0;
      for (const int input : n.inputs)
        if (input >= 0 && !r_.is_constant(input)) most = std::max(most, readers_[static_cast<std::size_t>(input)]);
      return read_binary(r_, n, most == 1);
    }
    const auto found = operators().find(op);
    if (found == operators().end()) return {"this operator is not supported"};
    if (constant && !converts) return {"this operator is not supported on constants alone"};
    return found->second(r_, n);
  }

  // What depends on an operator that is not understood is passed over, so that each problem is named once.
  void read_node(std::size_t i) {
    const onnx::Node& n = model_.nodes[i];
    bool failed = false;
    for (const int input : n.inputs) failed = failed || (input >= 0 && r_.is_failed(input));
    const int output = n.outputs[0];
    if (!failed) {
      r_.at = static_cast<int>(i);
      r_.source = onnx::node_text(model_, i);
      r_.output_name = output >= 0 ? tensor_name(output) : std::string();
      r_.wrong = {};
      Error error = read(n);
      if (!error) error = r_.wrong;
      if (error) problems_.push_back({r_.at, n.operation, r_.output_name, error.message});
      failed = bool{error};
    }
    for (const int made : n.outputs)
      if (made >= 0 && (failed || !(r_.is_constant(made) || r_.live_of(made).value >= 0))) r_.fail(made);
  }

  // Does it lie as the value's channel_first says, or as it is counted?
  bool lies_plainly(const Live& x) const {
    const std::size_t rank = x.extents.size();
    if (rank == 0) return true;
    const bool first = graph_.values.size() > 0 && rank == 4;
    return r_.is_natural(x, rank - 1) || (first && r_.is_natural(x, 1));
  }

  void read_output(int output) {
    if (r_.is_failed(output)) {
      if (problems_.empty())
        problems_.push_back(
            {-1, "", tensor_name(output), "expected an output that is computed, found one that is not supported"});
      return;
    }
    if (r_.is_constant(output)) {
      problems_.push_back({-1, "", tensor_name(output), "expected an output that is computed, found a constant"});
      return;
    }
    Live x = r_.live_of(output);
    const std::size_t rank = x.extents.size();
    r_.output_name = tensor_name(output);
    r_.source = "output \"" + printable(tensor_name(output)) + "\"";
    const bool image = rank == 4 && x.extents[0] == 1;
    const std::size_t channel = image ? (r_.natural_channel(x, 1) == 3 ? 3 : 1) : rank == 0 ? 0 : rank - 1;
    r_.arrange(x, channel);
    graph_.values[static_cast<std::size_t>(x.value)].channel_first = image && channel == 1;
    graph_.outputs.push_back(x.value);
    if (!is_float(x.type)) r_.stored_outputs.insert(x.value);
  }

  const onnx::Model& model_;
  Graph& graph_;
  Reader r_;
  std::vector<int> readers_;
  std::vector<Problem> problems_;
};

}  // namespace from_onnx

// `values`: for each tensor of the file, the graph's value that holds it; -1: none.
inline std::vector<Problem> import_onnx(std::string_view name, const onnx::Model& model, Graph& graph,
                                        std::vector<int>* values = nullptr) {
  Graph made;
  made.name = printable(name);
  std::vector<Problem> problems = from_onnx::Import(model, made).run(values);
  if (problems.empty())
    if (Error error = check(made)) problems.push_back({-1, "", "", error.message});
  if (problems.empty()) graph = std::move(made);
  return problems;
}

}  // namespace edgelite::graph
