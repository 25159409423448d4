// Activations: y = f(x) for every element, shape kept, no parameters. In int8 a table of 256 entries: Relu, Relu6,
// LeakyRelu, Sigmoid and HardSwish as TFLite's reference kernels compute them (core/quantized_activation.hpp); those
// that TFLite lacks, and a user's own, are the function in float of the dequantized input, rounded half away from zero.
//
//   Relu         max(x, 0)
//   Relu6        min(max(x, 0), 6)
//   Clamp<L, H>  min(max(x, L), H); L and H are std::ratio, or NoLowerBound, NoUpperBound
//   LeakyRelu<>  x < 0 ? slope x : x
//   Sigmoid      1 / (1 + e^-x)
//   Silu         x sigmoid(x)
//   HardSigmoid  min(max(x + 3, 0), 6) / 6      (MobileNetV3)
//   HardSwish    x hardsigmoid(x)               (MobileNetV3)
//
// Relu, Relu6 and Clamp are one operation, a clamp: it joins the operation before it where that takes one. A user's own
// activation is one struct:
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

constexpr Operation activation_operation() {
  Operation op;
  op.role = Role::activation;
  op.in_place = true;
  return op;
}

constexpr Value emit_clamp(Builder& b, Value x, float low, float high) {
  Operation op = activation_operation();
  op.low = low;
  op.high = high;
  return b.emit(op, {x}, x.shape);
}

constexpr Value emit_leaky_relu(Builder& b, Value x, float slope) {
  Operation op = activation_operation();
  op.slope = slope;
  return b.emit(op, {x}, x.shape);
}

template <class F> struct Activation : Layer {
  static constexpr float low = -unbounded, high = unbounded;  // a clamp says its bounds here
  static constexpr bool fixed_output = false;

  // int8: the stored output for the stored input v.
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) {
    if (F::low == -unbounded && F::high == unbounded) return quantize(F::apply(dequantize(v, in)), out);
    return clamped(v, in, out, F::low, F::high);
  }

  static constexpr Value emit(Builder& b, Value x) {
    Operation op = activation_operation();
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

// What differs between two clamps, or two leaky ReLUs, is data of the operation: one body serves all of them.
struct Clamping : Activation<Clamping> {
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      for (int v = -128; v < 128; ++v) to.elements[v + 128] = clamped(v, source.in(0), source.out(), op.low, op.high);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      Activation<Clamping>::forward<Arch>(c);
    else if (c.size.high)
      transform<Arch>(c.size, c.x, c.y,
                      [low = c.low, high = c.high]<class P>(P, auto x) { return edgelite::clamp<P>(x, low, high); });
    else
      transform<Arch>(c.size, c.x, c.y,
                      [low = c.low]<class P>(P, auto x) { return P::at_least(x, P::broadcast(low)); });
  }
};

template <class F> struct ClampTo : Clamping {
  static constexpr Value emit(Builder& b, Value x) { return emit_clamp(b, x, F::low, F::high); }
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) {
    return clamped(v, in, out, F::low, F::high);
  }
};
struct Relu : ClampTo<Relu> {
  static constexpr float low = 0;
};
struct Relu6 : ClampTo<Relu6> {
  static constexpr float low = 0, high = 6;
};
struct NoLowerBound {
  static constexpr float num = -unbounded, den = 1;
};
struct NoUpperBound {
  static constexpr float num = unbounded, den = 1;
};
template <class Low, class High> struct Clamp : ClampTo<Clamp<Low, High>> {
  static constexpr float low = static_cast<float>(Low::num) / static_cast<float>(Low::den);
  static constexpr float high = static_cast<float>(High::num) / static_cast<float>(High::den);
  static_assert(low < high, "Clamp<Low, High>: the lower bound must be below the upper one");
};

struct LeakySlope : Activation<LeakySlope> {
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return is_quantized<T> ? PackedSize{256, 0} : PackedSize{0, 1};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      for (int v = -128; v < 128; ++v) to.elements[v + 128] = leaky_relu(v, op.slope, source.in(0), source.out());
    else
      to.constants[0] = op.slope;
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      Activation<LeakySlope>::forward<Arch>(c);
    else
      map(c.size, c.x, c.y, [slope = c.constants[0]](float x) { return x * by_sign(x, slope, 1); });
  }
};
template <class Slope = std::ratio<1, 100>> struct LeakyRelu : LeakySlope {
  static constexpr float slope = static_cast<float>(Slope::num) / static_cast<float>(Slope::den);
  static constexpr Value emit(Builder& b, Value x) { return emit_leaky_relu(b, x, slope); }
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
