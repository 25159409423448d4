// Concat<Branches...>: every branch (a layer or a Sequence<>) reads x; the results' channels stand one after another.
//
//   y[i, j] = (A(x)[i, j], B(x)[i, j], ...);  all results H x W -> H x W x sum of their channels
//
// Branches write into y where the memory plan allows. In int8 all results and y share one scale.
// State-dict names: "0.", "1.", ... as of a PyTorch nn.Sequential of the branches.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

// The joining of values along their channels: the operation of Concat, Split and GhostModule.
struct Joining : Layer {
  static constexpr Value emit_joined(Builder& b, const Value* parts, int count) {
    Operation op;
    op.role = Role::concat;
    op.tied = true;
    Shape to = parts[0].shape;
    for (int k = 1; k < count; ++k) to.channels += parts[k].shape.channels;
    return b.emit(op, parts, count, to);
  }
  template <class At> static constexpr bool agree() {
    for (int k = 1; k < At::op.inputs; ++k)
      if (At::shape(k).height != At::shape(0).height || At::shape(k).width != At::shape(0).width) return false;
    return true;
  }
  template <class At> static constexpr void check() {
    static_assert(agree<At>(), "Concat: the results of all branches must have one height and one width");
  }
};

template <class... Branches> struct Concat : Joining {
  static_assert(sizeof...(Branches) > 0 && sizeof...(Branches) <= max_inputs,
                "Concat: takes 1 to max_inputs (8) branches");
  using children = Children<Branches...>;

  static constexpr Value emit(Builder& b, Value x) {
    Value parts[sizeof...(Branches)];
    int k = 0;
    (void)std::initializer_list<int>{(parts[k] = b.child<Branches>(k, x), ++k)...};
    return emit_joined(b, parts, k);
  }
};

}  // namespace edgelite
