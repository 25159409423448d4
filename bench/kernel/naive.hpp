// A problem's operands, and its result by the naive loops of tests/reference, which share nothing with the kernels.
#pragma once

#include <cmath>

#include "calls.hpp"
#include "numbers.hpp"
#include "reference/convolution.hpp"
#include "reference/elementwise.hpp"
#include "reference/movement.hpp"
#include "reference/pooling.hpp"
#include "reference/quantized.hpp"

namespace bench {

template <class T> struct Operands {
  Problem problem;
  reference::Tensor<T> x, r;
  struct Layer {
    std::vector<T> weights;
    std::vector<Constant<T>> biases;
  } first, second;

  explicit Operands(const Problem& p)
      : problem(p), x(reference::random_tensor<T>(p.in.height, p.in.width, p.in.channels, 1)) {
    if (p.has_second()) r = reference::random_tensor<T>(p.in.height, p.in.width, p.in.channels, 2);
    if (p.weighted()) first = layer(p.filters(), p.in.channels / p.groups() * p.taps());
    if (p.kernel == Kernel::squeeze_excite) {
      first = layer(p.options.hidden, p.in.channels);
      second = layer(p.in.channels, p.options.hidden);
    }
  }

  Numbers<T> numbers() const {
    Numbers<T> n;
    const bool excites = problem.kernel == Kernel::squeeze_excite;
    n.first = source(first, n.x);
    n.first.rounds_once = problem.kernel == Kernel::linear;
    n.first.relu = excites;
    n.second = source(second, n.first.output);
    if (problem.kernel == Kernel::sigmoid || problem.kernel == Kernel::softmax) n.y = gate_values;
    return n;
  }

 private:
  static Layer layer(int filters, int each) {
    Layer l{reference::random_vector<T>(filters * each, 3), {}};
    for (T& w : l.weights) {
      if constexpr (edgelite::is_quantized<T>)
        w = std::max<T>(w, -127);
      else
        w *= std::sqrt(3.0f / static_cast<float>(each));  // outputs about as large as inputs
    }
    for (int o = 0; o < filters; ++o) l.biases.push_back(static_cast<Constant<T>>(o * 977 % 401 - 200));
    if constexpr (!edgelite::is_quantized<T>)
      for (T& b : l.biases) b /= 256;
    return l;
  }
  static Source<T> source(const Layer& l, edgelite::Quantization in) {
    if (l.biases.empty()) return {};
    const auto each = l.weights.size() / l.biases.size();
    const edgelite::Quantization out{in.scale * std::sqrt(static_cast<float>(each)) / 2, 7};
    return {l.weights.data(), l.biases.data(), static_cast<int>(each), false, false, in, out};
  }
};

namespace naive {

inline reference::Window window(const Problem& p) {
  return reference::same_window(p.in.height, p.in.width, p.window(), p.stride(), p.dilation());
}
inline reference::Affine affine(edgelite::Quantization q) { return {q.scale, q.zero_point}; }

// f of the real values, rounded to the nearest step.
template <class F>
reference::Tensor<std::int8_t> quantized(const reference::Tensor<std::int8_t>& x, edgelite::Quantization from,
                                         edgelite::Quantization to, F f) {
  reference::Tensor<float> real(x.height, x.width, x.channels);
  for (std::size_t i = 0; i < x.data.size(); ++i)
    real.data[i] = from.scale * static_cast<float>(x.data[i] - from.zero_point);
  real = f(real);
  reference::Tensor<std::int8_t> y = x;
  for (std::size_t i = 0; i < x.data.size(); ++i)
    y.data[i] = reference::Clamp{}(std::lround(real.data[i] / to.scale) + to.zero_point);
  return y;
}

template <class F> auto each(F f) {
  return [f](const reference::Tensor<float>& x) { return reference::map(x, f); };
}

inline reference::Tensor<float> convolution(const Operands<float>& o) {
  const Problem& p = o.problem;
  return reference::conv2d(o.x, o.first.weights, o.first.biases, p.filters(), window(p), p.groups());
}

inline std::vector<reference::FixedPoint> factors(const Source<std::int8_t>& s, int filters) {
  std::vector<reference::FixedPoint> result;
  for (int o = 0; o < filters; ++o)
    result.push_back(reference::fixed_point(static_cast<double>(s.input.scale) * static_cast<double>(s.scale(o)) /
                                            static_cast<double>(s.output.scale)));
  return result;
}
inline reference::Tensor<std::int8_t> convolution(const Operands<std::int8_t>& o) {
  const Problem& p = o.problem;
  const auto s = o.numbers().first;
  const auto scales = factors(s, p.filters());
  if (s.rounds_once)
    return reference::linear(o.x.data, s.input.zero_point, o.first.weights, o.first.biases, scales, s.output.zero_point,
                             {});
  return reference::conv2d(o.x, s.input.zero_point, o.first.weights, o.first.biases, scales, s.output.zero_point, {},
                           window(p), p.groups());
}

inline reference::Tensor<float> squeeze_excite(const Operands<float>& o) {
  return reference::squeeze_excite(o.x, o.first.weights, o.first.biases, o.second.weights, o.second.biases,
                                   reference::sigmoid);
}
inline reference::Tensor<std::int8_t> squeeze_excite(const Operands<std::int8_t>& o) {
  const auto n = o.numbers();
  const auto pointwise = [](const auto& x, const auto& layer, const Source<std::int8_t>& s) {
    return reference::conv2d(x, s.input.zero_point, layer.weights, layer.biases,
                             factors(s, static_cast<int>(layer.biases.size())), s.output.zero_point,
                             {s.low(), s.high()}, {});
  };
  const auto mean = reference::mean(o.x, affine(n.x), affine(n.x));
  const auto gate = quantized(pointwise(pointwise(mean, o.first, n.first), o.second, n.second), n.second.output,
                              gate_values, each(reference::sigmoid));
  return reference::combine(reference::mul, o.x, gate, affine(n.x), affine(gate_values), affine(n.y));
}

inline reference::Tensor<float> average(const reference::Tensor<float>& x, const reference::Window& w) {
  return reference::average_pool(x, w, reference::Padded::ignored);
}
inline reference::Tensor<std::int8_t> average(const reference::Tensor<std::int8_t>& x, const reference::Window& w) {
  return reference::average_pool(x, {}, w);
}

inline reference::Tensor<float> mean(const Operands<float>& o) { return reference::global_average_pool(o.x); }
inline reference::Tensor<std::int8_t> mean(const Operands<std::int8_t>& o) {
  return reference::mean(o.x, affine(o.numbers().x), affine(o.numbers().y));
}

inline reference::Tensor<float> elementwise(const Operands<float>& o) {
  switch (o.problem.kernel) {
    case Kernel::add:
      return reference::add(o.x, o.r);
    case Kernel::mul:
      return reference::mul(o.x, o.r);
    case Kernel::hard_swish:
      return reference::map(o.x, reference::hard_swish);
    case Kernel::sigmoid:
      return reference::map(o.x, reference::sigmoid);
    default:
      return reference::softmax(o.x);
  }
}
inline reference::Tensor<std::int8_t> elementwise(const Operands<std::int8_t>& o) {
  const auto n = o.numbers();
  switch (o.problem.kernel) {
    case Kernel::add:
      return reference::combine(reference::add, o.x, o.r, affine(n.x), affine(n.r), affine(n.y));
    case Kernel::mul:
      return reference::combine(reference::mul, o.x, o.r, affine(n.x), affine(n.r), affine(n.y));
    case Kernel::hard_swish:
      return quantized(o.x, n.x, n.y, each(reference::hard_swish));
    case Kernel::sigmoid:
      return quantized(o.x, n.x, n.y, each(reference::sigmoid));
    default:
      return quantized(o.x, n.x, n.y, reference::softmax);
  }
}

template <class T> reference::Tensor<T> result(const Operands<T>& o) {
  const Problem& p = o.problem;
  const edgelite::Shape y = p.out();
  switch (p.kernel) {
    case Kernel::pointwise:
    case Kernel::conv:
    case Kernel::depthwise:
    case Kernel::linear:
      return convolution(o);
    case Kernel::grouped_shuffle:
      return reference::channel_shuffle(convolution(o), p.groups());
    case Kernel::squeeze_excite:
      return squeeze_excite(o);
    case Kernel::max_pool:
      return reference::max_pool(o.x, window(p));
    case Kernel::average_pool:
      return average(o.x, window(p));
    case Kernel::global_average_pool:
      return mean(o);
    case Kernel::channel_shuffle:
      return reference::channel_shuffle(o.x, p.groups());
    case Kernel::pad: {
      const int n = p.options.padding;
      return reference::pad(o.x, n, n, n, n);
    }
    case Kernel::resize_nearest:
      return reference::resize_nearest(o.x, y.height, y.width);
    case Kernel::resize_bilinear:
      return reference::resize_bilinear(o.x, y.height, y.width);
    default:
      return elementwise(o);
  }
}

}  // namespace naive
}  // namespace bench
