// Sub<A, B>: y = A(x) - B(x); each branch is a layer, a Sequence<> or Identity; both results have one shape.
//
// int8: TFLite SUB.
// State-dict names: "0." and "1." before the branches' own.
#pragma once

#include "edgelite/layer/sum.hpp"

namespace edgelite {

template <class A, class B> struct Sub : Subtraction {
  using children = Children<A, B>;

  static constexpr Value emit(Builder& b, Value x) {
    const Value first = b.child<A>(0, x);
    return emit_difference(b, first, b.child<B>(1, x));
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "Sub: both branches must give the same shape");
  }
};

}  // namespace edgelite
