// From a node of a graph to a layer whose functions serve every node of its kind: what differs between two of them is
// data of their operations, so one instance of a layer with options stands for all.
#pragma once

#include <type_traits>

#include "edgelite/edgelite.hpp"
#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

template <class L> inline constexpr std::type_identity<L> layer{};

// visit(layer<L>); node: null for what the program adds, which is a copy where it is not free.
template <class Visit> auto with_layer(const Node* node, const Operation& op, Visit visit) {
  if (!node) return visit(layer<Layer>);
  switch (node->kind) {
    case Kind::conv2d:
    case Kind::linear:
      return visit(layer<WeightedLayer<ConvolutionKernel>>);
    case Kind::depthwise:
      if (op.from.channels != op.to.channels) return visit(layer<WeightedLayer<ConvolutionKernel>>);
      return visit(layer<WeightedLayer<DepthwiseKernel>>);
    case Kind::batch_norm:
      return visit(layer<WeightedLayer<DepthwiseKernel>>);
    case Kind::max_pool:
      return visit(layer<MaxPool2d<>>);
    case Kind::average_pool:
      if (node->counts_padding && node->window.rule == WindowOptions::Rule::explicit_padding)
        return visit(layer<AveragePool2d<Padding<0>>>);
      return visit(layer<AveragePool2d<>>);
    case Kind::global_average_pool:
      return visit(layer<GlobalAveragePool>);
    case Kind::clamp:
      return visit(layer<Clamping>);
    case Kind::leaky_relu:
      return visit(layer<LeakySlope>);
    case Kind::hard_swish:
      return visit(layer<HardSwish>);
    case Kind::hard_sigmoid:
      return visit(layer<HardSigmoid>);
    case Kind::sigmoid:
      return visit(layer<Sigmoid>);
    case Kind::silu:
      return visit(layer<Silu>);
    case Kind::softmax:
      return visit(layer<Softmax>);
    case Kind::add:
      return visit(layer<Addition>);
    case Kind::subtract:
      return visit(layer<Subtraction>);
    case Kind::multiply:
      return visit(layer<Product>);
    case Kind::crop:
      return visit(layer<Crop<0, 0, 1, 1>>);
    case Kind::pad:
      return visit(layer<Pad<0>>);
    case Kind::resize_nearest:
      return visit(layer<Resizing<Nearest>>);
    case Kind::resize_bilinear:
      return visit(layer<Resizing<Bilinear>>);
    case Kind::channel_shuffle:
      return visit(layer<ChannelShuffle<1>>);
    case Kind::constant:
      return visit(layer<Constant<1, 1, 1>>);
    case Kind::requantize:
      return visit(layer<Requantize>);
    case Kind::concat:
    case Kind::slice:
    case Kind::reshape:
    case Kind::flatten:
      break;  // copies, where they are not free
  }
  return visit(layer<Layer>);
}

}  // namespace edgelite::graph
