#include "edgelite/kernel/convolution.hpp"
#include "weighted_kernel.hpp"

using namespace kernel_test;
using reference::Window;

template <class Arch, class T> struct Subject {
  using kernel = edgelite::ConvolutionKernel<Arch, T>;
  using primitives = edgelite::Primitives<Arch, T>;
  static constexpr int panel = primitives::lanes * primitives::max_vectors;
  static void check(Problem p) { kernel_test::check<kernel, T>(p); }
};

#define SUBJECTS                                                                                                  \
  Subject<edgelite::Scalar, float>, Subject<edgelite::NativeArch, float>, Subject<edgelite::Scalar, std::int8_t>, \
      Subject<edgelite::NativeArch, std::int8_t>

TEST_CASE_TEMPLATE("pointwise convolution, around the tile in filters and pixels", S, SUBJECTS) {
  for (int filters : around(S::panel))
    for (int width : around(S::primitives::rows(1)))
      for (int channels : {1, 5}) S::check({2, width, channels, filters});
}

TEST_CASE_TEMPLATE("3 x 3 convolution with padding, around the tile in filters and pixels", S, SUBJECTS) {
  for (int filters : around(S::panel))
    for (int width : around(S::primitives::rows(1))) S::check({3, width, 3, filters, Window::square(3, 1, 1)});
}

TEST_CASE_TEMPLATE("convolution of every stride, dilation and padding", S, SUBJECTS) {
  for (int kernel : {1, 2, 3, 5})
    for (int stride : {1, 2, 3})
      for (int dilation : {1, 2})
        for (int height : {5, 8}) {
          const int width = 13 - height;
          S::check({height, width, 3, 7, reference::same_window(height, width, kernel, stride, dilation)});
          const Window valid = Window::square(kernel, stride, 0, dilation);
          if (valid.output_height(height) > 0 && valid.output_width(width) > 0 &&
              dilation * (kernel - 1) < std::min(height, width))
            S::check({height, width, 3, 7, valid});
        }
  S::check({6, 9, 4, 5, {3, 5, 2, 1, 1, 2, 1, 1, 4, 4}});
  S::check({1, 1, 9, 7, Window::square(3, 1, 1)});
  S::check({1, 1, 1, 1});
}

TEST_CASE_TEMPLATE("grouped convolution", S, SUBJECTS) {
  for (int groups : {2, 3})
    for (int per_group : {1, 2, S::panel + 1}) {
      S::check({4, 5, 2 * groups, per_group * groups, {}, groups});
      S::check({4, 5, 2 * groups, per_group * groups, Window::square(3, 2, 1), groups});
    }
}

TEST_CASE_TEMPLATE("grouped convolution that shuffles its channels", S, SUBJECTS) {
  auto check = [](int height, int width, int groups, int per_group, const Window& window) {
    Problem p{height, width, 2 * groups, per_group * groups, window, groups, per_group % 2 == 0};
    p.shuffled = true;
    S::check(p);
  };
  for (int groups : {2, 3, 4, 5, 8})
    for (int per_group : {1, 2, S::panel + 1}) check(4, 5, groups, per_group, {});
  for (const Window& window : {Window{}, Window::square(3, 1, 1), Window::square(3, 2), Window::square(1, 2)})
    for (int width : {1, 7, 40}) {
      if (window.output_width(width) < 1) continue;
      check(19, width, 3, S::panel, window);  // in several bands where it is wide
    }
}

TEST_CASE_TEMPLATE("convolution with a clamp and a second operand", S, SUBJECTS) {
  for (const bool second : {false, true})
    for (const Window& window : {Window{}, Window::square(3, 1, 1)})
      for (int filters : {3, S::panel + 2}) {
        S::check({4, 7, 6, filters, window, 1, true, second});
        S::check({4, 7, 6, filters, window, 1, false, second});
      }
}

TEST_CASE_TEMPLATE("a linear layer is a pointwise convolution that rounds once", S, SUBJECTS) {
  for (int outputs : around(S::panel))
    for (int inputs : {1, 2, 64}) S::check({1, 1, inputs, outputs, {}, 1, false, false, true});
  S::check({1, 1, 2, 2000, {}, 1, false, false, true});
}
