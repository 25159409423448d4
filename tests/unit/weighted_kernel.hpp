// Holds a packed convolution kernel against the naive convolution: any shape, float or int8, with or without a second
// operand.
#pragma once
#include <string>

#include "edgelite/arch/select.hpp"
#include "edgelite/kernel/packing.hpp"
#include "reference/convolution.hpp"
#include "reference/elementwise.hpp"
#include "reference/movement.hpp"
#include "reference/quantized.hpp"
#include "strided.hpp"

namespace kernel_test {

using edgelite::Quantization;
using edgelite::unbounded;

struct Problem {
  int height, width, channels, filters;
  reference::Window window{};
  int groups = 1;
  bool clamped = false, second = false, single_rounding = false, shuffled = false;
  bool gaps = true;  // between the pixels and rows of x and y

  int per_channel() const { return channels / groups * window.kernel_height * window.kernel_width; }
  std::string text() const {
    std::string s;
    for (const auto& [name, value] : {std::pair{"h ", height},
                                      {" w ", width},
                                      {" c ", channels},
                                      {" o ", filters},
                                      {" g ", groups},
                                      {" k ", window.kernel_height},
                                      {" s ", window.stride_height},
                                      {" top ", window.top}})
      s += name + std::to_string(value);
    return s + (clamped ? " clamped" : "") + (second ? " second" : "") + (shuffled ? " shuffled" : "");
  }
};

template <class T> struct Numbers;  // weights, and the naive result

template <> struct Numbers<float> {
  static constexpr float low = -0.4f, high = 0.6f, sum_low = -0.2f, sum_high = 0.9f;
  const Problem& p;
  std::vector<float> weights = reference::random_vector(p.filters * p.per_channel(), 1),
                     biases = reference::random_vector(p.filters, 2);

  int per_channel() const { return p.per_channel(); }
  float weight(int o, int i) const { return weights.at(static_cast<std::size_t>(o * per_channel() + i)); }
  float bias(int o) const { return biases.at(static_cast<std::size_t>(o)); }
  edgelite::Second<float> second(const float* r, const std::int32_t*) const {
    return {true, r, nullptr, p.clamped ? sum_low : -unbounded, p.clamped ? sum_high : unbounded, false};
  }
  static void write_second(std::int32_t*) {}
  float float_low() const { return p.clamped ? low : -unbounded; }
  float float_high() const { return p.clamped ? high : unbounded; }

  Tensor<float> expected(const Tensor<float>& x, const Tensor<float>& r) const {
    const auto bounded = [this](double v, double a, double b) { return p.clamped ? std::min(std::max(v, a), b) : v; };
    auto y = reference::conv2d(x, weights, biases, p.filters, p.window, p.groups);
    y = reference::map(y, [&](double v) { return bounded(v, static_cast<double>(low), static_cast<double>(high)); });
    if (!p.second) return y;
    return reference::map(reference::add(y, r), [&](double v) {
      return bounded(v, static_cast<double>(sum_low), static_cast<double>(sum_high));
    });
  }
};

template <> struct Numbers<std::int8_t> {
  const Problem& p;
  std::vector<std::int8_t> weights = reference::random_vector<std::int8_t>(p.filters * p.per_channel(), 1);
  std::vector<std::int32_t> biases = std::vector<std::int32_t>(static_cast<std::size_t>(p.filters), 0);
  Quantization input{0.02f, -3}, output{0.0125f * std::sqrt(static_cast<float>(p.per_channel())), 7};
  Quantization other{0.04f, 5}, sum{0.09f, -4};

  explicit Numbers(const Problem& problem) : p(problem) {
    for (auto& w : weights) w = std::max<std::int8_t>(w, -127);
    for (std::size_t o = 0; o < biases.size(); ++o) biases[o] = static_cast<std::int32_t>(o * 977 % 4001) - 2000;
  }
  int per_channel() const { return p.per_channel(); }
  std::int8_t weight(int o, int i) const { return weights.at(static_cast<std::size_t>(o * per_channel() + i)); }
  std::int32_t bias(int o) const { return biases.at(static_cast<std::size_t>(o)); }
  float scale(int o) const { return 0.004f + 0.0007f * static_cast<float>(o % 7); }
  Quantization in(int) const { return input; }
  Quantization out() const { return output; }
  std::int32_t low() const { return p.clamped ? -30 : -128; }
  std::int32_t high() const { return p.clamped ? 50 : 127; }
  static float float_low() { return -unbounded; }
  static float float_high() { return unbounded; }
  edgelite::Rounding rounding() const {
    return p.single_rounding ? edgelite::Rounding::once : edgelite::Rounding::twice;
  }
  edgelite::Second<std::int8_t> second(const std::int8_t* r, const std::int32_t* words) const {
    return {true, r, words, -unbounded, unbounded, false};
  }
  void write_second(std::int32_t* words) const {
    edgelite::QuantizedAdd::of(output, other, sum, p.clamped ? -1.0f : -unbounded, unbounded).write(words);
  }

  Tensor<std::int8_t> expected(const Tensor<std::int8_t>& x, const Tensor<std::int8_t>& r) const {
    std::vector<reference::FixedPoint> factors;
    for (int o = 0; o < p.filters; ++o)
      factors.push_back(reference::fixed_point(static_cast<double>(input.scale) * static_cast<double>(scale(o)) /
                                               static_cast<double>(output.scale)));
    const reference::Clamp clamp{low(), high()};
    const auto y = p.single_rounding
                       ? reference::linear(x.data, input.zero_point, weights, biases, factors, output.zero_point, clamp)
                       : reference::conv2d(x, input.zero_point, weights, biases, factors, output.zero_point, clamp,
                                           p.window, p.groups);
    if (!p.second) return y;
    const auto affine = [](Quantization q) { return reference::Affine{q.scale, q.zero_point}; };
    const int least = p.clamped ? static_cast<int>(std::lround(-1.0 / 0.09)) + sum.zero_point : -128;
    return reference::combine(reference::add, y, r, affine(output), affine(other), affine(sum), {least, 127});
  }
};

constexpr edgelite::Size size_of(const Problem& p) {
  const int height = p.window.output_height(p.height), width = p.window.output_width(p.width);
  edgelite::Size z = strided_size({p.height, p.width, p.channels}, {height, width, p.filters}, p.window,
                                  input_strides(p.width, p.channels, p.gaps), output_strides(width, p.filters, p.gaps));
  z.groups = p.groups, z.shuffle = p.shuffled ? p.groups : 1, z.r_pixel = p.filters, z.r_row = p.filters * width;
  z.low = z.high = p.clamped, z.second = p.second;
  z.rounding = p.single_rounding ? edgelite::Rounding::once : edgelite::Rounding::twice;
  return z;
}

// A case whose sizes the kernel knows at compile time: P::problem.
template <class P> struct StaticSizes { static constexpr edgelite::Size size = size_of(P::problem); };

template <class Kernel, class T, class Z>
void check(const Problem& p, const Z& z, const Numbers<T>& numbers, const Tensor<T>& x) {
  const int out_height = p.window.output_height(p.height), out_width = p.window.output_width(p.width);
  const auto r = reference::random_tensor<T>(out_height, out_width, p.filters, 4);
  const auto straight = numbers.expected(x, r);
  const auto expected = p.shuffled ? reference::channel_shuffle(straight, p.groups) : straight;

  const auto shape = edgelite::ConvolutionShape::of(z);
  const edgelite::PackedSize size = Kernel::packed_size(shape);
  std::vector<T> elements(static_cast<std::size_t>(size.elements), guard<T>);
  std::vector<typename edgelite::ElementTraits<T>::Constant> constants(static_cast<std::size_t>(size.constants));
  Kernel::pack(shape, numbers, elements.data(), constants.data());
  std::int32_t words[edgelite::QuantizedAdd::words];
  numbers.write_second(words);

  CAPTURE(p.text());
  const auto run = [&](const T* from, T* to, Strides, Strides) {
    const auto epilogue = edgelite::Epilogue<T>::of(
        constants.data(), Kernel::padded_channels(z), numbers.float_low(), numbers.float_high(),
        p.second ? numbers.second(r.data.data(), words) : edgelite::Second<T>{});
    std::vector<T> scratch(static_cast<std::size_t>(Kernel::scratch(size_of(p))), guard<T>);
    Kernel::run(z, from, elements.data(), epilogue, to, scratch.data());
  };
  check_strided(x, expected, run, p.gaps);
}
template <class Kernel, class T, class Z> void check(const Problem& p, const Z& z) {
  check<Kernel, T>(p, z, Numbers<T>{p}, reference::random_tensor<T>(p.height, p.width, p.channels, 3));
}
template <class Kernel, class T> void check(const Problem& p) { check<Kernel, T>(p, size_of(p)); }
template <class Kernel, class T, class P> void check_static() {
  check<Kernel, T>(P::problem, edgelite::Fixed<StaticSizes<P>>{});
}

// Below, equal to, a multiple of and above a tile.
inline std::vector<int> around(int tile) {
  std::vector<int> sizes{1};
  for (int size : {tile - 1, tile, tile + 1, 2 * tile, 2 * tile + 1})
    if (size > sizes.back()) sizes.push_back(size);
  return sizes;
}

}  // namespace kernel_test
