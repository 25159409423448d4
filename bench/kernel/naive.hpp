// A problem's operands, and its result by the naive loops of tests/reference, which share nothing with the kernels.
// int8 functions of one number are those of core/, which tests/unit compares with LiteRT; kernels have tables of them.
#pragma once

#include <cmath>

#include "calls.hpp"
#include "edgelite/core/fixed_point_functions.hpp"
#include "edgelite/core/quantized_activation.hpp"
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
    n.first.relu = excites;
    n.second = source(second, n.first.output);
    n.first.rescaling = n.second.rescaling = problem.rounding();
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
    return {l.weights.data(), l.biases.data(), static_cast<int>(each), false, {}, in, out};
  }
};

namespace naive {

inline reference::Window window(const Problem& p) {
  return reference::same_window(p.in.height, p.in.width, p.window(), p.stride(), p.dilation());
}
inline reference::Affine affine(edgelite::Quantization q) { return {q.scale, q.zero_point}; }

template <class F> reference::Tensor<std::int8_t> map(reference::Tensor<std::int8_t> x, F f) {
  for (std::int8_t& v : x.data) v = f(v);
  return x;
}

// TFLite's: powers of the differences from the largest in Q0, their sum in Q12; scale 1/256, zero point -128.
inline reference::Tensor<std::int8_t> softmax(const reference::Tensor<std::int8_t>& x, float scale) {
  constexpr auto one = std::int64_t{1};
  const auto to_q5 = reference::fixed_point(static_cast<double>(scale) * (1 << 26));
  const auto power = [&](int difference) {
    return edgelite::fixed_exponential(static_cast<std::int32_t>(reference::scale_twice_rounded(difference, to_q5)));
  };
  reference::Tensor<std::int8_t> y = x;
  for (std::size_t pixel = 0; pixel < x.data.size(); pixel += static_cast<std::size_t>(x.channels)) {
    const auto first = x.data.begin() + static_cast<std::ptrdiff_t>(pixel), last = first + x.channels;
    const int largest = *std::max_element(first, last);
    std::int64_t sum = 0;
    for (auto v = first; v != last; ++v) sum += reference::round_half_away(power(*v - largest), one << 12);
    int whole = 0;  // the sum is (1 + rest) 2^(19 + whole)
    while (sum >> (20 + whole) > 0) ++whole;
    const std::int64_t rest = (sum << 12 >> whole) - (one << 31);
    const std::int64_t reciprocal = edgelite::fixed_reciprocal(static_cast<std::int32_t>(rest));
    for (int c = 0; c < x.channels; ++c) {
      const std::int64_t share = reference::round_half_up(reciprocal * power(*(first + c) - largest), one << 31);
      const std::int64_t steps = whole <= 8 ? reference::round_half_away(share, one << (23 + whole)) : 0;
      y.data[pixel + static_cast<std::size_t>(c)] = reference::Clamp{}(steps - 128);
    }
  }
  return y;
}

inline reference::Tensor<float> convolution(const Operands<float>& o) {
  const Problem& p = o.problem;
  return reference::conv2d(o.x, o.first.weights, o.first.biases, p.filters(), window(p), p.groups());
}

using Layer = Operands<std::int8_t>::Layer;

inline std::vector<reference::FixedPoint> factors(const Source<std::int8_t>& s, std::size_t filters) {
  std::vector<reference::FixedPoint> result;
  for (int o = 0; o < static_cast<int>(filters); ++o)
    result.push_back(reference::fixed_point(static_cast<double>(s.input.scale) * static_cast<double>(s.scale(o)) /
                                            static_cast<double>(s.output.scale)));
  return result;
}
inline reference::Tensor<std::int8_t> convolution(const reference::Tensor<std::int8_t>& x, const Layer& layer,
                                                  const Source<std::int8_t>& s, const reference::Window& w,
                                                  int groups) {
  const reference::Clamp clamp{s.low(), s.high()};
  const std::size_t filters = layer.biases.size();
  if (s.rescaling == edgelite::Rounding::to_even) {
    const auto to_even = [&](std::int32_t sum, std::size_t o) {
      return reference::scale_to_even(sum, s.input.scale * s.scale(static_cast<int>(o)) / s.output.scale);
    };
    return reference::conv2d(x, s.input.zero_point, layer.weights, layer.biases, static_cast<int>(filters), to_even,
                             s.output.zero_point, clamp, w, groups);
  }
  if (s.rescaling == edgelite::Rounding::once)
    return reference::linear(x.data, s.input.zero_point, layer.weights, layer.biases, factors(s, filters),
                             s.output.zero_point, clamp);
  return reference::conv2d(x, s.input.zero_point, layer.weights, layer.biases, factors(s, filters), s.output.zero_point,
                           clamp, w, groups);
}
inline reference::Tensor<std::int8_t> convolution(const Operands<std::int8_t>& o) {
  return convolution(o.x, o.first, o.numbers().first, window(o.problem), o.problem.groups());
}

inline reference::Tensor<float> squeeze_excite(const Operands<float>& o) {
  return reference::squeeze_excite(o.x, o.first.weights, o.first.biases, o.second.weights, o.second.biases,
                                   reference::sigmoid);
}
inline reference::Tensor<std::int8_t> squeeze_excite(const Operands<std::int8_t>& o) {
  const auto n = o.numbers();
  const auto mean = reference::mean(o.x, affine(n.x), affine(n.x));
  const auto hidden = convolution(mean, o.first, n.first, {}, 1);
  const auto gate = map(convolution(hidden, o.second, n.second, {}, 1),
                        [&](int v) { return edgelite::logistic(v, n.second.output, gate_values); });
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
      return map(o.x, [&](int v) { return edgelite::hard_swish(v, n.x, n.y); });
    case Kernel::sigmoid:
      return map(o.x, [&](int v) { return edgelite::logistic(v, n.x, n.y); });
    default:
      return softmax(o.x, n.x.scale);
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
