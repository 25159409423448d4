// Sub<A, B>: y = A(x) - B(x); each branch is a layer, a Sequence<> or Identity; both results have one shape.
//
// int8: TFLite SUB, which is ADD with the second factor negated: QuantizedAdd.
// State-dict names: "0." and "1." before the branches' own.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

// The difference of two values of one shape.
struct Subtraction : Layer {
  static constexpr Value emit_difference(Builder& b, Value x, Value r) {
    Operation op;
    op.role = Role::subtract;
    op.takes_clamp = op.in_place = true;
    return b.emit(op, {x, r}, x.shape);
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? QuantizedAdd::words : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) {
      auto sum = QuantizedAdd::of(source.in(0), source.in(1), source.out(), op.low, op.high);
      sum.b.mantissa = -sum.b.mantissa;
      sum.write(to.constants);
    }
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      combine<Arch>(c.size, c.x, c.r, c.y, QuantizedAdd::read(c.constants));
    else
      subtract<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
  }
};

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
