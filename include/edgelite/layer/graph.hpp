// Graph<Nodes..., Results<...>>: layers that read each other's results in any way without a cycle.
//
//   Graph<Node<Conv2d<8>, 0>,        // value 1, of the graph's input, which is value 0
//         Node<MaxPool2d<>, 0>,      // value 2
//         Node<ConcatOf, 1, 2>>      // value 3, the graph's result
//
// Values are numbered: first the graph's inputs, one unless it is the first layer of a network with several Inputs<> or
// a node that names several; then one a node. Node<L, Numbers...>: the layer L, or a Sequence<>, of these values, each
// an input of the graph or an earlier node's.
//
//   SumOf         y = x + r, one shape; int8: TFLite ADD
//   DifferenceOf  y = x - r, one shape; int8: TFLite SUB
//   ProductOf     y = x r, r of x's shape or 1 x 1 x C; int8: TFLite MUL
//   ConcatOf      y = the channels of 1 to max_inputs (8) values, one after another; int8: one scale
//
// The last node's value is the result; Results<Numbers..., Last>, written after the nodes, makes it value `Last`, and
// the values before it outputs of the network, in this order. State-dict names: the place of the node, from 0.
#pragma once

#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/product.hpp"
#include "edgelite/layer/sum.hpp"

namespace edgelite {

struct SumOf : Addition {
  static constexpr Value emit(Builder& b, Value x, Value r) { return emit_sum(b, x, r); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "SumOf: both values must have the same shape");
  }
};

struct DifferenceOf : Subtraction {
  static constexpr Value emit(Builder& b, Value x, Value r) { return emit_difference(b, x, r); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "DifferenceOf: both values must have the same shape");
  }
};

struct ProductOf : Product {
  static constexpr Value emit(Builder& b, Value x, Value r) { return emit_product(b, x, r); }
  template <class At> static constexpr void check() {
    static_assert(
        At::shape(0) == At::shape(1) || (At::shape(1).pixels() == 1 && At::shape(0).channels == At::shape(1).channels),
        "ProductOf: the second value must have the shape of the first, or 1 x 1 x C");
  }
};

struct ConcatOf : Joining {
  template <class... More> static constexpr Value emit(Builder& b, Value x, More... more) {
    static_assert(sizeof...(More) < max_inputs, "ConcatOf: takes 1 to max_inputs (8) values");
    const Value parts[] = {x, more...};
    return emit_joined(b, parts, static_cast<int>(sizeof...(More) < max_inputs ? 1 + sizeof...(More) : 1));
  }
};

// What a Graph is made of. Part I of a graph with N inputs makes value N + I of those before it.
struct GraphPart {};

template <int, class T> using Always = T;

template <class L, int... Numbers> struct Node : GraphPart {
  static constexpr bool fits = Reads<L, Always<Numbers, Value>...>;
  using layer = L;
  static constexpr bool is_last = false;
  static constexpr bool reads_below(int end) { return ((Numbers >= 0 && Numbers < end) && ...); }
  static constexpr Value emit(Builder& b, int part, const Value* values) {
    static_assert(fits, "Node<Layer, Numbers...>: the layer takes another number of values");
    if constexpr (fits)
      return b.child<L>(part, values[Numbers]...);
    else
      return values[0];
  }
};

template <int... Numbers> struct Results : GraphPart {
  static_assert(sizeof...(Numbers) > 0, "Results: name one value at least");
  using layer = Layer;
  static constexpr bool is_last = true;
  static constexpr bool reads_below(int end) { return ((Numbers >= 0 && Numbers < end) && ...); }
  static constexpr Value emit(Builder& b, int, const Value* values) {
    const Value results[] = {values[Numbers]...};
    for (std::size_t k = 0; k + 1 < sizeof...(Numbers); ++k) b.output(results[k]);
    return results[sizeof...(Numbers) - 1];
  }
};

template <class Part, bool = std::is_base_of_v<GraphPart, Part>> struct LayerOfPart { using type = Layer; };
template <class Part> struct LayerOfPart<Part, true> { using type = typename Part::layer; };

template <class... Parts> struct Graph : Layer {
  static constexpr bool are_parts = [] {
    bool all = sizeof...(Parts) > 0;
    (void)std::initializer_list<bool>{(all = all && std::is_base_of_v<GraphPart, Parts>)...};
    return all;
  }();
  using children = Children<typename LayerOfPart<Parts>::type...>;

  template <class... More> static constexpr Value emit(Builder& b, Value x, More... more) {
    static_assert(are_parts, "Graph: takes Node<>s, and Results<> after them");
    if constexpr (are_parts)
      return emit_parts(b, x, more...);
    else
      return x;
  }

 private:
  template <class... More> static constexpr Value emit_parts(Builder& b, Value x, More... more) {
    constexpr int inputs = 1 + static_cast<int>(sizeof...(More)), parts = static_cast<int>(sizeof...(Parts));
    constexpr bool in_order = reads_earlier(inputs);
    static_assert(in_order, "Graph: its parts may read the graph's inputs and the nodes before them, numbered from 0");
    constexpr bool ends = results_end();
    static_assert(ends, "Graph: Results<> stands once, after all nodes");
    if constexpr (!in_order) return x;
    Value values[inputs + parts] = {x, more...};
    int part = 0;
    (void)std::initializer_list<int>{
        (values[inputs + part] = Parts::emit(b, part, static_cast<const Value*>(values)), ++part)...};
    return values[inputs + parts - 1];
  }

  static constexpr bool reads_earlier(int inputs) {
    int end = inputs;
    bool all = true;
    (void)std::initializer_list<bool>{(all = all && Parts::reads_below(end++))...};
    return all;
  }
  static constexpr bool results_end() {
    int left = sizeof...(Parts);
    bool all = true;
    (void)std::initializer_list<bool>{(--left, all = all && (left == 0 || !Parts::is_last))...};
    return all;
  }
};

}  // namespace edgelite
