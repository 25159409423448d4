// Convolutions and depthwise convolutions whose sizes are constants take other paths than those of run-time sizes: tiles
// by shape, borders left out, sums that roll down the image.
#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "weighted_kernel.hpp"

using namespace kernel_test;
using reference::Window;

namespace {

template <class Arch, class T> struct Subject {
  using arch = Arch;
  using element = T;
  static constexpr int lanes = edgelite::Primitives<Arch, T>::lanes;
};

#define SUBJECTS Subject<edgelite::NativeArch, float>, Subject<edgelite::NativeArch, std::int8_t>

// Takes minutes to compile for every shape: int8, which shares the loops, has some of them.
template <class S> constexpr bool all_shapes = std::is_same_v<typename S::element, float>;

template <int H, int W, int C, int K, int S, int D, int Pad, bool Gaps, bool Joined> struct Depthwise {
  static constexpr Problem problem{H, W, C, C, Window::square(K, S, Pad, D), C, Joined, Joined, false, false, Gaps};
};
template <class S, int H, int W, int C, int K, int Stride, int D, int Pad, bool Gaps = true> void depthwise() {
  using kernel = edgelite::DepthwiseKernel<typename S::arch, typename S::element>;
  check_static<kernel, typename S::element, Depthwise<H, W, C, K, Stride, D, Pad, Gaps, false>>();
  check_static<kernel, typename S::element, Depthwise<H, W, C, K, Stride, D, Pad, Gaps, true>>();
}

template <int H, int W, int C, int O, int K, int S, int D, int Pad, int G, bool Gaps, bool Joined> struct Convolution {
  static constexpr Problem problem{H, W, C, O, Window::square(K, S, Pad, D), G, Joined, Joined, false, false, Gaps};
};
template <class S, int H, int W, int C, int O, int K, int Stride, int D, int Pad, int G = 1, bool Gaps = true>
void convolution() {
  using kernel = edgelite::ConvolutionKernel<typename S::arch, typename S::element>;
  check_static<kernel, typename S::element, Convolution<H, W, C, O, K, Stride, D, Pad, G, Gaps, false>>();
  check_static<kernel, typename S::element, Convolution<H, W, C, O, K, Stride, D, Pad, G, Gaps, true>>();
}

}  // namespace

TEST_CASE_TEMPLATE("depthwise convolution, sizes known at compile time", S, SUBJECTS) {
  constexpr int n = S::lanes;
  depthwise<S, 8, 16, 2 * n + 3, 3, 1, 1, 1>();
  depthwise<S, 9, 8, n + 1, 3, 2, 1, 1>();
  depthwise<S, 11, 9, n - (n > 1), 5, 2, 1, 2>();
  depthwise<S, 1, 1, n, 3, 1, 1, 1>();
  if constexpr (all_shapes<S>) {
    depthwise<S, 7, 9, n, 3, 1, 1, 1>();
    depthwise<S, 5, 17, 3 * n, 3, 1, 1, 0>();
    depthwise<S, 10, 21, n, 3, 2, 1, 0>();
    depthwise<S, 6, 7, n, 5, 1, 1, 2>();
    depthwise<S, 9, 11, n, 3, 1, 2, 2>();
    depthwise<S, 12, 12, n, 3, 1, 4, 4>();
    depthwise<S, 9, 10, n, 2, 3, 1, 0>();
    depthwise<S, 4, 11, n, 1, 1, 1, 0>();
    depthwise<S, 7, 7, n, 1, 2, 1, 0>();
    depthwise<S, 2, 1, n, 5, 1, 1, 2>();
    depthwise<S, 3, 3, n, 7, 1, 1, 3>();
    depthwise<S, 5, 6, 128, 3, 1, 1, 1, false>();  // pixels that share cache sets
    if constexpr (!edgelite::is_quantized<typename S::element>) {  // images beyond L2
      check_static<edgelite::DepthwiseKernel<typename S::arch, float>, float,
                   Depthwise<26, 27, 99, 3, 1, 1, 1, false, true>>();
      check_static<edgelite::DepthwiseKernel<typename S::arch, float>, float,
                   Depthwise<26, 27, 101, 3, 2, 1, 1, false, false>>();
    }
    depthwise<S, 5, 6, 2 * n, 3, 1, 1, 1, false>();
  }
}

TEST_CASE_TEMPLATE("convolution, sizes known at compile time", S, SUBJECTS) {
  constexpr int n = S::lanes;
  convolution<S, 3, 5, 7, n + 1, 1, 1, 1, 0>();
  convolution<S, 1, 1, 19, 7 * n + 1, 1, 1, 1, 0, 1, false>();
  convolution<S, 33, 60, 5, n, 3, 1, 1, 1, 1, false>();  // several bands of staged rows
  convolution<S, 5, 6, 6, 3 * n + 3, 1, 1, 1, 0, 3, false>();
  if constexpr (all_shapes<S>) {
    convolution<S, 5, 5, 7, 2 * n, 1, 1, 1, 0, 1, false>();
    convolution<S, 5, 5, 3, 4 * n, 1, 1, 1, 0, 1, false>();
    convolution<S, 2, 13, 4, 5 * n + 2, 1, 1, 1, 0, 1, false>();
    convolution<S, 1, 1, 37, 3 * n, 1, 1, 1, 0>();
    convolution<S, 6, 7, 5, n, 1, 2, 1, 0>();
    convolution<S, 8, 9, 3, n + 3, 3, 1, 1, 1, 1, false>();
    convolution<S, 9, 8, 3, 2 * n, 3, 2, 1, 1>();
    convolution<S, 9, 11, 4, 3, 3, 1, 2, 2>();
    convolution<S, 8, 8, 4, 3 * n, 5, 1, 1, 0, 1, false>();
    convolution<S, 5, 6, 6, 2 * n + 2, 3, 1, 1, 1, 2>();
    convolution<S, 2, 2, 3, 4, 5, 1, 1, 2>();
  }
}
