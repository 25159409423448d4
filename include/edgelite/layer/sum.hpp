// The sum and the difference of two values of one shape: what Residual, Add and Sub emit.
//
//   Addition      y = x + r; joins the operation that makes one of its terms. int8: TFLite ADD
//   Subtraction   y = x - r. int8: TFLite SUB, which is ADD with the second factor negated: QuantizedAdd
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <bool negated> struct Summation : Layer {
  static constexpr Value emit_terms(Builder& b, Value x, Value r) {
    Operation op;
    op.role = negated ? Role::subtract : Role::add;
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
      if (negated) sum.b.mantissa = -sum.b.mantissa;
      sum.write(to.constants);
    }
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      combine<Arch>(c.size, c.x, c.r, c.y, QuantizedAdd::read(c.constants));
    else if constexpr (negated)
      subtract<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
    else
      add<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
  }
};

struct Addition : Summation<false> {
  static constexpr Value emit_sum(Builder& b, Value x, Value r) { return emit_terms(b, x, r); }
};

struct Subtraction : Summation<true> {
  static constexpr Value emit_difference(Builder& b, Value x, Value r) { return emit_terms(b, x, r); }
};

}  // namespace edgelite
