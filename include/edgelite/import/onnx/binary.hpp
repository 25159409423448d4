// ONNX operators on two tensors, element by element: Add, Sub and Mul of computed tensors and constants, Div by
// constants.
//
//   computed                         of one shape; one factor may be one number a channel
//   constant, one number, or one     added: the bias of the linear operator before it, where that has none, and only
//   a channel                        this reads it; else a batch_norm node in float, a constant node in int8
//   constant, one number an element  a constant node
#pragma once

#include "edgelite/import/onnx/elementwise.hpp"

namespace edgelite::graph::from_onnx {

// What the two operands of a binary operator give, with ones put before the shorter one's extents.
inline Error broadcast(const Extents& a, const Extents& b, Extents& to) {
  to.assign(std::max(a.size(), b.size()), 1);
  for (std::size_t k = 0; k < to.size(); ++k) {
    auto at = [&](const Extents& e) { return k < to.size() - e.size() ? 1 : e[k - (to.size() - e.size())]; };
    if (at(a) != at(b) && at(a) != 1 && at(b) != 1)
      return {"expected shapes that fit together, found " + onnx::extents_text(a) + " and " + onnx::extents_text(b)};
    to[k] = at(a) == 1 ? at(b) : at(a);
  }
  if (size(to) > most_elements) return {"expected at most 2^28 elements"};
  return {};
}
inline void widen(Live& x, std::size_t rank) {
  while (x.extents.size() < rank) x.extents.insert(x.extents.begin(), 1), x.axes.insert(x.axes.begin(), Axis{});
}

inline Kind binary_kind(const std::string& operation) {
  return operation == "Add" ? Kind::add : operation == "Sub" ? Kind::subtract : Kind::multiply;
}

inline Error make_binary(Reader& r, const onnx::Node& n, Live x, Live y) {
  if (n.operation == "Div") return {"expected a constant divisor, found a tensor that is computed"};
  Extents extents;
  if (Error error = broadcast(x.extents, y.extents, extents)) return error;
  widen(x, extents.size()), widen(y, extents.size());
  if (x.extents != extents) {
    if (y.extents != extents || n.operation == "Sub")
      return {"expected operands of one shape, found " + onnx::extents_text(x.extents) + " and " +
              onnx::extents_text(y.extents)};
    std::swap(x, y);
  }
  if (x.axes != y.axes || r.shape(x) != r.shape(y)) {
    const std::size_t channel = r.natural_channel(x, extents.size() > 1 ? 1 : 0);
    r.arrange(x, channel), r.arrange(y, channel);
    const Shape a = r.shape(x), b = r.shape(y);
    const bool scales = n.operation == "Mul" && b.pixels() == 1 && b.channels == a.channels;
    if (a != b && !scales)
      return {"expected operands of one shape, or a product with one number a channel, found " +
              onnx::extents_text(x.extents) + " and " + onnx::extents_text(y.extents)};
  }
  r.set_output(n, r.like(x, r.emit(binary_kind(n.operation), {x.value, y.value}, r.shape(x))));
  return {};
}

// Of which axis a constant's numbers are, where they are the same along all others; the rank of `extents` where they
// are one number, and beyond where of several axes.
inline std::size_t axis_of(const Constant& c, const Extents& extents) {
  std::size_t found = extents.size(), several = 0;
  for (std::size_t k = 0; k < c.extents.size(); ++k)
    if (c.extents[k] != 1) found = k + extents.size() - c.extents.size(), ++several;
  return several > 1 ? extents.size() + 1 : found;
}

// The constant as a value beside x: one number a channel, or one an element.
inline Error constant_value(Reader& r, const Constant& c, const Live& x, bool a_channel, int& value) {
  graph::Node node;
  node.kind = Kind::constant;
  Quantization q;
  const Type type = c.tensor->type;
  const bool is_stored = c.quantized() && c.scales.size() == 1 && (type == Type::int8 || type == Type::uint8);
  const std::int64_t middle = type == Type::uint8 ? 128 : 0;
  if (is_stored) {
    q = {c.scales[0], static_cast<std::int32_t>(c.zero_points[0] - middle)};
  } else if (r.int8()) {
    double largest = 0;
    for (std::int64_t i = 0; i < c.elements(); ++i) largest = std::max(largest, std::abs(c.at(i)));
    if (!std::isfinite(largest)) return {"expected finite constants"};
    q.scale = largest > 0 ? static_cast<float>(largest / 127) : 1;
  }
  const Shape shape = a_channel ? Shape{1, 1, r.shape(x).channels} : r.shape(x);
  if (Error error = r.spend(4 * std::int64_t{shape.size()})) return error;
  const auto count = static_cast<std::size_t>(shape.size());
  std::vector<std::int64_t> from(count);  // of the constant, for element i of the value
  if (a_channel) {
    for (std::size_t i = 0; i < count; ++i) from[i] = c.elements() == 1 ? 0 : static_cast<std::int64_t>(i);
  } else {
    for (std::int64_t i = 0; i < size(x.extents); ++i) {
      std::int64_t at = 0, index = 0, rest = i, step = 1;
      for (std::size_t k = x.extents.size(); k-- > 0;) {
        const std::int64_t here = rest % x.extents[k];
        rest /= x.extents[k];
        at += place(x.axes[k], here);
        const std::size_t missing = x.extents.size() - c.extents.size();
        if (k < missing) continue;
        if (c.extents[k - missing] != 1) index += here * step;
        step *= c.extents[k - missing];
      }
      from[static_cast<std::size_t>(at)] = index;
    }
  }
  for (const std::int64_t i : from) {
    if (!r.int8())
      node.weights.weight.push_back(static_cast<float>(c.at(i)));
    else if (is_stored)
      node.weights.stored.push_back(static_cast<std::int8_t>(c.whole_at(i) - middle));
    else
      node.weights.stored.push_back(static_cast<std::int8_t>(std::nearbyint(c.at(i) / static_cast<double>(q.scale))));
  }
  value = r.emit(std::move(node), shape);
  r.graph.values.back().quantization = q;
  r.is_quantized.back() = true;
  return {};
}

// A constant added to what a linear operator without bias makes, and nothing reads in between, is its bias.
inline bool join_bias(Reader& r, const Live& x, const Constant& c, bool alone) {
  if (!alone || r.graph.nodes.empty()) return false;
  graph::Node& node = r.graph.nodes.back();
  const bool linear = node.kind == Kind::linear || node.kind == Kind::conv2d || node.kind == Kind::depthwise;
  if (!linear || node.output != x.value || node.window.bias || r.is_quantized[static_cast<std::size_t>(x.value)] ||
      (c.elements() != 1 && c.elements() != node.filters))
    return false;
  node.window.bias = true;
  if (r.int8())
    r.biases[static_cast<int>(r.graph.nodes.size()) - 1] = c;
  else
    for (int f = 0; f < node.filters; ++f)
      node.weights.bias.push_back(static_cast<float>(c.at(c.elements() == 1 ? 0 : f)));
  return true;
}

// x and a constant; `first`: the constant is the first operand.
inline Error make_with_constant(Reader& r, const onnx::Node& n, Live x, const Constant& c, bool first, bool alone) {
  const std::string& op = n.operation;
  Extents extents;
  if (Error error = broadcast(x.extents, c.extents, extents)) return error;
  widen(x, extents.size());
  if (x.extents != extents)
    return {"expected a constant that fits into " + onnx::extents_text(x.extents) + ", found " +
            onnx::extents_text(c.extents)};
  if (first && op == "Div") return {"expected a constant divisor, found a tensor that is computed"};
  const std::size_t axis = axis_of(c, extents);
  if (axis > extents.size()) {  // one number an element
    if (op == "Div") return {"expected a divisor a channel, found " + onnx::extents_text(c.extents)};
    int value = -1;
    if (Error error = constant_value(r, c, x, false, value)) return error;
    std::vector<int> operands{x.value, value};
    if (first && op == "Sub") std::swap(operands[0], operands[1]);
    r.set_output(n, r.like(x, r.emit(binary_kind(op), operands, r.shape(x))));
    return {};
  }
  if (axis < extents.size()) r.arrange(x, axis);
  if (op == "Add" && join_bias(r, x, c, alone)) return r.set_output(n, x), Error{};
  if (r.int8()) {
    if (op == "Div") return {"expected a product with a constant in a quantized network, found a quotient"};
    int value = -1;
    if (Error error = constant_value(r, c, x, op == "Mul", value)) return error;
    std::vector<int> operands{x.value, value};
    if (first && op == "Sub") std::swap(operands[0], operands[1]);
    r.set_output(n, r.like(x, r.emit(binary_kind(op), operands, r.shape(x))));
    return {};
  }
  if (Error error = r.spend(2 * std::int64_t{r.shape(x).channels})) return error;
  std::vector<float> a, b;
  for (int i = 0; i < r.shape(x).channels; ++i) {
    const double number = c.at(c.elements() == 1 ? 0 : i);
    const bool product = op == "Mul" || op == "Div";
    a.push_back(op == "Mul"   ? static_cast<float>(number)
                : op == "Div" ? static_cast<float>(1 / number)
                              : (first && op == "Sub" ? -1.f : 1.f));
    b.push_back(product ? 0.f : static_cast<float>(op == "Sub" && !first ? -number : number));
  }
  r.set_output(n, make_affine(r, x, std::move(a), std::move(b)));
  return {};
}

// `alone`: nothing else reads the computed operand.
inline Error read_binary(Reader& r, const onnx::Node& n, bool alone) {
  if (n.inputs.size() != 2) return {"expected two operands, found " + std::to_string(n.inputs.size())};
  Live x, y;
  Constant c;
  for (std::size_t k = 0; k < 2; ++k)
    if (r.is_constant(n, k)) {
      if (Error error = r.constant(n, k, c)) return error;
      if (Error error = r.real(n, 1 - k, x)) return error;
      return make_with_constant(r, n, x, c, k == 0, alone);
    }
  if (Error error = r.real(n, 0, x)) return error;
  if (Error error = r.real(n, 1, y)) return error;
  return make_binary(r, n, x, y);
}

}  // namespace edgelite::graph::from_onnx
