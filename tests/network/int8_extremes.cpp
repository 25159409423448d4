// Where int8 networks overflow: images and weights all at one end, zero points at both, biases of any size, factors far
// from 1. Sums are modulo 2^32, what follows saturates; every architecture gives the naive loops' bits.
#include <doctest/doctest.h>

#include "int8_naive.hpp"

namespace {

using namespace edgelite;
using int8_test::Bytes;

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min(),
                       most = std::numeric_limits<std::int32_t>::max();

struct Convolved : Network<Input<4, 5, 19>, Conv2d<9, Kernel<3>, Bias>> {
  static Bytes naive(int8_test::NaiveNetwork<Convolved> n, const Bytes& x) {
    return n.convolution(x, 0, 1, 9, reference::same_window(4, 5, 3));
  }
};
struct Pointwise : Network<Input<4, 5, 19>, PointwiseConv2d<40, Bias>> {
  static Bytes naive(int8_test::NaiveNetwork<Pointwise> n, const Bytes& x) { return n.convolution(x, 0, 1, 40); }
};
struct Depthwise : Network<Input<4, 5, 19>, DepthwiseConv2d<Kernel<3>, Bias>> {
  static Bytes naive(int8_test::NaiveNetwork<Depthwise> n, const Bytes& x) {
    return n.convolution(x, 0, 1, 19, reference::same_window(4, 5, 3), 19);
  }
};
struct Flat : Network<Input<1, 1, 380>, Linear<21>> {
  static Bytes naive(int8_test::NaiveNetwork<Flat> n, const Bytes& x) { return n.linear(x, 0, 1, 21); }
};

template <class Net, class Arch> void check() {
  using Policy = std::conditional_t<std::is_same_v<Arch, Scalar>, Small, Speed>;
  auto p = std::make_unique<Parameters<Net, std::int8_t>>();
  auto weights = std::make_unique<Weights<Net, std::int8_t, Arch>>();
  Bytes image(4, 5, 19);
  for (int bytes = 0; bytes < 4; ++bytes)
    for (int weight = 0; weight < 4; ++weight)
      for (const int zero : {-128, 3, 127})
        for (const float factor : {1e-9f, 3e-7f, 0.0004f, 0.7f, 900.0f, 7e8f}) {
          reference::fill_extreme(image.data, bytes);
          reference::fill_extreme(p->weight, weight);
          for (std::size_t o = 0; o < p->bias.size(); ++o) {
            p->bias[o] = std::array{least, least + 70000, -9, 0, 77, most - 70000, most}[o % 7];
            p->scale[o] = factor * (1 + 0.1f * static_cast<float>(o % 5));
          }
          p->values = {{{0.5f, zero}, {0.5f, -1 - zero}}};
          prepare(*p, *weights);
          CAPTURE(bytes);
          CAPTURE(weight);
          CAPTURE(zero);
          CAPTURE(factor);
          int8_test::check_run<Net, Arch, Policy>(*weights, image, Net::naive(int8_test::NaiveNetwork<Net>(*p), image));
        }
}

}  // namespace

TEST_CASE_TEMPLATE("int8 sums that overflow are modulo 2^32, their results saturate", Arch, Scalar, NativeArch) {
  check<Convolved, Arch>();
  check<Pointwise, Arch>();
  check<Depthwise, Arch>();
  check<Flat, Arch>();
}
