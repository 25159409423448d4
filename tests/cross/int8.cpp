// The int8 architecture of a target against the naive convolutions, bit for bit: shapes around its tiles, and bytes, weights
// and zero points at both ends. Small, because it is compiled for several instruction sets.
#include <string>

#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "unit/weighted_kernel.hpp"

using namespace kernel_test;
using edgelite::NativeArch;
using reference::Window;

namespace {

using Convolution = edgelite::ConvolutionKernel<NativeArch, std::int8_t>;
using Depthwise = edgelite::DepthwiseKernel<NativeArch, std::int8_t>;

template <int H, int W, int C, int O, int K, int Stride, int G, bool Joined> struct Case {
  static constexpr Problem problem{H,      W,     C,     O,     Window::square(K, Stride, K / 2), G, Joined,
                                   Joined, false, false, Joined};
};

// Constant and run-time sizes.
template <class Kernel, class P> void check_both(const Numbers<std::int8_t>& numbers, const Tensor<std::int8_t>& x) {
  check<Kernel, std::int8_t>(P::problem, edgelite::Fixed<StaticSizes<P>>{}, numbers, x);
  check<Kernel, std::int8_t>(P::problem, size_of(P::problem), numbers, x);
}
template <class Kernel, class P> void check_random() {
  check_both<Kernel, P>(
      Numbers<std::int8_t>{P::problem},
      reference::random_tensor<std::int8_t>(P::problem.height, P::problem.width, P::problem.channels, 3));
}

template <class Kernel, class P> void check_extremes() {
  const Problem& p = P::problem;
  Tensor<std::int8_t> x(p.height, p.width, p.channels);
  Numbers<std::int8_t> numbers{p};
  for (int bytes = 0; bytes < 4; ++bytes)
    for (int weights = 0; weights < 4; ++weights)
      for (int zero : {-128, 3, 127})
        for (float scale : {0.00017f, 0.0025f, 1.0f}) {  // shifts 0 and -1; small; results of 0
          reference::fill_extreme(x.data, bytes);
          reference::fill_extreme(numbers.weights, weights);
          numbers.input.zero_point = zero, numbers.output = {scale, -1 - zero};
          CAPTURE(bytes);
          CAPTURE(weights);
          CAPTURE(zero);
          CAPTURE(scale);
          check_both<Kernel, P>(numbers, x);
        }
}

}  // namespace

TEST_CASE("the int8 architecture is the one that the flags allow") {
  const std::string name = NativeArch::name;
#if defined(__ARM_FEATURE_MATMUL_INT8)
  CHECK(name == "neon-i8mm");
#elif defined(__ARM_FEATURE_DOTPROD)
  CHECK(name == "neon-dot");
#else
  CHECK(name == "neon");
#endif
}

TEST_CASE("int8 convolutions, sizes known at run time") {
  for (bool extra : {false, true})
    for (int channels : {1, 3, 4, 8, 16, 23, 64})
      for (int filters : {1, 7, 8, 9, 16, 17, 40}) {
        check<Convolution, std::int8_t>({5, 7, channels, filters, {}, 1, extra, extra});
        check<Convolution, std::int8_t>({5, 7, channels, filters, {}, 1, extra, extra, false, false, false});
        check<Convolution, std::int8_t>({6, 7, channels, filters, Window::square(3, 1, 1), 1, extra, extra});
        check<Convolution, std::int8_t>({9, 9, channels, filters, Window::square(3, 2, 2, 2), 1, extra, extra});
        check<Convolution, std::int8_t>({1, 1, channels, filters, {}, 1, extra, false, true});
      }
  for (int groups : {2, 3, 4, 5})
    for (bool shuffled : {false, true})
      check<Convolution, std::int8_t>({4, 5, 6 * groups, 17 * groups, {}, groups, false, false, false, shuffled});
}

TEST_CASE("int8 convolutions, sizes known at compile time") {
  check_random<Convolution, Case<5, 5, 64, 40, 1, 1, 1, false>>();
  check_random<Convolution, Case<3, 13, 20, 24, 1, 1, 1, true>>();
  check_random<Convolution, Case<6, 7, 3, 16, 3, 2, 1, false>>();
  check_random<Convolution, Case<5, 6, 32, 16, 3, 1, 2, true>>();
  check_random<Convolution, Case<1, 1, 72, 10, 1, 1, 1, false>>();
}

TEST_CASE("int8 depthwise convolutions") {
  for (bool extra : {false, true})
    for (int channels : {1, 7, 8, 9, 16, 19})
      for (int side : {3, 5})
        for (int stride : {1, 2})
          check<Depthwise, std::int8_t>(
              {7, 11, channels, channels, Window::square(side, stride, side / 2), channels, extra, extra});
  check_random<Depthwise, Case<7, 9, 19, 19, 3, 1, 19, false>>();
  check_random<Depthwise, Case<8, 8, 32, 32, 3, 1, 32, true>>();
  check_random<Depthwise, Case<9, 10, 16, 16, 3, 2, 16, false>>();
  check_random<Depthwise, Case<6, 7, 8, 8, 5, 1, 8, false>>();
}

TEST_CASE("int8 bytes, weights and zero points at both ends") {
  check_extremes<Convolution, Case<3, 5, 19, 9, 1, 1, 1, false>>();
  check_extremes<Convolution, Case<3, 5, 32, 16, 3, 1, 1, false>>();
  check_extremes<Depthwise, Case<4, 9, 11, 11, 3, 1, 11, false>>();
}
