// layer_text(graph, layers, n): a node's layer as C++ spells it, with the options that differ from the layer's
// defaults: el::Conv2d<16, el::Kernel<3>, el::Stride<2>, el::Bias>.
#pragma once

#include "edgelite/import/layers.hpp"
#include "edgelite/import/ratio.hpp"
#include "edgelite/import/window.hpp"

namespace edgelite::graph {

namespace detail {

inline std::string arguments(std::initializer_list<int> numbers) {
  std::string text = "<";
  for (const int n : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(n);
  return text + ">";
}

// el::Name<A>, or el::Name<A, B> where they differ.
inline std::string pair_text(const char* name, int a, int b) {
  return name + (a == b ? arguments({a}) : arguments({a, b}));
}

inline std::string ratio_text(float number) {
  if (number == unbounded) return "el::NoUpperBound";
  if (number == -unbounded) return "el::NoLowerBound";
  Ratio ratio;
  find_ratio(number, ratio);
  std::string text = "std::ratio<" + std::to_string(ratio.numerator);
  if (ratio.denominator != 1) text += ", " + std::to_string(ratio.denominator);
  return text + ">";
}

// Of a layer whose default kernel is `kernel`, and whose default stride is 1, or the kernel if it pools.
inline std::vector<std::string> window_texts(const WindowOptions& o, int kernel, bool pools) {
  using Rule = WindowOptions::Rule;
  const Window& w = o.window;
  const int stride_h = pools ? w.kernel_h : 1, stride_w = pools ? w.kernel_w : 1;
  std::vector<std::string> texts;
  if (w.kernel_h != kernel || w.kernel_w != kernel) texts.push_back(pair_text("el::Kernel", w.kernel_h, w.kernel_w));
  if (w.stride_h != stride_h || w.stride_w != stride_w)
    texts.push_back(pair_text("el::Stride", w.stride_h, w.stride_w));
  if (o.rule == Rule::valid) texts.push_back("el::Valid");
  if (o.rule == Rule::explicit_padding)
    texts.push_back(o.pad_top == o.pad_bottom && o.pad_left == o.pad_right
                        ? pair_text("el::Padding", o.pad_top, o.pad_left)
                        : "el::Padding" + arguments({o.pad_top, o.pad_bottom, o.pad_left, o.pad_right}));
  if (o.ceil_mode) texts.push_back("el::CeilMode");
  if (o.exclude_padding) texts.push_back("el::ExcludePadding");
  if (w.dilation_h != 1 || w.dilation_w != 1) texts.push_back(pair_text("el::Dilation", w.dilation_h, w.dilation_w));
  if (o.groups != 1) texts.push_back("el::Groups" + arguments({o.groups}));
  if (o.multiplier != 1) texts.push_back("el::DepthMultiplier" + arguments({o.multiplier}));
  if (o.bias) texts.push_back("el::Bias");
  return texts;
}

inline std::string with_arguments(const std::string& name, const std::vector<std::string>& texts) {
  std::string text = name + "<";
  for (const std::string& t : texts) text += (&t == texts.data() ? "" : ", ") + t;
  return text + ">";
}

}  // namespace detail

inline std::string layer_text(const Graph& graph, const Layers& layers, int n) {
  using namespace detail;
  const Node& node = graph.nodes[static_cast<std::size_t>(n)];
  const Shape to = graph.values[static_cast<std::size_t>(node.output)].shape;
  const auto& e = node.extents;
  switch (node.kind) {
    case Kind::conv2d: {
      const WindowOptions o = window_of(graph, node);
      std::vector<std::string> texts = window_texts(o, 1, false);
      texts.insert(texts.begin(), std::to_string(node.filters));
      return with_arguments(o.window.taps() == 1 ? "el::PointwiseConv2d" : "el::Conv2d", texts);
    }
    case Kind::depthwise:
      return with_arguments("el::DepthwiseConv2d", window_texts(window_of(graph, node), 3, false));
    case Kind::linear:
      return "el::Linear<" + std::to_string(node.filters) + (node.window.bias ? ">" : ", el::NoBias>");
    case Kind::batch_norm:
      return "el::BatchNorm2d";
    case Kind::max_pool:
      return with_arguments("el::MaxPool2d", window_texts(window_of(graph, node), 2, true));
    case Kind::average_pool:
      return with_arguments("el::AveragePool2d", window_texts(window_of(graph, node), 2, true));
    case Kind::global_average_pool:
      return "el::GlobalAveragePool";
    case Kind::clamp:
      if (node.low == 0 && node.high == unbounded) return "el::Relu";
      if (node.low == 0 && node.high == 6) return "el::Relu6";
      return "el::Clamp<" + ratio_text(node.low) + ", " + ratio_text(node.high) + ">";
    case Kind::leaky_relu:
      return node.slope == 0.01f ? "el::LeakyRelu<>" : "el::LeakyRelu<" + ratio_text(node.slope) + ">";
    case Kind::hard_swish:
      return "el::HardSwish";
    case Kind::hard_sigmoid:
      return "el::HardSigmoid";
    case Kind::sigmoid:
      return "el::Sigmoid";
    case Kind::silu:
      return "el::Silu";
    case Kind::softmax:
      return "el::Softmax";
    case Kind::add:
      return "el::SumOf";
    case Kind::subtract:
      return "el::DifferenceOf";
    case Kind::multiply:
      return "el::ProductOf";
    case Kind::concat:
      return "el::ConcatOf";
    case Kind::slice:
      return "el::Slice" + arguments({e[0], e[1]});
    case Kind::crop:
      return "el::Crop" + arguments({e[0], e[1], e[2], e[3]});
    case Kind::pad:
      if (e[4] != 0 || e[5] != 0) return "el::Pad" + arguments({e[0], e[1], e[2], e[3], e[4], e[5]});
      if (e[0] == e[1] && e[0] == e[2] && e[0] == e[3]) return "el::Pad" + arguments({e[0]});
      return "el::Pad" + arguments({e[0], e[1], e[2], e[3]});
    case Kind::resize_nearest:
      return "el::Resize" + arguments({e[0], e[1]});
    case Kind::resize_bilinear:
      return "el::Resize<" + std::to_string(e[0]) + ", " + std::to_string(e[1]) + ", el::Bilinear>";
    case Kind::channel_shuffle:
      return "el::ChannelShuffle" + arguments({e[0]});
    case Kind::reshape:
      return "el::Reshape" + arguments({e[0], e[1], e[2]});
    case Kind::flatten:
      return layers.in_storage_order[static_cast<std::size_t>(n)] ? "el::Reshape" + arguments({1, 1, to.channels})
                                                                  : "el::Flatten";
    case Kind::requantize:
      return "el::Requantize";
    case Kind::constant:
      return "el::Constant" + arguments({to.height, to.width, to.channels});
  }
  return "el::Identity";
}

}  // namespace edgelite::graph
