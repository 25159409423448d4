// Activations: y = f(x) for every element, shape kept, no parameters. In int8 a table of 256 entries of the exact
// function.
//
//   Relu         max(x, 0)
//   Relu6        min(max(x, 0), 6)
//   LeakyRelu<>  x < 0 ? slope x : x
//   Sigmoid      1 / (1 + e^-x)
//   Silu         x sigmoid(x)
//   HardSigmoid  min(max(x + 3, 0), 6) / 6      (MobileNetV3)
//   HardSwish    x hardsigmoid(x)               (MobileNetV3)
//
// Relu and Relu6 are clamps: they join the operation before them where it takes one. A user's own activation is one
// struct:
//   struct Mish : edgelite::Activation<Mish> { static constexpr float apply(float x) { ... } };
#pragma once

#include <ratio>

#include "edgelite/core/math.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class F> struct Activation : Layer {
  static constexpr float low = -unbounded, high = unbounded;  // a clamp says its bounds here
  static constexpr bool fixed_output = false;

  static constexpr Value emit(Builder& b, Value x) {
    Operation op;
    op.role = Role::activation;
    op.in_place = true;
    op.low = F::low;
    op.high = F::high;
    op.fixed_output = F::fixed_output;
    return b.emit(op, {x}, x.shape);
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {is_quantized<T> ? 256 : 0, 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation&, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      for (int v = -128; v < 128; ++v)
        to.elements[v + 128] = quantize(F::apply(dequantize(v, source.in(0))), source.out());
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      map(c.size, c.x, c.y, [table = c.elements + 128](T v) { return table[v]; });
    else
      map(c.size, c.x, c.y, [](T v) { return F::apply(v); });
  }
};

struct Relu : Activation<Relu> {
  static constexpr float low = 0;
  static constexpr float apply(float x) { return x < 0 ? 0 : x; }
};
struct Relu6 : Activation<Relu6> {
  static constexpr float low = 0, high = 6;
  static constexpr float apply(float x) { return x < 0 ? 0 : x > 6 ? 6 : x; }
};
template <class Slope = std::ratio<1, 100>> struct LeakyRelu : Activation<LeakyRelu<Slope>> {
  static constexpr float apply(float x) {
    constexpr float slope = static_cast<float>(Slope::num) / static_cast<float>(Slope::den);
    return x * by_sign(x, slope, 1);
  }
};
struct Sigmoid : Activation<Sigmoid> {
  static constexpr bool fixed_output = true;  // TFLite LOGISTIC: scale 1/256, zero point -128
  static constexpr float apply(float x) { return sigmoid(x); }
};
struct Silu : Activation<Silu> {
  static constexpr float apply(float x) { return x * sigmoid(x); }
};
struct HardSigmoid : Activation<HardSigmoid> {
  static constexpr bool fixed_output = true;
  static constexpr float apply(float x) {
    const float y = (x + 3) * (1 / 6.0f);
    return y < 0 ? 0 : y > 1 ? 1 : y;
  }
};
struct HardSwish : Activation<HardSwish> {
  static constexpr float apply(float x) { return x * Relu6::apply(x + 3) * (1 / 6.0f); }
};

}  // namespace edgelite
