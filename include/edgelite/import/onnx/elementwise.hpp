// ONNX operators on one tensor that keep its shape: activations, BatchNormalization, Softmax.
#pragma once

#include "edgelite/import/onnx/reader.hpp"

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

}  // namespace edgelite::graph::from_onnx
