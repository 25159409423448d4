// Naive activations, sums, products and squeeze-excite, computed in double.
#pragma once
#include "convolution.hpp"
#include "pooling.hpp"
#include "tensor.hpp"

namespace reference {

inline double relu(double x) { return std::max(x, 0.0); }
inline double relu6(double x) { return std::min(std::max(x, 0.0), 6.0); }
inline double leaky_relu(double x, double slope = 0.01) { return x < 0 ? slope * x : x; }
inline double hard_sigmoid(double x) { return relu6(x + 3) / 6; }
inline double hard_swish(double x) { return x * relu6(x + 3) / 6; }
inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
inline double silu(double x) { return x * sigmoid(x); }

template <class F> Tensor<float> map(Tensor<float> tensor, F f) {
  for (float& v : tensor.data) v = static_cast<float>(f(static_cast<double>(v)));
  return tensor;
}

// Over the channels of every pixel.
inline Tensor<float> softmax(const Tensor<float>& input) {
  Tensor<float> output = input;
  for_each(input, [&](int y, int x, int c) {
    double sum = 0;
    for (int k = 0; k < input.channels; ++k)
      sum += std::exp(static_cast<double>(input.at(y, x, k)) - static_cast<double>(input.at(y, x, c)));
    output.at(y, x, c) = static_cast<float>(1 / sum);
  });
  return output;
}

// `b` has the shape of `a`, or is 1 x 1 x C and serves every pixel.
template <class F> Tensor<float> combine(const Tensor<float>& a, const Tensor<float>& b, F f) {
  Tensor<float> output = a;
  for_each(a, [&](int y, int x, int c) {
    const float other = b.height == 1 && b.width == 1 ? b.at(0, 0, c) : b.at(y, x, c);
    output.at(y, x, c) = static_cast<float>(f(static_cast<double>(a.at(y, x, c)), static_cast<double>(other)));
  });
  return output;
}
inline Tensor<float> add(const Tensor<float>& a, const Tensor<float>& b) {
  return combine(a, b, [](double x, double y) { return x + y; });
}
inline Tensor<float> mul(const Tensor<float>& a, const Tensor<float>& b) {
  return combine(a, b, [](double x, double y) { return x * y; });
}

// x * gate(W2 relu(W1 mean(x) + b1) + b2)
template <class Gate>
Tensor<float> squeeze_excite(const Tensor<float>& input, const std::vector<float>& w1, const std::vector<float>& b1,
                             const std::vector<float>& w2, const std::vector<float>& b2, Gate gate) {
  const Tensor<float> hidden = map(linear(global_average_pool(input).data, w1, b1, static_cast<int>(b1.size())), relu);
  return mul(input, map(linear(hidden.data, w2, b2, input.channels), gate));
}

}  // namespace reference
