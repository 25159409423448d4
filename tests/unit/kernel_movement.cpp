// Channel shuffle, padding, resizing and softmax over strided buffers, against naive loops.
#include <doctest/doctest.h>

#include <array>

#include "edgelite/arch/select.hpp"
#include "edgelite/kernel/channel_shuffle.hpp"
#include "edgelite/kernel/pad.hpp"
#include "edgelite/kernel/resize.hpp"
#include "edgelite/kernel/softmax.hpp"
#include "reference/elementwise.hpp"
#include "reference/movement.hpp"
#include "reference/quantized.hpp"
#include "strided.hpp"

using namespace kernel_test;

template <class A, class T> struct Shuffled {
  using Arch = A;
  using Element = T;
};

TEST_CASE_TEMPLATE("channel shuffle, around a vector", S, Shuffled<edgelite::Scalar, float>,
                   Shuffled<edgelite::NativeArch, float>, Shuffled<edgelite::NativeArch, std::int8_t>) {
  using T = typename S::Element;
  constexpr int lanes = edgelite::Primitives<edgelite::NativeArch, float>::lanes;
  for (int groups : {1, 2, 3, 4, 6, 8})
    for (int per_group : {1, lanes + 1, 2 * lanes, 4 * lanes - 1, 16, 37}) {
      const auto x = reference::random_tensor<T>(3, 4, groups * per_group, 1);
      const auto y = reference::channel_shuffle(x, groups);
      check_strided(x, y, [&](const T* from, T* to, Strides xs, Strides ys) {
        edgelite::Size z = strided_size(x, y, {}, xs, ys);
        z.groups = groups;
        edgelite::channel_shuffle<typename S::Arch>(z, from, to);
      });
    }
}

TEST_CASE_TEMPLATE("padding", T, float, std::int8_t) {
  const auto x = reference::random_tensor<T>(3, 4, 5, 2);
  for (const auto& [top, bottom, left, right, before, after] :
       {std::array{0, 0, 0, 0, 0, 0}, std::array{1, 2, 3, 0, 0, 0}, std::array{0, 1, 0, 2, 0, 0},
        std::array{0, 0, 0, 0, 2, 3}, std::array{1, 0, 1, 1, 1, 0}}) {
    const auto y = reference::pad(x, top, bottom, left, right, T(9), before, after);
    reference::Window w;
    w.top = top, w.left = left;
    const int front_channels = before;  // clang 14 captures no structured binding
    check_strided(x, y, [&](const T* from, T* to, Strides xs, Strides ys) {
      edgelite::Size z = strided_size(x, y, w, xs, ys);
      z.first = front_channels;
      edgelite::pad(z, from, to, T(9));
    });
  }
}

TEST_CASE_TEMPLATE("resizing", T, float, std::int8_t) {
  for (const auto& [height, width, to_height, to_width] :
       {std::array{3, 5, 6, 10}, std::array{5, 3, 4, 7}, std::array{1, 1, 3, 2}, std::array{8, 8, 3, 3},
        std::array{4, 6, 4, 6}}) {
    const auto x = reference::random_tensor<T>(height, width, 3, 3);
    const auto nearest = reference::resize_nearest(x, to_height, to_width);
    check_strided(x, nearest, [&](const T* from, T* to, Strides xs, Strides ys) {
      edgelite::resize_nearest(strided_size(x, nearest, {}, xs, ys), from, to);
    });
    const auto bilinear = reference::resize_bilinear(x, to_height, to_width);
    check_strided(x, bilinear, [&](const T* from, T* to, Strides xs, Strides ys) {
      edgelite::resize_bilinear(strided_size(x, bilinear, {}, xs, ys), from, to);
    });
  }
}

TEST_CASE("softmax, also of values whose powers overflow") {
  for (const float spread : {1.0f, 20.0f, 500.0f})
    for (int channels : {1, 2, 10, 15, 16, 17, 67}) {
      const auto x = reference::map(reference::random_tensor<float>(2, 3, channels, 4),
                                    [&](double v) { return v * static_cast<double>(spread); });
      const auto y = reference::softmax(x);
      check_strided(x, y, [&](const float* from, float* to, Strides xs, Strides ys) {
        edgelite::softmax<edgelite::NativeArch>(strided_size(x, y, {}, xs, ys), from, to, nullptr);
      });
    }
}

TEST_CASE("int8 softmax is the exact function to 0.52 steps, of any scale and of many channels, too") {
  for (const float scale : {1e-30f, 0.01f, 0.1f, 1.0f, 1e30f})
    for (const int channels : {1, 10, 300, 5000}) {
      CAPTURE(scale);
      CAPTURE(channels);
      const auto q = reference::random_tensor<std::int8_t>(2, 1, channels, 5);
      auto real = reference::Tensor<float>(2, 1, channels);
      for (std::size_t i = 0; i < q.data.size(); ++i) real.data[i] = scale * static_cast<float>(q.data[i]);
      const auto exact = reference::softmax(real);
      std::array<std::int32_t, edgelite::softmax_table> table{};
      edgelite::make_softmax_table(scale, table.data());
      auto y = q;
      const Strides s{channels, channels};
      edgelite::softmax<edgelite::Scalar>(strided_size(q, q, {}, s, s), q.data.data(), y.data.data(), table.data());
      for (std::size_t i = 0; i < y.data.size(); ++i) {
        const double steps = std::min(static_cast<double>(exact.data[i]) * 256 - 128, 127.0);
        CHECK(std::abs(y.data[i] - steps) <= 0.52);
      }
      check_strided(q, y, [&](const std::int8_t* from, std::int8_t* to, Strides xs, Strides ys) {
        edgelite::softmax<edgelite::NativeArch>(strided_size(q, q, {}, xs, ys), from, to, table.data());
      });
    }
}
