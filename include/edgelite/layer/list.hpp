// Lists of layers: the children of a layer that holds layers, found by index without recursion (400 layers compile in a
// second).
#pragma once

#include <initializer_list>
#include <utility>

#include "edgelite/layer/builder.hpp"

namespace edgelite {

template <int Index, class L> struct Slot { using type = L; };

template <class Indices, class... Layers> struct Slots;
template <int... Index, class... Layers>
struct Slots<std::integer_sequence<int, Index...>, Layers...> : Slot<Index, Layers>... {};

template <class... Layers> using Children = Slots<std::make_integer_sequence<int, sizeof...(Layers)>, Layers...>;

template <int Index, class L> Slot<Index, L> pick(const Slot<Index, L>*);

template <class Parent, int Index>
using ChildAt = typename decltype(pick<Index>(static_cast<typename Parent::children*>(nullptr)))::type;

// Emits layers one after another as children first, first + 1, ... of the layer that is being emitted.
template <class... Layers> constexpr Value emit_in_turn(Builder& b, Value x, int first = 0) {
  (void)std::initializer_list<int>{0, (x = b.child<Layers>(first++, x), 0)...};
  return x;
}

// Does the layer take as many values?
template <class L, class... Values>
concept Reads = requires(Builder& b, Values... values) {
  L::emit(b, values...);
};

}  // namespace edgelite
