// One operation of a network's program, and the values between operations. Plain constexpr data: simplify, schedule and
// metrics read an operation's role and flags, never its layer's type; its path leads back to that type and to its name.
#pragma once

#include <array>
#include <cstdint>

#include "edgelite/core/element.hpp"
#include "edgelite/core/shape.hpp"
#include "edgelite/core/size.hpp"

namespace edgelite {

inline constexpr int max_inputs = 8;          // of one operation: branches of a Concat
inline constexpr int max_network_inputs = 8;  // of a network
inline constexpr int max_outputs = 16;        // of a network
inline constexpr int max_nesting = 12;        // of layers that hold layers

// Child indices from the network down to the layer that emitted the operation.
struct Path {
  std::array<std::int16_t, max_nesting> index{};
  int depth = 0;
};

// What simplify and schedule may do with an operation. Most layers: compute.
enum class Role : std::uint8_t {
  compute,
  affine,      // y = a x + b a channel: may fold into a convolution before it
  activation,  // y = f(x): a clamp may join the operation before it
  add,         // y = x + r, equal shapes: may join the operation that makes x or r
  subtract,    // y = x - r, equal shapes
  slice,       // y = channels [first, first + C) of x: needs no copy
  shuffle,     // y = channels of x, c G + g from g C/G + c: may join the operation that makes x in as many groups G
  concat,      // y = all inputs' channels, one after another: inputs may be made in place
  reshape,     // y = x's elements in storage order: needs no copy
  constant,    // y = the operation's weights; no inputs
};

struct Window {
  int kernel_h = 1, kernel_w = 1, stride_h = 1, stride_w = 1, dilation_h = 1, dilation_w = 1;
  int top = 0, bottom = 0, left = 0, right = 0;  // padding

  constexpr int taps() const { return kernel_h * kernel_w; }
};

struct Value {
  int id = -1;
  Shape shape{};
  Shape flattened{};  // what Flatten flattened, so that Linear can read PyTorch's channel-first weights
};

struct Operation {
  Path path{};
  Role role = Role::compute;
  int inputs = 1, output = -1;
  std::array<int, max_inputs> input{};
  Shape from{}, to{};  // of the first input and of the output
  Window window{};
  int groups = 1, first = 0;
  bool shuffled = false;              // a channel shuffle of as many groups has joined it
  bool added = false;                 // an addition has joined it
  int channels = 0, per_channel = 0;  // canonical weights: [channels][per_channel]
  bool biased = false;
  bool reads_flattened = false;       // the first input is what Flatten made: its channels are not in PyTorch's order
  int parameters = 0, trainable = 0;  // floats that are stored; of these, those that training changes
  std::int64_t multiply_accumulates = 0;
  bool takes_affine = false, takes_clamp = false, takes_add = false, takes_shuffle = false;  // can what follows join?
  bool in_place = false;                // may the output lie over the first input?
  bool tied = false;                    // int8: input and output have one scale
  bool fixed_output = false;            // int8: scale 1/256, zero point -128 (softmax, sigmoid)
  Rounding rounding = Rounding::twice;  // int8: of sums
  float epsilon = 0;                    // of a batch norm
  float low = -unbounded, high = unbounded;
  float slope = 0;   // of a leaky ReLU
  int affine = -1;   // the written batch norm that was folded in
  int written = -1;  // its place in the written program
  int parameter_offset = 0;

  constexpr bool clamped() const { return low != -unbounded || high != unbounded; }
};

// The sizes of an operation's kernel call; strides depend on where its values lie.
constexpr Size operation_size(const Operation& op) {
  Size z;
  z.height = op.from.height, z.width = op.from.width, z.channels = op.from.channels;
  z.out_height = op.to.height, z.out_width = op.to.width, z.out_channels = op.to.channels;
  const Window& w = op.window;
  z.kernel_h = w.kernel_h, z.kernel_w = w.kernel_w, z.stride_h = w.stride_h, z.stride_w = w.stride_w;
  z.dilation_h = w.dilation_h, z.dilation_w = w.dilation_w, z.top = w.top, z.left = w.left;
  z.bottom = w.bottom, z.right = w.right;
  z.rounding = op.rounding;
  z.groups = op.groups, z.first = op.first, z.shuffle = op.shuffled ? op.groups : 1;
  z.second = op.added;
  return z;
}

// Room for what is kept of every value of a program.
template <int Operations>
inline constexpr std::size_t value_capacity = std::size_t{Operations} + std::size_t{max_network_inputs};

// A program: operations in order over numbered values, of which the network's inputs are the first.
template <int Operations> struct Program {
  std::array<Operation, Operations> operations{};
  std::array<Shape, value_capacity<Operations>> values{};
  std::array<int, max_outputs> outputs{};
  int operation_count = 0, value_count = 0, input_count = 0, output_count = 0;

  constexpr void push_input(Shape shape) { values[static_cast<std::size_t>(value_count++)] = shape, ++input_count; }

  constexpr int push(Operation op) {
    op.output = value_count;
    operations[static_cast<std::size_t>(operation_count++)] = op;
    values[static_cast<std::size_t>(value_count)] = op.to;
    return value_count++;
  }
  constexpr Operation& operator[](int i) { return operations[static_cast<std::size_t>(i)]; }
  constexpr const Operation& operator[](int i) const { return operations[static_cast<std::size_t>(i)]; }
  constexpr Shape& shape(int value) { return values[static_cast<std::size_t>(value)]; }
  constexpr const Shape& shape(int value) const { return values[static_cast<std::size_t>(value)]; }
  constexpr int output(int i) const { return outputs[static_cast<std::size_t>(i)]; }
  constexpr bool is_input(int value) const { return value < input_count; }
  constexpr bool is_output(int value) const {
    for (int i = 0; i < output_count; ++i)
      if (output(i) == value) return true;
    return false;
  }
};

}  // namespace edgelite
