// SqueezeExcite<Reduction<R> | Hidden<N>, Gate = Sigmoid>: channel attention (Hu et al. 2018; EdgeLite-CNN, HL-CNN,
// MobileNetV3).
//
//   y[i, j, c] = x[i, j, c] gate(b2 + W2 relu(b1 + W1 m))[c],  m = mean of x over i, j
//
// H x W x C -> H x W x C; hidden = C / R or N. Gate: Sigmoid or HardSigmoid.
// Parameters, named as torchvision does unless two further arguments say otherwise: fc1.weight [hidden, C, 1, 1],
// fc1.bias, fc2.weight [C, hidden, 1, 1], fc2.bias.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/global_average_pool.hpp"
#include "edgelite/layer/product.hpp"

namespace edgelite {

template <int R> struct Reduction {
  static_assert(R > 0, "Reduction: must be positive");
  static constexpr int hidden(int channels) { return channels / R; }
};
template <int N> struct Hidden {
  static_assert(N > 0, "Hidden: must be positive");
  static constexpr int hidden(int) { return N; }
};

template <class Squeeze, class Gate = Sigmoid, Text FirstName = "fc1", Text SecondName = "fc2">
struct SqueezeExcite : Product {
  using First = Named<FirstName, PointwiseConv2d<1, Bias>>;  // their filters are given when the channels are known
  using Second = Named<SecondName, PointwiseConv2d<1, Bias>>;
  using children = Children<GlobalAveragePool, First, Relu, Second, Gate>;

  static constexpr Value emit(Builder& b, Value x) {
    const int hidden = Squeeze::hidden(x.shape.channels);
    Value gate = b.child<GlobalAveragePool>(0, x);
    gate = b.child<First>(1, gate, hidden > 0 ? hidden : 1);
    gate = b.child<Relu>(2, gate);
    gate = b.child<Second>(3, gate, x.shape.channels);
    gate = b.child<Gate>(4, gate);
    return emit_product(b, x, gate);
  }
  template <class At> static constexpr void check() {
    static_assert(Squeeze::hidden(At::shape(0).channels) > 0,
                  "SqueezeExcite: Reduction<R> is larger than the number of channels");
  }
};

}  // namespace edgelite
