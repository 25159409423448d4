// emit_node(builder, graph, layers, n, values): node n's operation at run time, as its layer emits it.
#pragma once

#include "edgelite/import/layers.hpp"
#include "edgelite/import/window.hpp"
#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/channel_shuffle.hpp"
#include "edgelite/layer/constant.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/crop.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/flatten.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/graph.hpp"
#include "edgelite/layer/linear.hpp"
#include "edgelite/layer/pad.hpp"
#include "edgelite/layer/pool2d.hpp"
#include "edgelite/layer/requantize.hpp"
#include "edgelite/layer/reshape.hpp"
#include "edgelite/layer/resize.hpp"
#include "edgelite/layer/slice.hpp"
#include "edgelite/layer/softmax.hpp"

namespace edgelite::graph {

// `values`: the values that the node reads; of a constant, any one.
inline edgelite::Value emit_node(Builder& b, const Graph& graph, const Layers& layers, int n,
                                 const edgelite::Value* values, int count) {
  const Node& node = graph.nodes[static_cast<std::size_t>(n)];
  const auto& e = node.extents;
  const edgelite::Value x = values[0];
  switch (node.kind) {
    case Kind::conv2d:
      return emit_conv2d(b, x, window_of(graph, node), node.filters);
    case Kind::depthwise:
      return emit_depthwise_conv2d(b, x, window_of(graph, node));
    case Kind::linear:
      return emit_linear(b, x, node.filters, node.window.bias);
    case Kind::batch_norm:
      return BatchNorm2d::emit(b, x);
    case Kind::max_pool:
    case Kind::average_pool:
      return emit_pool(b, x, window_of(graph, node));
    case Kind::global_average_pool:
      return GlobalAveragePool::emit(b, x);
    case Kind::clamp:
      return emit_clamp(b, x, node.low, node.high);
    case Kind::leaky_relu:
      return emit_leaky_relu(b, x, node.slope);
    case Kind::hard_swish:
      return HardSwish::emit(b, x);
    case Kind::hard_sigmoid:
      return HardSigmoid::emit(b, x);
    case Kind::sigmoid:
      return Sigmoid::emit(b, x);
    case Kind::silu:
      return Silu::emit(b, x);
    case Kind::softmax:
      return Softmax::emit(b, x);
    case Kind::add:
      return Addition::emit_sum(b, x, values[1]);
    case Kind::subtract:
      return Subtraction::emit_difference(b, x, values[1]);
    case Kind::multiply:
      return Product::emit_product(b, x, values[1]);
    case Kind::concat:
      return Joining::emit_joined(b, values, count);
    case Kind::slice:
      return emit_slice(b, x, e[0], e[1]);
    case Kind::crop:
      return emit_crop(b, x, e[0], e[1], e[2], e[3]);
    case Kind::pad:
      return emit_pad(b, x, e);
    case Kind::resize_nearest:
      return Resizing<Nearest>::emit_resized(b, x, e[0], e[1]);
    case Kind::resize_bilinear:
      return Resizing<Bilinear>::emit_resized(b, x, e[0], e[1]);
    case Kind::channel_shuffle:
      return emit_channel_shuffle(b, x, e[0]);
    case Kind::reshape:
      return emit_reshape(b, x, {e[0], e[1], e[2]});
    case Kind::flatten:
      if (layers.in_storage_order[static_cast<std::size_t>(n)]) return emit_reshape(b, x, {1, 1, x.shape.size()});
      return Flatten::emit(b, x);
    case Kind::requantize:
      return Requantize::emit(b, x);
    case Kind::constant:
      return emit_constant(b, x, graph.values[static_cast<std::size_t>(node.output)].shape);
  }
  return x;
}

}  // namespace edgelite::graph
