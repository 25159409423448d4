// ONNX operators with weights: Conv, Gemm and MatMul by a constant.
//
//   Conv     depthwise where there are as many groups as channels, more than one
//   Gemm,    y = x w for each row of x: one row is a linear node, whose weights are put in channel-first order; several
//   MatMul   are the pixels of a 1 x 1 convolution
//   int8     weights with one scale, or one a filter, and zero point 0 (128 in uint8)
#pragma once

#include "edgelite/import/onnx/window.hpp"

namespace edgelite::graph::from_onnx {

// Weights as floats, or as int8 with a scale a filter; `order`: the place in the constant of canonical element i.
template <class Order>
Error read_weights(Reader& r, const Constant& from, int filters, std::size_t filter_axis, double factor, Order order,
                   Weights& to) {
  const std::int64_t count = from.elements();
  if (Error error = r.spend(count + filters)) return error;
  if (!r.int8()) {
    to.weight.resize(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
      to.weight[static_cast<std::size_t>(i)] = static_cast<float>(from.at(order(i)) * factor);
    return {};
  }
  const Type type = from.tensor->type;
  if (!from.quantized() || (type != Type::int8 && type != Type::uint8))
    return {"expected weights of int8 in a quantized network, found " + onnx::type_text(type)};
  if (from.scales.size() > 1 && from.axis != filter_axis)
    return {"expected one scale of the weights, or one a filter; found some for axis " + std::to_string(from.axis)};
  const std::int64_t middle = type == Type::uint8 ? 128 : 0;
  for (const std::int64_t zero : from.zero_points)
    if (zero != middle)
      return {"expected weights with zero point " + text(middle) + ", found " + text(zero) +
              ": asymmetric weights are not supported"};
  for (int f = 0; f < filters; ++f)
    to.scale.push_back(from.scales[from.scales.size() > 1 ? static_cast<std::size_t>(f) : 0] *
                       static_cast<float>(factor));
  for (const float scale : to.scale)
    if (!(scale > 0) || !std::isfinite(scale)) return {"expected positive scales of the weights"};
  to.stored.resize(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    to.stored[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(from.whole_at(order(i)) - middle);
  return {};
}

// A bias of `filters` numbers, or of one. int8: it waits for the input's scale, see quantized.hpp.
inline Error read_bias(Reader& r, const Constant& from, int filters, double factor, graph::Node& node) {
  if (from.elements() != filters && from.elements() != 1)
    return {"expected a bias of " + std::to_string(filters) + " numbers, found " + text(from.elements())};
  node.window.bias = true;
  if (r.int8()) {
    if (factor != 1) return {"expected a factor of 1 for the bias of a quantized network"};
    r.biases[static_cast<int>(r.graph.nodes.size())] = from;
    return {};
  }
  for (int f = 0; f < filters; ++f)
    node.weights.bias.push_back(static_cast<float>(from.at(from.elements() == 1 ? 0 : f) * factor));
  return {};
}

inline Error make_convolution(Reader& r, const onnx::Node& n, const Constant& w, const Constant* bias) {
  Live x;
  if (Error error = read_image(r, n, false, x)) return error;
  const std::size_t rank = x.extents.size();
  const std::int64_t channels = x.extents[1], groups = r.integer(n, "group", 1);
  if (w.extents.size() != rank)
    return {"expected weights of " + std::to_string(rank) + " extents, found " + onnx::extents_text(w.extents)};
  const std::int64_t filters = w.extents[0];
  if (groups < 1 || groups > channels || channels % groups != 0 || filters < 1 || filters % groups != 0 ||
      w.extents[1] != channels / groups)
    return {"expected weights of filters x " + text(channels) + " / groups, found " + onnx::extents_text(w.extents) +
            " and " + text(groups) + " groups"};
  for (std::size_t k = 2; k < rank; ++k)
    if (w.extents[k] < 1 || w.extents[k] > largest_option)
      return {"expected kernels from 1 on, found " + onnx::extents_text(w.extents)};
  if (const auto kernel = r.integers(n, "kernel_shape");
      !kernel.empty() && kernel != std::vector<std::int64_t>(w.extents.begin() + 2, w.extents.end()))
    return {"expected the weights' kernel of " + onnx::extents_text(w.extents) + ", found " +
            onnx::extents_text(kernel)};
  graph::Node node;
  node.window.window.kernel_h = rank == 4 ? static_cast<int>(w.extents[2]) : 1;
  node.window.window.kernel_w = static_cast<int>(w.extents[rank - 1]);
  Shape to;
  if (Error error = read_window(r, n, x, static_cast<int>(filters), node, to)) return error;
  const bool depthwise = groups == channels && groups > 1;
  node.kind = depthwise ? Kind::depthwise : Kind::conv2d;
  node.inputs = {x.value};
  node.filters = static_cast<int>(filters);
  node.window.groups = depthwise ? 1 : static_cast<int>(groups);
  if (depthwise) node.window.multiplier = static_cast<int>(filters / groups);
  if (Error error = read_weights(
          r, w, node.filters, 0, 1, [](std::int64_t i) { return i; }, node.weights))
    return error;
  if (bias)
    if (Error error = read_bias(r, *bias, node.filters, 1, node)) return error;
  r.set_output(n, image_like(x, r.emit(std::move(node), to), to, 1));
  return {};
}
inline Error read_convolution(Reader& r, const onnx::Node& n) {
  Live x;
  Constant w, bias;
  if (Error error = r.real(n, 0, x)) return error;
  if (Error error = r.constant(n, 1, w)) return error;
  if (Reader::has(n, 2))
    if (Error error = r.constant(n, 2, bias)) return error;
  return make_convolution(r, n, w, bias.tensor ? &bias : nullptr);
}

// y = x w for each row of x, w: [inputs][outputs], or [outputs][inputs] where it is transposed. A row of its own is a
// linear layer, which reads its weights in PyTorch's order: theirs are put into it, however x lies. Rows are pixels of
// a 1 x 1 convolution.
inline Error make_linear(Reader& r, const onnx::Node& n, Live x, const Constant& w, bool transposed, double factor,
                         const Constant* bias, double bias_factor) {
  if (w.extents.size() != 2 || x.extents.empty())
    return {"expected a matrix of weights, found " + onnx::extents_text(w.extents)};
  const std::int64_t inputs = w.extents[transposed ? 1 : 0], outputs = w.extents[transposed ? 0 : 1];
  const std::int64_t rows = size(x.extents) / std::max<std::int64_t>(x.extents.back(), 1);
  if (inputs < 1 || outputs < 1 || x.extents.back() != inputs)
    return {"expected weights for " + text(x.extents.back()) + " inputs, found " + onnx::extents_text(w.extents)};
  if (rows * outputs > most_elements) return {"expected at most 2^28 elements"};
  if (Error error = r.spend(inputs + outputs)) return error;
  graph::Node node;
  node.filters = static_cast<int>(outputs);
  const std::size_t last = x.extents.size() - 1;
  std::vector<std::int64_t> input(static_cast<std::size_t>(inputs));  // of the weights, for canonical input i
  const Shape from = r.shape(x);
  if (rows == 1) {
    node.kind = Kind::linear;
    for (std::int64_t k = 0; k < inputs; ++k) {
      const std::int64_t at = place(x.axes[last], k), c = at % from.channels, pixel = at / from.channels;
      input[static_cast<std::size_t>(c * from.pixels() + pixel)] = k;
    }
    if (from.pixels() > 1) x.value = r.emit(Kind::flatten, {x.value}, {1, 1, from.size()});
  } else {
    node.kind = Kind::conv2d;
    node.window.rule = WindowOptions::Rule::valid;
    for (std::int64_t k = 0; k < inputs; ++k) input[static_cast<std::size_t>(k)] = k;
    r.arrange(x, last);
  }
  node.inputs = {x.value};
  auto order = [&](std::int64_t i) {
    const std::int64_t k = input[static_cast<std::size_t>(i % inputs)], f = i / inputs;
    return transposed ? f * inputs + k : k * outputs + f;
  };
  if (Error error = read_weights(r, w, node.filters, transposed ? 0 : 1, factor, order, node.weights)) return error;
  if (bias)
    if (Error error = read_bias(r, *bias, node.filters, bias_factor, node)) return error;
  Live y{-1, x.type, x.extents, {}};
  y.extents[last] = outputs;
  y.axes = axes_of(y.extents, last);
  y.value = r.emit(std::move(node), Reader::shape_of(y.extents, last));
  r.set_output(n, y);
  return {};
}
inline Error read_linear(Reader& r, const onnx::Node& n) {
  Live x;
  Constant w, bias;
  if (Error error = r.real(n, 0, x)) return error;
  if (Error error = r.constant(n, 1, w)) return error;
  if (n.operation == "MatMul") return make_linear(r, n, x, w, false, 1, nullptr, 1);
  if (r.integer(n, "transA", 0) != 0) {
    if (x.extents.size() != 2 || x.extents[1] != 1)
      return {r.name(n, 0) + ": expected one row, found the transpose of " + onnx::extents_text(x.extents)};
    std::swap(x.extents[0], x.extents[1]), std::swap(x.axes[0], x.axes[1]);
  }
  if (Reader::has(n, 2))
    if (Error error = r.constant(n, 2, bias)) return error;
  return make_linear(r, n, x, w, r.integer(n, "transB", 0) != 0, r.number(n, "alpha", 1), bias.tensor ? &bias : nullptr,
                     r.number(n, "beta", 1));
}

}  // namespace edgelite::graph::from_onnx
