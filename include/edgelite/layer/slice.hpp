// Slice<First, Count>: y[i, j, c] = x[i, j, First + c];  H x W x C -> H x W x Count. Where the memory plan allows, y is
// a view of x and costs nothing.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr Value emit_slice(Builder& b, Value x, int first, int count) {
  Operation op;
  op.role = Role::slice;
  op.tied = true;
  op.first = first;
  return b.emit(op, {x}, {x.shape.height, x.shape.width, count});
}

template <int First, int Count> struct Slice : Layer {
  static_assert(First >= 0 && Count > 0,
                "Slice<First, Count>: the first channel must not be negative, the count must be positive");

  static constexpr Value emit(Builder& b, Value x) { return emit_slice(b, x, First, Count); }
  template <class At> static constexpr void check() {
    static_assert(First + Count <= At::shape(0).channels, "Slice<First, Count>: the input has fewer channels");
  }
};

}  // namespace edgelite
