// Repeat<N, Layers...>: the layers N times in turn, each time with parameters of their own.
//
// State-dict names: "0.", "1.", ... of the repetition, then the index of the layer in it: PyTorch's
// nn.Sequential(*[nn.Sequential(layers) for _ in range(N)]); with a single layer the second index is left out.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class... Layers> struct Block { using type = Sequence<Layers...>; };
template <class L> struct Block<L> { using type = L; };

template <class L, class Indices> struct InTurn;
template <class L, int... Index>
struct InTurn<L, std::integer_sequence<int, Index...>> : Sequence<typename Slot<Index, L>::type...> {};

template <int N, class... Layers>
struct Repeat : InTurn<typename Block<Layers...>::type, std::make_integer_sequence<int, N>> {
  static_assert(N > 0, "Repeat: needs at least one repetition");
};

}  // namespace edgelite
