// The network that every target runs, its parameters and its input: computed alike everywhere, from exact operations.
#pragma once

#include <edgelite/edgelite.hpp>

using Net = edgelite::Network<edgelite::Input<12, 12, 3>, edgelite::Conv2d<8, edgelite::Kernel<3>, edgelite::Stride<2>>,
                              edgelite::BatchNorm2d, edgelite::HardSwish,
                              edgelite::Residual<edgelite::PointwiseConv2d<24>, edgelite::BatchNorm2d, edgelite::Relu6,
                                                 edgelite::DepthwiseConv2d<edgelite::Kernel<3>>, edgelite::BatchNorm2d,
                                                 edgelite::Relu6, edgelite::SqueezeExcite<edgelite::Reduction<4>>,
                                                 edgelite::PointwiseConv2d<8>, edgelite::BatchNorm2d>,
                              edgelite::GlobalAveragePool, edgelite::Linear<10>>;

// Small multiples of a power of two: exact in float on every target.
class Numbers {
 public:
  int next() { return static_cast<int>((state_ = state_ * 1664525u + 1013904223u) >> 24) - 128; }

 private:
  std::uint32_t state_ = 1;
};

template <class T> struct Case {
  edgelite::Parameters<Net, T> parameters;
  std::array<T, 12 * 12 * 3> image;
};

inline void fill(Case<float>& c) {
  Numbers numbers;
  for (const edgelite::TensorInfo& t : edgelite::tensors<Net>)
    for (int i = 0; i < t.size(); ++i) {
      const float x = static_cast<float>(numbers.next()) / 256;
      c.parameters.data[static_cast<std::size_t>(t.offset + i)] = t.label().ends_with("running_var") ? 1 + x : x;
    }
  for (float& x : c.image) x = static_cast<float>(numbers.next()) / 128;
}

inline void fill(Case<std::int8_t>& c) {
  Numbers numbers;
  for (std::int8_t& x : c.parameters.weight) x = static_cast<std::int8_t>(numbers.next() | 1);
  for (std::int32_t& x : c.parameters.bias) x = numbers.next() * 16;
  for (float& x : c.parameters.scale) x = static_cast<float>(numbers.next() + 160) / 32768;
  for (edgelite::Quantization& x : c.parameters.values) x = {0.03125f, -5};
  for (std::int8_t& x : c.image) x = static_cast<std::int8_t>(numbers.next());
}

// One inference; the arena and the result are static because a microcontroller's stack is small.
template <class Policy, class T, class Arch>
const std::array<T, 10>& infer(const edgelite::Weights<Net, T, Arch>& weights,
                               const std::array<T, 12 * 12 * 3>& image) {
  static constinit edgelite::Arena<edgelite::arena_bytes<Net, T, Policy, Arch>> arena{};
  static constinit std::array<T, 10> result{};
  edgelite::run<Net, Policy>(weights, image, result, arena);
  return result;
}

template <class T, class Arch>
const edgelite::Weights<Net, T, Arch>& prepared(const edgelite::Parameters<Net, T>& parameters) {
  static constinit edgelite::Weights<Net, T, Arch> weights{};
  edgelite::prepare(parameters, weights);
  return weights;
}
