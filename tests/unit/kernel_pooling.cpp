#include <doctest/doctest.h>

#include "edgelite/arch/select.hpp"
#include "edgelite/kernel/pooling.hpp"
#include "reference/pooling.hpp"
#include "reference/quantized.hpp"
#include "strided.hpp"

using namespace kernel_test;
using reference::Padded;
using reference::Window;

namespace {

using edgelite::NativeArch;
using edgelite::Scalar;

// Around one vector and the blocks of eight.
constexpr int lanes = edgelite::Primitives<NativeArch, float>::lanes;
constexpr int vector_channels[] = {lanes - 1,     lanes,     lanes + 1,     2 * lanes - 1,
                                   4 * lanes + 3, 8 * lanes, 13 * lanes - 1};

template <class Arch, class T> void check_pools(int height, int width, int channels, const Window& w, bool ceil_mode) {
  const auto x = reference::random_tensor<T>(height, width, channels, 5);
  const auto largest = reference::max_pool(x, w, ceil_mode);
  const auto z = [&](Strides xs, Strides ys) { return strided_size(x, largest, w, xs, ys); };
  CAPTURE(height);
  CAPTURE(width);
  CAPTURE(channels);
  CAPTURE(w.kernel_height);
  CAPTURE(w.stride_height);
  CAPTURE(w.top);
  CAPTURE(ceil_mode);
  check_strided(x, largest,
                [&](const T* from, T* to, Strides xs, Strides ys) { edgelite::max_pool<Arch>(z(xs, ys), from, to); });
  for (const Padded padded : {Padded::counted, Padded::ignored}) {
    const auto average = [&](T zero, const Tensor<T>& expected) {
      check_strided(x, expected, [&](const T* from, T* to, Strides xs, Strides ys) {
        edgelite::average_pool<Arch>(z(xs, ys), from, to, padded == Padded::counted, zero);
      });
    };
    if constexpr (std::is_same_v<T, float>)
      average(0, reference::average_pool(x, w, padded, ceil_mode));
    else
      average(-100, reference::average_pool(x, {}, w, padded, -100, ceil_mode));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("pools of every kernel, stride and padding", T, float, std::int8_t) {
  for (int channels : {1, 5})
    for (int height : {1, 6, 7})
      for (int kernel : {1, 2, 3, 5})
        for (int stride : {1, 2, 3}) {
          const int width = height == 1 ? 1 : 13 - height;
          check_pools<NativeArch, T>(height, width, channels, reference::same_window(height, width, kernel, stride),
                                     false);
          if (kernel > std::min(height, width)) continue;
          for (const bool ceil_mode : {false, true}) {
            check_pools<NativeArch, T>(height, width, channels, Window::square(kernel, stride), ceil_mode);
            check_pools<NativeArch, T>(height, width, channels, Window::square(kernel, stride, kernel / 2), ceil_mode);
            Window uneven = Window::square(kernel, stride);
            uneven.top = uneven.right = kernel - 1;
            check_pools<NativeArch, T>(height, width, channels, uneven, ceil_mode);
          }
        }
}

TEST_CASE_TEMPLATE("pools of channels around the vectors", T, float, std::int8_t) {
  for (int channels : vector_channels)
    for (int side : {1, 4}) {
      if (channels == 0) continue;
      check_pools<NativeArch, T>(side, side + 1, channels, reference::same_window(side, side + 1, 3, 2), false);
      check_pools<Scalar, T>(side, side + 1, channels, reference::same_window(side, side + 1, 2, 1), false);
    }
}

TEST_CASE("a maximum passes over what is no number; a mean is none then") {
  const int channels = 3 * lanes;
  reference::Tensor<float> x(2, 1, channels), y(1, 1, channels);
  for (int c = 0; c < channels; ++c) x.at(0, 0, c) = std::numeric_limits<float>::quiet_NaN(), x.at(1, 0, c) = -1;
  Window all{2, 1};
  const Strides s{channels, channels};
  edgelite::max_pool<NativeArch>(strided_size(x, y, all, s, s), x.data.data(), y.data.data());
  CHECK(y.data == std::vector<float>(static_cast<std::size_t>(channels), -1.0f));
  edgelite::average_pool<NativeArch>(strided_size(x, y, all, s, s), x.data.data(), y.data.data(), false);
  for (const float mean : y.data) CHECK(mean != mean);
}

TEST_CASE("global average pool, around its blocks of channels, float and int8") {
  std::vector<int> sizes{1, 7, 8, 9, 33};
  for (int channels : vector_channels)
    if (channels > 0) sizes.push_back(channels);
  for (int channels : sizes)
    for (int side : {1, 5}) {
      CAPTURE(channels);
      CAPTURE(side);
      Window all{side, side + 1};
      const auto x = reference::random_tensor<float>(side, side + 1, channels, 6);
      const auto y = reference::global_average_pool(x);
      check_strided(x, y, [&](const float* from, float* to, Strides xs, Strides ys) {
        edgelite::global_average_pool<NativeArch>(strided_size(x, y, all, xs, ys), from, to);
      });
      const auto q = reference::random_tensor<std::int8_t>(side, side + 1, channels, 7);
      const auto mean = reference::mean(q, {0.05f, -7}, {0.03f, 11});
      const auto rescaled = edgelite::QuantizedMean::of({0.05f, -7}, {0.03f, 11}, side * (side + 1));
      check_strided(q, mean, [&](const std::int8_t* from, std::int8_t* to, Strides xs, Strides ys) {
        edgelite::global_average_pool<NativeArch>(strided_size(q, mean, all, xs, ys), from, to, rescaled);
      });
      // To even: sums times one factor, as onnxruntime's.
      const auto to_even =
          edgelite::QuantizedMean::of({0.5f, -7}, {0.25f, 11}, side * (side + 1), edgelite::Rounding::to_even);
      reference::Tensor<std::int8_t> even(1, 1, channels);
      for (int c = 0; c < channels; ++c) {
        double sum = 0;
        for (int i = 0; i < side * (side + 1); ++i) sum += q.at(i / (side + 1), i % (side + 1), c) + 7;
        const double y = std::nearbyint(sum * 2 / (side * (side + 1))) + 11;
        even.at(0, 0, c) = static_cast<std::int8_t>(std::clamp(y, -128.0, 127.0));
      }
      check_strided(q, even, [&](const std::int8_t* from, std::int8_t* to, Strides xs, Strides ys) {
        edgelite::global_average_pool<NativeArch>(strided_size(q, even, all, xs, ys), from, to, to_even);
      });
    }
}
