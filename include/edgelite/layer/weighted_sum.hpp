// WeightedSum<A, B>: y = a A(x) + b B(x) with learnable scalars a and b (HL-CNN's fusion F = a F1 + b F2).
//
// Each branch is a layer, a Sequence<> or Identity; both results have one shape. Parameters: weight [2] = (a, b); names
// "0." and "1." before the branches' own. int8: a and b are stored in int8 with one scale; then as TFLite ADD with |a|
// and |b| times the input scales:
//   y = clamp(zo + round(round(ma (A - za) 2^20) + round(mb (B - zb) 2^20))), ma = a sA / t, mb = b sB / t,
//   t = 2 max(|a| sA, |b| sB), the last factor t / (2^20 so); every rounding is multiply_double_rounding's
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class A, class B> struct WeightedSum : Layer {
  using children = Children<A, B>;

  static constexpr Value emit(Builder& b, Value x) {
    const Value first = b.child<A>(0, x), second = b.child<B>(1, x);
    Operation op;
    op.channels = 1;
    op.per_channel = op.parameters = op.trainable = 2;
    op.takes_clamp = op.in_place = true;
    return b.emit(op, {first, second}, first.shape);
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "WeightedSum: both branches must give the same shape");
  }
  static constexpr void tensors(const Operation&, TensorList& t) { t.add("weight", {2}); }

  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? QuantizedAdd::words : 2};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>) {
      const int a = source.weight(0, 0), b = source.weight(0, 1);
      auto scaled = [&](int w, Quantization q) {
        return Quantization{q.scale * source.scale(0) * static_cast<float>(w < 0 ? -w : w), q.zero_point};
      };
      auto sum = QuantizedAdd::of(scaled(a, source.in(0)), scaled(b, source.in(1)), source.out(), op.low, op.high);
      if (a < 0) sum.a.mantissa = -sum.a.mantissa;
      if (b < 0) sum.b.mantissa = -sum.b.mantissa;
      sum.write(to.constants);
    } else {
      to.constants[0] = source.weight(0, 0);
      to.constants[1] = source.weight(0, 1);
    }
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      combine<Arch>(c.size, c.x, c.r, c.y, QuantizedAdd::read(c.constants));
    else
      weighted_sum<Arch>(c.size, c.x, c.r, c.y, c.constants[0], c.constants[1], c.low, c.high);
  }
};

}  // namespace edgelite
