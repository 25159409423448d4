// Activations: y = f(x) for every element, shape kept, no parameters. In int8 a table of 256 entries: Relu, Relu6,
// LeakyRelu, Sigmoid and HardSwish as TFLite's reference kernels compute them (core/quantized_activation.hpp); those
// that TFLite lacks, and a user's own, are the function in float of the dequantized input, rounded half away from zero.
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
// It may also define `stored`, as below, if its int8 form is to be computed in another way, and derive from
// VectorActivation with a function `of` the primitives' vectors (arch/scalar.hpp) in place of `apply`.
#pragma once

#include <ratio>

#include "edgelite/arch/functions.hpp"
#include "edgelite/core/math.hpp"
#include "edgelite/core/quantized_activation.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class F> struct Activation : Layer {
  static constexpr float low = -unbounded, high = unbounded;  // a clamp says its bounds here
  static constexpr bool fixed_output = false;

  // int8: the stored output for the stored input v.
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) {
    if (F::low == -unbounded && F::high == unbounded) return quantize(F::apply(dequantize(v, in)), out);
    return requantized(v, double{in.scale / out.scale}, in, out, quantized_bound(F::low, out),
                       quantized_bound(F::high, out));
  }

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
      for (int v = -128; v < 128; ++v) to.elements[v + 128] = F::stored(v, source.in(0), source.out());
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      look_up<Arch>(c.size, c.x, c.elements, c.y);
    else
      map(c.size, c.x, c.y, [](T v) { return F::apply(v); });
  }
};

// of<primitives>(vector); apply is the same of a number.
template <class F> struct VectorActivation : Activation<F> {
  static constexpr float apply(float x) { return F::template of<Primitives<Scalar, float>>(x); }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      Activation<F>::template forward<Arch>(c);
    else
      transform<Arch>(c.size, c.x, c.y, []<class P>(P, auto x) { return F::template of<P>(x); });
  }
};

struct Relu : VectorActivation<Relu> {
  static constexpr float low = 0;
  template <class P> static constexpr auto of(typename P::Vector x) { return P::at_least(x, P::broadcast(0)); }
};
struct Relu6 : VectorActivation<Relu6> {
  static constexpr float low = 0, high = 6;
  template <class P> static constexpr auto of(typename P::Vector x) { return clamp<P>(x, 0, 6); }
};
template <class Slope = std::ratio<1, 100>> struct LeakyRelu : Activation<LeakyRelu<Slope>> {
  static constexpr float slope = static_cast<float>(Slope::num) / static_cast<float>(Slope::den);
  static constexpr float apply(float x) { return x * by_sign(x, slope, 1); }
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) {
    return leaky_relu(v, slope, in, out);
  }
};
struct Sigmoid : VectorActivation<Sigmoid> {
  static constexpr bool fixed_output = true;  // TFLite LOGISTIC: scale 1/256, zero point -128
  template <class P> static constexpr auto of(typename P::Vector x) { return sigmoid<P>(x); }
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) { return logistic(v, in, out); }
};
struct Silu : VectorActivation<Silu> {
  template <class P> static constexpr auto of(typename P::Vector x) { return P::multiply(x, sigmoid<P>(x)); }
};
struct HardSigmoid : VectorActivation<HardSigmoid> {
  static constexpr bool fixed_output = true;
  template <class P> static constexpr auto of(typename P::Vector x) {
    return clamp<P>(P::multiply(P::add(x, P::broadcast(3)), P::broadcast(1 / 6.0f)), 0, 1);
  }
};
struct HardSwish : VectorActivation<HardSwish> {
  template <class P> static constexpr auto of(typename P::Vector x) {
    const auto gate = clamp<P>(P::add(x, P::broadcast(3)), 0, 6);
    return P::multiply(P::multiply(x, gate), P::broadcast(1 / 6.0f));
  }
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) { return hard_swish(v, in, out); }
};

}  // namespace edgelite
