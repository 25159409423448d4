// Split<Branches...>: x's channels in equal parts, one for each branch; the results' channels stand one after another.
// Split<Sizes<A, B, ...>, Branches...>: parts of A, B, ... channels.
//
//   y[i, j] = (A(x[i, j, first part]), B(x[i, j, second part]), ...), a Concat over Slices
//
// H x W x C -> H x W x sum of the results' channels. An Identity passes its part through (ShuffleNet V2, HL-CNN).
// State-dict names: "0.", "1.", ... as of a PyTorch nn.Sequential of the branches.
#pragma once

#include "edgelite/layer/concat.hpp"
#include "edgelite/layer/slice.hpp"

namespace edgelite {

template <int... Counts> struct Sizes {
  static_assert(((Counts > 0) && ...), "Sizes: every part needs at least one channel");
  static constexpr int parts = sizeof...(Counts);
  static constexpr int channels(int part, int) {
    constexpr std::array<int, sizeof...(Counts)> counts{Counts...};
    return counts[static_cast<std::size_t>(part)];
  }
  static constexpr bool fit(int channels) { return channels == (Counts + ... + 0); }
};

template <int Parts> struct EqualSizes {
  static constexpr int parts = Parts;
  static constexpr int channels(int, int all) { return all / Parts; }
  static constexpr bool fit(int channels) { return channels % Parts == 0; }
};

// One part of the input, its number given by the Split.
template <class S> struct Part : Layer {
  static constexpr Value emit(Builder& b, Value x, int part) {
    int first = 0;
    for (int k = 0; k < part; ++k) first += S::channels(k, x.shape.channels);
    return emit_slice(b, x, first, S::channels(part, x.shape.channels));
  }
  template <class At> static constexpr void check() {
    static_assert(At::op.first != 0 || S::fit(At::shape(0).channels),  // said once, at the first part
                  "Split: the Sizes<> must add up to the input's channels; equal parts must divide them");
  }
};

template <class S, class... Branches> struct SplitBy : Joining {
  static constexpr int parts = sizeof...(Branches);
  static_assert(parts > 0 && parts <= max_inputs, "Split: takes 1 to max_inputs (8) branches");
  static_assert(S::parts == parts, "Split: needs one branch for each of its Sizes<>");
  using children = Children<Branches..., Part<S>>;  // the parts come last: branches keep their index as names

  static constexpr Value emit(Builder& b, Value x) {
    Value results[parts > 0 ? parts : 1];
    int k = 0;
    (void)std::initializer_list<int>{0, (results[k] = b.child<Branches>(k, b.child<Part<S>>(parts, x, k)), ++k)...};
    return emit_joined(b, results, k);
  }
};

template <class... Branches> struct Split : SplitBy<EqualSizes<sizeof...(Branches)>, Branches...> {};
template <int... Counts, class... Branches>
struct Split<Sizes<Counts...>, Branches...> : SplitBy<Sizes<Counts...>, Branches...> {};

}  // namespace edgelite
