// Mul<A, B>: y = A(x) B(x), element by element; B's result may be 1 x 1 x C and then scales A's channels.
//
// Each branch is a layer, a Sequence<> or Identity. int8: TFLite MUL. State-dict names: "0." and "1." before the
// branches' own.
#pragma once

#include "edgelite/layer/product.hpp"

namespace edgelite {

template <class A, class B> struct Mul : Product {
  using children = Children<A, B>;

  static constexpr Value emit(Builder& b, Value x) {
    const Value first = b.child<A>(0, x);
    return emit_product(b, first, b.child<B>(1, x));
  }
  template <class At> static constexpr void check() {
    static_assert(
        At::shape(0) == At::shape(1) || (At::shape(1).pixels() == 1 && At::shape(0).channels == At::shape(1).channels),
        "Mul: the second branch must give the shape of the first, or 1 x 1 x C");
  }
};

}  // namespace edgelite
