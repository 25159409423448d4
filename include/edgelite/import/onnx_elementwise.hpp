// ONNX operators that work on single elements: activations, BatchNormalization, Softmax, and sums, differences, products
// and quotients of computed tensors and constants.
#pragma once

#include "edgelite/import/onnx_reader.hpp"

namespace edgelite::graph::from_onnx {

inline Error read_activation(Reader& r, const onnx::Node& n) {
  static const std::map<std::string, Kind> kinds = {{"Relu", Kind::clamp},
                                                    {"Clip", Kind::clamp},
                                                    {"HardSwish", Kind::hard_swish},
                                                    {"Sigmoid", Kind::sigmoid},
                                                    {"HardSigmoid", Kind::hard_sigmoid},
                                                    {"LeakyRelu", Kind::leaky_relu},
                                                    {"PRelu", Kind::leaky_relu}};
  Live x;
  if (Error error = r.real(n, 0, x)) return error;
  graph::Node node;
  node.kind = kinds.at(n.operation);
  node.inputs = {x.value};
  const Shape shape = r.shape(x);
  if (n.operation == "Relu") {
    node.low = 0;
  } else if (n.operation == "Clip") {
    double low = 0, high = 0;
    const double bound = static_cast<double>(unbounded);
    if (Error error = r.one_number(n, 1, r.number(n, "min", -bound), low)) return error;
    if (Error error = r.one_number(n, 2, r.number(n, "max", bound), high)) return error;
    if (!(low <= high)) return {"expected min <= max, found " + std::to_string(low) + " and " + std::to_string(high)};
    node.low = static_cast<float>(std::max(low, -bound)), node.high = static_cast<float>(std::min(high, bound));
  } else if (n.operation == "LeakyRelu") {
    node.slope = static_cast<float>(r.number(n, "alpha", 0.01));
  } else if (n.operation == "PRelu") {
    double slope = 0;
    if (Error error = r.one_number(n, 1, 0, slope)) return error;
    node.slope = static_cast<float>(slope);
  } else if (n.operation == "HardSigmoid") {
    const double alpha = r.number(n, "alpha", 0.2), beta = r.number(n, "beta", 0.5);
    if (std::abs(alpha - 1.0 / 6) > 1e-6 || beta != 0.5) {  // max(0, min(1, alpha x + beta))
      if (r.int8()) return {"expected alpha 1/6 and beta 1/2 in a quantized network, found " + std::to_string(alpha)};
      if (Error error = r.spend(2 * shape.channels)) return error;
      graph::Node line;
      line.kind = Kind::batch_norm;
      line.inputs = {x.value};
      line.weights.weight.assign(static_cast<std::size_t>(shape.channels), static_cast<float>(alpha));
      line.weights.bias.assign(static_cast<std::size_t>(shape.channels), static_cast<float>(beta));
      node.kind = Kind::clamp;
      node.inputs = {r.emit(std::move(line), shape)};
      node.low = 0, node.high = 1;
    }
  }
  if (!std::isfinite(node.slope)) return {"expected a finite slope"};
  r.set_output(n, r.like(x, r.emit(std::move(node), shape)));
  return {};
}

inline Error read_softmax(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.live(n, 0, x)) return error;
  std::size_t k = 0;
  if (Error error = Reader::axis(r.integer(n, "axis", r.opset() < 13 ? 1 : -1), x.extents.size(), k)) return error;
  if (r.opset() < 13) {  // over this axis and all behind it
    std::size_t wide = k;
    int several = 0;
    for (std::size_t i = k; i < x.extents.size(); ++i)
      if (x.extents[i] > 1) wide = i, ++several;
    if (several > 1) return {"expected a softmax over one axis, found one over " + std::to_string(several)};
    k = wide;
  }
  r.arrange(x, k);
  r.set_output(n, r.like(x, r.emit(Kind::softmax, {x.value}, r.shape(x))));
  return {};
}

// y = a x + b, a and b a channel.
inline Live make_affine(Reader& r, const Live& x, std::vector<float> a, std::vector<float> b) {
  graph::Node node;
  node.kind = Kind::batch_norm;
  node.inputs = {x.value};
  node.weights.weight = std::move(a), node.weights.bias = std::move(b);
  return r.like(x, r.emit(std::move(node), r.shape(x)));
}

inline Error read_batch_norm(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.real(n, 0, x)) return error;
  if (r.integer(n, "training_mode", 0) != 0) return {"expected a network for inference, found training_mode"};
  if (r.int8()) return {"expected it folded into a convolution, found floats inside a quantized network"};
  if (x.extents.size() < 2) return {r.name(n, 0) + ": expected an axis of channels"};
  const std::int64_t channels = x.extents[1];
  Constant c[4];  // scale, bias, mean, variance
  for (std::size_t k = 0; k < 4; ++k) {
    if (Error error = r.constant(n, k + 1, c[k])) return error;
    if (c[k].elements() != channels)
      return {r.name(n, k + 1) + ": expected " + text(channels) + " numbers, found " + text(c[k].elements())};
  }
  if (Error error = r.spend(2 * channels)) return error;
  const double epsilon = r.number(n, "epsilon", 1e-5);
  std::vector<float> weight, bias;
  for (std::int64_t i = 0; i < channels; ++i) {
    const double factor = c[0].at(i) / std::sqrt(c[3].at(i) + epsilon);
    weight.push_back(static_cast<float>(factor));
    bias.push_back(static_cast<float>(c[1].at(i) - c[2].at(i) * factor));
  }
  r.arrange(x, 1);
  r.set_output(n, make_affine(r, x, std::move(weight), std::move(bias)));
  return {};
}

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

// Of which axis a constant's numbers are, where they are the same along all others; the rank of `extents` where they are
// one number, and beyond where of several axes.
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
