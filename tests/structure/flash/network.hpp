// A network, numbers for it that are the same in every program, and an architecture of another target.
#pragma once

#include <edgelite/edgelite.hpp>

namespace app {

#ifdef WIDER
inline constexpr int filters = 16;
#else
inline constexpr int filters = 8;
#endif

namespace el = edgelite;

struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<filters, el::Kernel<3>>, el::BatchNorm2d, el::Relu,
                         el::Residual<el::DepthwiseConv2d<el::Kernel<3>>, el::PointwiseConv2d<filters>>,
                         el::GlobalAveragePool, el::Linear<10>> {};

struct Device {
  using fallback = el::Scalar;
  static constexpr const char* name = "device";
  static constexpr int alignment = 16;
};

// Every byte value occurs among the weights.
template <class T> void fill(el::Parameters<Net, T>& p) {
  std::uint32_t state = 1;
  auto next = [&] { return (state = state * 1664525 + 1013904223) >> 24; };
  if constexpr (el::is_quantized<T>) {
    for (auto& w : p.weight) w = static_cast<std::int8_t>(static_cast<int>(next()) - 128);
    for (auto& b : p.bias) b = static_cast<std::int32_t>(next()) * 8 - 1000;
    for (auto& s : p.scale) s = 0.001f + static_cast<float>(next()) / 65536;
    for (std::size_t v = 0; v < p.values.size(); ++v)
      p.values[v] = {0.05f + static_cast<float>(v) / 100, static_cast<std::int32_t>(v)};
  } else {
    for (auto& x : p.data) x = static_cast<float>(next() + 1) / 128;  // variances are positive
  }
}

template <class T> std::array<T, el::input_size<Net>> picture() {
  std::array<T, el::input_size<Net>> x{};
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(static_cast<int>(i * 37 % 199) - 99);
  return x;
}

}  // namespace app
