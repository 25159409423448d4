// The common form of an imported network: the readers of .tflite and .onnx files make it, everything after them reads
// only it. A directed acyclic graph of nodes over numbered values, in an order in which they can run.
//
//   values    H x W x C, one image: the batch of 1 is dropped, a vector of C is 1 x 1 x C; NHWC in every graph
//   weights   canonical, as of a state dict of PyTorch: [filters][inputs / groups][kernel_h][kernel_w]; a linear layer
//             that reads more than one pixel counts its inputs channel by channel, (c H + y) W + x
//   int8      TFLite's 8-bit specification: weights with a scale a channel and zero point 0, int32 bias of the scale
//             input x weight, values with one scale and zero point each
//
// An activation that the file fuses into an operator is a node of its own behind it, its values quantized alike: the
// program joins the two again. Every index is valid and every value but the graph's inputs has one node that makes it,
// an earlier one than those that read it: check(graph) in import/check.hpp holds readers to that.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "edgelite/core/element.hpp"
#include "edgelite/core/shape.hpp"
#include "edgelite/core/size.hpp"
#include "edgelite/layer/options.hpp"

namespace edgelite::graph {

enum class Kind : std::uint8_t {
  conv2d,        // window (groups, bias), filters, weights
  depthwise,     // window (multiplier, bias), weights
  linear,        // filters, window.bias, weights; reads the whole of its input
  batch_norm,    // y = weight[c] x + bias[c]; float only
  max_pool,      // window
  average_pool,  // window; counts_padding
  global_average_pool,
  clamp,       // low, high: ReLU is (0, unbounded), ReLU6 (0, 6)
  leaky_relu,  // slope
  hard_swish,
  hard_sigmoid,  // max(0, min(1, x / 6 + 1/2))
  sigmoid,
  silu,
  softmax,  // over the channels
  add,      // two values of one shape; either may be constant
  subtract,
  multiply,        // the second may be 1 x 1 x C
  concat,          // along the channels, any number of values
  slice,           // channels [extents[0], extents[0] + extents[1])
  crop,            // extents: top, left, height, width
  pad,             // extents: top, bottom, left, right, front, back; zeros
  resize_nearest,  // extents: height, width
  resize_bilinear,
  channel_shuffle,  // extents[0]: groups; y[c G + g] = x[g C/G + c]
  reshape,          // extents: height, width, channels; elements in storage order, NHWC
  flatten,          // to 1 x 1 x HWC; a linear node behind it counts its inputs channel by channel all the same
  requantize,       // int8: another scale and zero point
  constant,         // no inputs: the numbers of weights.weight or weights.stored, NHWC
};

// Moves numbers only, or takes the mean or the maximum: input and output have one scale and zero point in int8.
constexpr bool is_tied(Kind kind) {
  switch (kind) {
    case Kind::max_pool:
    case Kind::average_pool:
    case Kind::concat:
    case Kind::slice:
    case Kind::crop:
    case Kind::pad:
    case Kind::resize_nearest:
    case Kind::resize_bilinear:
    case Kind::channel_shuffle:
    case Kind::reshape:
    case Kind::flatten:
      return true;
    default:
      return false;
  }
}

// Of one node: float numbers or int8 ones, as the graph's element says.
struct Weights {
  std::vector<float> weight, bias;  // float; batch_norm: a and b a channel
  std::vector<std::int8_t> stored;  // int8
  std::vector<std::int32_t> stored_bias;
  std::vector<float> scale;  // int8: of the weights, one a filter
};

struct Node {
  Kind kind{};
  std::vector<int> inputs;  // values
  int output = -1;          // value
  std::string source;       // what it is in the file, for messages: operator 3 CONV_2D
  WindowOptions window{};
  int filters = 0;
  bool counts_padding = false;  // average_pool: zeros outside count (PyTorch's count_include_pad)
  std::array<int, 6> extents{};
  float low = -unbounded, high = unbounded, slope = 0;
  Weights weights{};
};

struct Value {
  std::string name;  // of the file's tensor
  Shape shape{};
  Quantization quantization{};  // int8 graphs
  bool channel_first = false;   // the file's tensor is N x C x H x W: so are arrays recorded with other engines
};

enum class Element : std::uint8_t { float32, int8 };

struct Graph {
  std::string name;  // of the file, for messages
  Element element = Element::float32;
  Rounding rounding = Rounding::twice;  // int8: twice: as TFLite's reference kernels; to_even: one float multiplication
  std::vector<Value> values;
  std::vector<Node> nodes;
  std::vector<int> inputs, outputs;  // values
};

// A tensor of the file, and where its numbers are.
struct FileTensor {
  std::string name;
  int value;  // -1: none
};

}  // namespace edgelite::graph
