// ONNX operators with a window and linear ones: Conv, AveragePool, MaxPool, GlobalAveragePool, GlobalMaxPool, ReduceMean,
// Gemm, MatMul.
#pragma once

#include "edgelite/import/onnx_reader.hpp"

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

// A bias of `filters` numbers, or of one. int8: it waits for the input's scale, see onnx_quantized.hpp.
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

// A tensor N x C x H x W, or N x C x W, as an image.
inline Error read_image(Reader& r, const onnx::Node& n, bool channels_last, Live& x) {
  if (Error error = r.live(n, 0, x)) return error;
  const std::size_t rank = x.extents.size();
  if (rank != 3 && rank != 4)
    return {r.name(n, 0) + ": expected an image, N x C x H x W, found " + onnx::extents_text(x.extents)};
  if (x.extents[0] != 1) return {r.name(n, 0) + ": expected a batch of 1, found " + onnx::extents_text(x.extents)};
  r.arrange(x, channels_last ? rank - 1 : 1);
  return {};
}

// Kernel, strides, dilations and padding; `to`: the output's shape.
inline Error read_window(Reader& r, const onnx::Node& n, const Live& x, int filters, graph::Node& node, Shape& to) {
  WindowOptions& o = node.window;
  const std::size_t rank = x.extents.size() - 2;
  std::vector<int> strides, dilations, pads;
  if (Error error = r.options(n, "strides", rank, 1, 1, strides)) return error;
  if (Error error = r.options(n, "dilations", rank, 1, 1, dilations)) return error;
  if (Error error = r.options(n, "pads", 2 * rank, 0, 0, pads)) return error;
  const bool rows = rank == 2;
  if (rows) o.window.stride_h = strides[0], o.window.dilation_h = dilations[0];
  o.window.stride_w = strides[rank - 1], o.window.dilation_w = dilations[rank - 1];
  const Shape from = r.shape(x);
  const std::string automatic = r.word(n, "auto_pad", "NOTSET");
  o.rule = WindowOptions::Rule::explicit_padding;
  if (automatic == "SAME_UPPER") {
    o.rule = WindowOptions::Rule::same;
  } else if (automatic == "SAME_LOWER") {
    const Extent h = window_extent(WindowOptions::Rule::same, false, from.height, o.window.kernel_h, o.window.stride_h,
                                   o.window.dilation_h, 0, 0);
    const Extent w = window_extent(WindowOptions::Rule::same, false, from.width, o.window.kernel_w, o.window.stride_w,
                                   o.window.dilation_w, 0, 0);
    o.pad_top = h.after, o.pad_bottom = h.before, o.pad_left = w.after, o.pad_right = w.before;
  } else if (automatic == "NOTSET") {
    if (rows) o.pad_top = pads[0], o.pad_bottom = pads[2];
    o.pad_left = pads[rank - 1], o.pad_right = pads[2 * rank - 1];
  } else if (automatic != "VALID") {
    return {"expected auto_pad NOTSET, SAME_UPPER, SAME_LOWER or VALID, found " + automatic};
  }
  if (o.rule != WindowOptions::Rule::same && o.pad_top + o.pad_bottom + o.pad_left + o.pad_right == 0)
    o.rule = WindowOptions::Rule::valid;
  bool fits = false;
  Window placed;
  to = place_window(o, from, filters, placed, &fits);
  if (!fits)
    return {"expected a window that fits into the padded image of " + std::to_string(from.height) + " x " +
            std::to_string(from.width) + ", found one of " + std::to_string(o.window.kernel_h) + " x " +
            std::to_string(o.window.kernel_w)};
  if (std::int64_t{to.height} * to.width * to.channels > most_elements) return {"expected at most 2^28 elements"};
  return {};
}

// The image that a window makes of x.
inline Live image_like(const Live& x, int value, Shape to, std::size_t channel) {
  Live y{value, x.type, x.extents, {}};
  y.extents[channel] = to.channels;
  const std::size_t last = channel == 1 ? x.extents.size() - 1 : x.extents.size() - 2;
  y.extents[last] = to.width;
  if (x.extents.size() == 4) y.extents[last - 1] = to.height;
  y.axes = axes_of(y.extents, channel);
  return y;
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

// The mean of every channel, with the extents that are left.
inline void make_global_average(Reader& r, const onnx::Node& n, const Live& x, std::size_t channel,
                                const Extents& left) {
  const int channels = static_cast<int>(x.extents[channel]);
  Live y{x.value, x.type, left, {}};
  if (r.shape(x).pixels() > 1) y.value = r.emit(Kind::global_average_pool, {x.value}, {1, 1, channels});
  cut(Axis{{channels, 1}}, left, y.axes);
  r.set_output(n, y);
}

inline Error read_global_pool(Reader& r, const onnx::Node& n) {
  Live x;
  const bool last = r.integer(n, "channels_last", 0) != 0;
  if (Error error = read_image(r, n, last, x)) return error;
  const std::size_t channel = last ? x.extents.size() - 1 : 1;
  Extents left(x.extents.size(), 1);
  left[channel] = x.extents[channel];
  if (n.operation != "GlobalMaxPool") {
    make_global_average(r, n, x, channel, left);
    return {};
  }
  graph::Node node;
  const Shape from = r.shape(x);
  node.kind = Kind::max_pool;
  node.inputs = {x.value};
  node.window.window.kernel_h = node.window.window.stride_h = from.height;
  node.window.window.kernel_w = node.window.window.stride_w = from.width;
  node.window.rule = WindowOptions::Rule::valid;
  const Shape to{1, 1, from.channels};
  r.set_output(n, image_like(x, r.emit(std::move(node), to), to, channel));
  return {};
}

inline Error read_mean(Reader& r, const onnx::Node& n) {
  Live x;
  if (Error error = r.real(n, 0, x)) return error;
  std::vector<std::int64_t> axes;
  bool given = false;
  if (Error error = r.list(n, "axes", 1, axes, given)) return error;
  const std::size_t rank = x.extents.size();
  if (!given && r.integer(n, "noop_with_empty_axes", 0) != 0) return r.set_output(n, x), Error{};
  std::vector<bool> is_reduced(rank, !given);
  for (const std::int64_t a : axes) {
    std::size_t k = 0;
    if (Error error = Reader::axis(a, rank, k)) return error;
    is_reduced[k] = true;
  }
  std::size_t channel = rank, kept = 0;
  Extents left;
  for (std::size_t k = 0; k < rank; ++k) {
    if (!is_reduced[k] && x.extents[k] > 1) channel = k, ++kept;
    if (!is_reduced[k])
      left.push_back(x.extents[k]);
    else if (r.integer(n, "keepdims", 1) != 0)
      left.push_back(1);
  }
  if (kept > 1)
    return {"expected the mean over all axes but the channels', found " + onnx::extents_text(left) + " left"};
  if (kept == 0)
    for (std::size_t k = 0; k < rank && channel == rank; ++k)
      if (x.extents[k] == 1) channel = k;
  if (channel == rank) return {"expected an axis of channels, found a mean over all"};
  r.arrange(x, channel);
  make_global_average(r, n, x, channel, left);
  return {};
}

inline Error make_pool(Reader& r, const onnx::Node& n) {
  Live x;
  const bool last = r.integer(n, "channels_last", 0) != 0;
  if (Error error = read_image(r, n, last, x)) return error;
  const std::size_t channel = last ? x.extents.size() - 1 : 1, rank = x.extents.size() - 2;
  std::vector<int> kernel;
  if (!n.find("kernel_shape")) return {"expected kernel_shape, found none"};
  if (Error error = r.options(n, "kernel_shape", rank, 1, 1, kernel)) return error;
  graph::Node node;
  const bool maximum = n.operation == "MaxPool";
  node.kind = maximum ? Kind::max_pool : Kind::average_pool;
  node.inputs = {x.value};
  node.window.window.kernel_h = rank == 2 ? kernel[0] : 1;
  node.window.window.kernel_w = kernel[rank - 1];
  node.window.ceil_mode = r.integer(n, "ceil_mode", 0) != 0;
  node.counts_padding = !maximum && r.integer(n, "count_include_pad", 0) != 0;
  const Shape from = r.shape(x);
  Shape to;
  if (Error error = read_window(r, n, x, from.channels, node, to)) return error;
  WindowOptions& o = node.window;
  if (o.window.dilation_h != 1 || o.window.dilation_w != 1) return {"expected a pool without dilation"};
  if (o.rule == WindowOptions::Rule::same) o.ceil_mode = false;
  const bool whole =
      o.rule == WindowOptions::Rule::valid && o.window.kernel_h == from.height && o.window.kernel_w == from.width;
  if (!maximum && whole) {
    Extents left(x.extents.size(), 1);
    left[channel] = from.channels;
    make_global_average(r, n, x, channel, left);
    return {};
  }
  r.set_output(n, image_like(x, r.emit(std::move(node), to), to, channel));
  return {};
}

}  // namespace edgelite::graph::from_onnx
