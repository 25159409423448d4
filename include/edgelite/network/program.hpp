// Networks as types, and the two programs of a network.
//
//   struct Tiny : edgelite::Network<edgelite::Input<32, 32, 3>, Layers...> {};
//   struct Pair : edgelite::Network<edgelite::Inputs<edgelite::Input<32, 32, 3>, edgelite::Input<1, 1, 8>>,
//                                   edgelite::Graph<...>, Layers...> {};   // the first layer reads all inputs
//
// written<Net>: the operations as the layers emit them: metrics, names, float parameters. program<Net>: simplified, for
// everything that runs: batch norms folded into the convolution before them, clamps joined to the operation before
// them. layer_of<Net, I> leads from an operation of program<Net> back to its layer's type. Misuse is said here, by the
// layers' own check().
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <int Height, int Width, int Channels> struct Input {
  static_assert(Height > 0 && Width > 0 && Channels > 0, "Input<Height, Width, Channels>: extents must be positive");
  static constexpr Shape shape{Height, Width, Channels};
};

// Several inputs of a network, each an Input<>.
template <class... In> struct Inputs {
  static_assert(sizeof...(In) > 0 && sizeof...(In) <= max_network_inputs,
                "Inputs: takes 1 to max_network_inputs (8) inputs");
};

template <class In, class... Layers> struct Network : Layer {
  // Completes every layer here, so that wrong options are said before all else.
  static_assert(std::initializer_list<std::size_t>{sizeof(In), sizeof(Layers)...}.size() > 0);
  static constexpr Shape input = In::shape;
  static constexpr std::array<Shape, 1> inputs{input};
  static constexpr bool rounds_to_even = false;
  using children = Children<Layers...>;
  static constexpr void emit_all(Builder& b) { b.output(emit_in_turn<Layers...>(b, Value{0, input})); }
};

template <class... In, class First, class... Layers> struct Network<Inputs<In...>, First, Layers...> : Layer {
  static_assert(std::initializer_list<std::size_t>{sizeof(In)..., sizeof(First), sizeof(Layers)...}.size() > 0);
  static constexpr std::array<Shape, sizeof...(In)> inputs{In::shape...};
  static constexpr bool rounds_to_even = false;
  using children = Children<First, Layers...>;
  static constexpr void emit_all(Builder& b) {
    constexpr bool reads_all = Reads<First, ValueOf<In>...>;
    static_assert(reads_all,
                  "Network: the first layer reads all the inputs; begin with a Graph or a layer of so many values");
    if constexpr (reads_all) emit_chain(b);
  }

 private:
  template <class> using ValueOf = Value;
  static constexpr void emit_chain(Builder& b) {
    const Value x = [&]<int... K>(std::integer_sequence<int, K...>) {
      return b.child<First>(0, Value{K, In::shape}...);
    }
    (std::make_integer_sequence<int, static_cast<int>(sizeof...(In))>{});
    b.output(emit_in_turn<Layers...>(b, x, 1));
  }
};

// The same network, whose int8 layers with weights round their sums as XNNPACK does, by one multiplication in float and
// halves to even, in place of TFLite's reference kernels' rounding: faster on some architectures, not bit for bit TFLite's.
template <class Net> struct RoundedToEven : Net { static constexpr bool rounds_to_even = true; };

namespace detail {

template <class Net> constexpr int count_operations() {
  Builder b(Net::inputs.data(), static_cast<int>(Net::inputs.size()), nullptr, nullptr);
  Net::emit_all(b);
  return b.operation_count();
}

// From a node of the type tree down the path Origin::path.
template <class Node, class Origin, int Depth = 0> constexpr auto walk() {
  if constexpr (Depth == Origin::path.depth)
    return std::type_identity<Node>{};
  else
    return walk<ChildAt<Node, Origin::path.index[std::size_t{Depth}]>, Origin, Depth + 1>();
}

// What a written program lacks as long as its operations do not know of each other.
template <int Operations> constexpr void place_parameters(Program<Operations>& p, bool rounds_to_even) {
  int offset = 0;
  for (int i = 0; i < p.operation_count; ++i) {
    p[i].parameter_offset = offset;
    offset += p[i].parameters;
    if (rounds_to_even) p[i].rounding = Rounding::to_even;
  }
}

// Batch norms and clamps join the operation before them if nothing else reads its result. Reads roles and flags only.
template <int Operations> constexpr Program<Operations> simplify(const Program<Operations>& written) {
  Program<Operations> p;
  // value: of a written value; maker: of a simplified one.
  std::array<int, value_capacity<Operations>> value{}, uses{}, maker{};
  maker.fill(-1);
  for (int i = 0; i < written.operation_count; ++i)
    for (int k = 0; k < written[i].inputs; ++k)
      ++uses[static_cast<std::size_t>(written[i].input[static_cast<std::size_t>(k)])];
  for (int k = 0; k < written.input_count; ++k) {
    value[static_cast<std::size_t>(k)] = k;
    p.push_input(written.shape(k));
  }
  for (int i = 0; i < written.operation_count; ++i) {
    Operation op = written[i];
    const auto from = static_cast<std::size_t>(op.input[0]), to = static_cast<std::size_t>(op.output);
    const int before = op.inputs > 0 ? maker[static_cast<std::size_t>(value[from])] : -1;
    if (before >= 0 && uses[from] == 1 && !written.is_output(op.input[0])) {
      Operation& host = p[before];
      if (op.role == Role::affine && host.takes_affine && host.affine < 0 && !host.clamped()) {
        host.affine = i;
        value[to] = value[from];
        continue;
      }
      if (op.role == Role::activation && op.clamped() && host.takes_clamp && !host.clamped()) {
        host.low = op.low;
        host.high = op.high;
        value[to] = value[from];
        continue;
      }
    }
    for (int k = 0; k < op.inputs; ++k) {
      auto& input = op.input[static_cast<std::size_t>(k)];
      input = value[static_cast<std::size_t>(input)];
    }
    maker[static_cast<std::size_t>(p.value_count)] = p.operation_count;
    value[to] = p.push(op);
  }
  p.output_count = written.output_count;
  for (std::size_t i = 0; i < static_cast<std::size_t>(p.output_count); ++i)
    p.outputs[i] = value[static_cast<std::size_t>(written.outputs[i])];
  return p;
}

template <int Shorter, int Longer> constexpr Program<Shorter> shorten(const Program<Longer>& p) {
  Program<Shorter> s;
  for (std::size_t i = 0; i < std::size_t{Shorter}; ++i) s.operations[i] = p.operations[i];
  for (std::size_t i = 0; i < s.values.size(); ++i) s.values[i] = p.values[i];
  s.outputs = p.outputs;
  s.operation_count = p.operation_count, s.value_count = p.value_count;
  s.input_count = p.input_count, s.output_count = p.output_count;
  return s;
}

}  // namespace detail

template <class Net>
inline constexpr auto written = [] {
  constexpr int count = detail::count_operations<Net>();
  Program<count> p;
  Builder b(Net::inputs.data(), static_cast<int>(Net::inputs.size()), p.operations.data(), p.values.data());
  Net::emit_all(b);
  p.operation_count = count;
  p.input_count = b.input_count();
  p.value_count = count + p.input_count;
  p.outputs = b.outputs();
  p.output_count = b.output_count();
  detail::place_parameters(p, Net::rounds_to_even);
  return p;
}();

template <class Net>
inline constexpr auto program = [] {
  constexpr int count = detail::simplify(written<Net>).operation_count;
  return detail::shorten<count>(detail::simplify(written<Net>));
}();

template <class Net, int I> struct WrittenOperation {
  static constexpr const Path& path = written<Net>.operations[std::size_t{I}].path;
};
template <class Net, int I>
using written_layer = typename decltype(detail::walk<Net, WrittenOperation<Net, I>>())::type;
template <class Net, int I> using layer_of = written_layer<Net, program<Net>.operations[std::size_t{I}].written>;

// What check() reads: one written operation. The input shapes stand in its name so that compilers print them.
template <class Net, int I, class... Inputs> struct At {
  static constexpr const Operation& op = written<Net>.operations[std::size_t{I}];
  static constexpr Shape shape(int k) { return written<Net>.shape(op.input[static_cast<std::size_t>(k)]); }
};

namespace detail {

template <class Net, int I, int K>
constexpr Shape input_shape = written<Net>.shape(written<Net>.operations[std::size_t{I}].input[std::size_t{K}]);

template <class Net, int I> constexpr bool check_operation() {
  using L = written_layer<Net, I>;
  constexpr const Operation& op = written<Net>.operations[std::size_t{I}];
  static_assert(!op.reads_flattened || op.role == Role::activation || op.role == Role::reshape ||
                    (op.role == Role::compute && op.channels == 0),
                "Flatten: its result is in storage order; of layers with weights or parts, only Linear may read it");
  constexpr Shape x = input_shape<Net, I, 0>;
  if constexpr (written<Net>.operations[std::size_t{I}].inputs < 2) {
    L::template check<At<Net, I, Input<x.height, x.width, x.channels>>>();
  } else {
    constexpr Shape r = input_shape<Net, I, 1>;
    L::template check<At<Net, I, Input<x.height, x.width, x.channels>, Input<r.height, r.width, r.channels>>>();
  }
  return true;
}

}  // namespace detail

// Holds if every layer accepts its shapes; else the sentence of the first that does not.
template <class Net> inline constexpr bool checked = []<int... I>(std::integer_sequence<int, I...>) {
  (void)std::initializer_list<bool>{true, detail::check_operation<Net, I>()...};
  return true;
}
(std::make_integer_sequence<int, written<Net>.operation_count>{});

}  // namespace edgelite
