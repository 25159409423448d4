// Repeat<N, Layers...>: the layers N times in turn, each time with parameters of their own.
// Stage<N, First, Rest>: First, then Rest N - 1 times, where a stage's first block reduces the resolution.
//
// State-dict names: "0.", "1.", ... of the repetition, then the index of the layer in it: PyTorch's
// nn.Sequential(*[nn.Sequential(layers) for _ in range(N)]); with a single layer the second index is left out.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class... Layers> struct Block { using type = Sequence<Layers...>; };
template <class L> struct Block<L> { using type = L; };

template <class First, class Rest, class Indices> struct InTurn;
template <class First, class Rest, int... Index>
struct InTurn<First, Rest, std::integer_sequence<int, Index...>>
    : Sequence<First, typename Slot<Index, Rest>::type...> {};

template <int N, class First, class Rest>
struct Stage : InTurn<First, Rest, std::make_integer_sequence<int, (N > 0 ? N - 1 : 0)>> {
  static_assert(N > 0, "Repeat, Stage: need at least one repetition");
};

template <int N, class... Layers>
struct Repeat : Stage<N, typename Block<Layers...>::type, typename Block<Layers...>::type> {};

}  // namespace edgelite
