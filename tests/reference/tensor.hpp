// The tensors of the naive oracles: NHWC with a batch of one, plus what tests need to fill and compare them.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

namespace reference {

template <class T> struct Tensor {
  int height = 0, width = 0, channels = 0;
  std::vector<T> data;

  Tensor() = default;
  Tensor(int h, int w, int c, T value = T{})
      : height(h),
        width(w),
        channels(c),
        data(static_cast<std::size_t>(h) * static_cast<std::size_t>(w) * static_cast<std::size_t>(c), value) {}

  T& at(int y, int x, int c) { return data.at(index(y, x, c)); }
  const T& at(int y, int x, int c) const { return data.at(index(y, x, c)); }
  bool contains(int y, int x) const { return y >= 0 && x >= 0 && y < height && x < width; }
  int size() const { return height * width * channels; }

 private:
  std::size_t index(int y, int x, int c) const {
    if (!contains(y, x) || c < 0 || c >= channels) throw std::out_of_range("reference::Tensor");
    return static_cast<std::size_t>((y * width + x) * channels + c);
  }
};

// Calls f(y, x, c) for every element of an extent.
template <class T, class F> void for_each(const Tensor<T>& t, F f) {
  for (int y = 0; y < t.height; ++y)
    for (int x = 0; x < t.width; ++x)
      for (int c = 0; c < t.channels; ++c) f(y, x, c);
}

// A window that slides over an image; the defaults are a 1 x 1 window without padding.
struct Window {
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int top = 0, bottom = 0, left = 0, right = 0;

  static constexpr Window square(int kernel, int stride = 1, int padding = 0, int dilation = 1) {
    return {kernel, kernel, stride, stride, dilation, dilation, padding, padding, padding, padding};
  }
  constexpr int output_height(int input) const {
    return (input + top + bottom - dilation_height * (kernel_height - 1) - 1) / stride_height + 1;
  }
  constexpr int output_width(int input) const {
    return (input + left + right - dilation_width * (kernel_width - 1) - 1) / stride_width + 1;
  }
};

// TensorFlow's SAME: ceil(input / stride) outputs; of an odd amount of padding the larger part comes after the input.
struct SamePadding {
  int output, before, after;
};
inline SamePadding same_padding(int input, int kernel, int stride, int dilation = 1) {
  const int output = (input + stride - 1) / stride;
  const int total = std::max((output - 1) * stride + dilation * (kernel - 1) + 1 - input, 0);
  return {output, total / 2, total - total / 2};
}
inline Window same_window(int height, int width, int kernel, int stride = 1, int dilation = 1) {
  Window w = Window::square(kernel, stride, 0, dilation);
  const SamePadding rows = same_padding(height, kernel, stride, dilation);
  const SamePadding columns = same_padding(width, kernel, stride, dilation);
  w.top = rows.before, w.bottom = rows.after, w.left = columns.before, w.right = columns.after;
  return w;
}

// Reproducible values: uniform floats in [-1, 1), or the whole range of an integer type.
template <class T> void fill_random(std::vector<T>& values, unsigned seed) {
  std::mt19937 generator(seed);
  for (T& v : values) {
    if constexpr (std::is_floating_point_v<T>)
      v = static_cast<T>(generator() >> 8) / static_cast<T>(1 << 23) - T(1);
    else
      v = static_cast<T>(generator() & 0xff);
  }
}
template <class T> Tensor<T> random_tensor(int height, int width, int channels, unsigned seed) {
  Tensor<T> t(height, width, channels);
  fill_random(t.data, seed);
  return t;
}
template <class T = float> std::vector<T> random_vector(int size, unsigned seed) {
  std::vector<T> v(static_cast<std::size_t>(size));
  fill_random(v, seed);
  return v;
}

// max |difference| / max |reference|; infinite where sizes differ or a value is not a number.
template <class A, class B> double relative_error(const A& values, const B& expected) {
  double difference = 0, largest = 0;
  if (std::size(values) != std::size(expected)) return INFINITY;
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const double e = static_cast<double>(expected[i]), d = std::abs(static_cast<double>(values[i]) - e);
    if (!(d <= difference)) difference = std::isnan(d) ? double(INFINITY) : d;
    largest = std::max(largest, std::abs(e));
  }
  return difference == 0 ? 0 : difference / largest;
}

}  // namespace reference
