#include "edgelite/kernel/depthwise.hpp"
#include "weighted_kernel.hpp"

using namespace kernel_test;
using reference::Window;

template <class Arch, class T> struct Subject {
  using kernel = edgelite::DepthwiseKernel<Arch, T>;
  using primitives = edgelite::Primitives<Arch, T>;
  static constexpr int lanes = primitives::lanes, columns = primitives::depthwise(edgelite::Size{}).columns;
  // The naive side is a grouped convolution with as many groups as channels.
  static void check(int height, int width, int channels, Window window, bool clamped = false, bool second = false) {
    kernel_test::check<kernel, T>({height, width, channels, channels, window, channels, clamped, second});
  }
};

#define SUBJECTS                                                                                                  \
  Subject<edgelite::Scalar, float>, Subject<edgelite::NativeArch, float>, Subject<edgelite::Scalar, std::int8_t>, \
      Subject<edgelite::NativeArch, std::int8_t>

TEST_CASE_TEMPLATE("depthwise convolution, around the tile in channels and columns", S, SUBJECTS) {
  for (int channels : around(S::lanes))
    for (int width : around(S::columns)) {
      S::check(3, width, channels, Window::square(3, 1, 1));
      S::check(4, width + 2, channels, Window::square(3));
    }
}

TEST_CASE_TEMPLATE("depthwise convolution of every stride, dilation and padding", S, SUBJECTS) {
  for (int kernel : {1, 2, 3, 5})
    for (int stride : {1, 2, 3})
      for (int dilation : {1, 2})
        for (int height : {5, 8, 11}) {
          const int width = 16 - height;
          S::check(height, width, 5, reference::same_window(height, width, kernel, stride, dilation));
          if (dilation * (kernel - 1) < std::min(height, width))
            S::check(height, width, 5, Window::square(kernel, stride, 0, dilation));
        }
  S::check(6, 9, 4, {3, 5, 2, 1, 1, 2, 1, 1, 4, 4});
  S::check(1, 1, 9, Window::square(3, 1, 1));
  S::check(2, 2, 9, Window::square(5, 1, 2));
  S::check(1, 1, 1, {});
}

TEST_CASE_TEMPLATE("depthwise convolution with a clamp and a second operand", S, SUBJECTS) {
  for (const bool second : {false, true})
    for (int channels : {3, S::lanes + 1}) {
      S::check(5, 9, channels, Window::square(3, 1, 1), true, second);
      S::check(5, 9, channels, Window::square(3, 2, 1), false, second);
    }
}
