// Residual<Layers...>: y = x + layers(x). With a Shortcut<...> first: y = shortcut(x) + layers(x).
// ResidualIf<Added, Layers...>: the same, or y = layers(x).
//
// The layers must give back the shape of x (or of the shortcut's output). State-dict names are the index paths of the
// layers, as of a PyTorch nn.Sequential; a shortcut's begin with "shortcut". The addition joins the operation that
// makes one of its terms.
#pragma once

#include "edgelite/layer/sum.hpp"

namespace edgelite {

template <class... Layers> struct Shortcut : Sequence<Layers...> {
  static constexpr std::string_view label{"shortcut"};
};

template <class... Layers> struct Residual : Addition {
  using children = Children<Layers...>;
  static constexpr Value emit(Builder& b, Value x) { return emit_sum(b, emit_in_turn<Layers...>(b, x), x); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "Residual: the layers inside must give back the shape of their input");
  }
};

template <class... Projection, class... Layers> struct Residual<Shortcut<Projection...>, Layers...> : Addition {
  using children = Children<Layers..., Shortcut<Projection...>>;
  static constexpr Value emit(Builder& b, Value x) {
    const Value r = b.child<Shortcut<Projection...>>(static_cast<int>(sizeof...(Layers)), x);
    return emit_sum(b, emit_in_turn<Layers...>(b, x), r);
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "Residual: the layers inside must give the same shape as the shortcut");
  }
};

template <bool Added, class... Layers>
using ResidualIf = std::conditional_t<Added, Residual<Layers...>, Sequence<Layers...>>;

}  // namespace edgelite
