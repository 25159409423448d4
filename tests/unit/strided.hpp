// Buffers with gaps between pixels and rows. An input's gaps hold NaN (int8: a rare value), so that a number taken from
// there shows; an output's hold guards that must survive. The buffers end with the last element: sanitizers see what
// goes beyond.
#pragma once
#include <doctest/doctest.h>

#include "edgelite/core/shape.hpp"
#include "edgelite/core/size.hpp"
#include "reference/tensor.hpp"

namespace kernel_test {

using reference::Tensor;

template <class T> constexpr T guard = std::is_floating_point_v<T> ? T(12345) : T(77);
template <class T> constexpr T poison = std::is_floating_point_v<T> ? std::numeric_limits<T>::quiet_NaN() : T(111);

// Pixels `pixel` elements apart, rows `row`; no gap after the last channel of the last pixel.
struct Strides {
  int pixel, row;
  std::size_t count(int height, int width, int channels) const {
    return static_cast<std::size_t>((height - 1) * row + (width - 1) * pixel + channels);
  }
};

template <class T> std::vector<T> spread(const Tensor<T>& t, Strides s, T gap) {
  std::vector<T> buffer(s.count(t.height, t.width, t.channels), gap);
  reference::for_each(t, [&](int y, int x, int c) {
    buffer.at(static_cast<std::size_t>(y * s.row + x * s.pixel + c)) = t.at(y, x, c);
  });
  return buffer;
}

// Takes the tensor out of the buffer and leaves `gap` in its place, so that what remains must be all gap.
template <class T> Tensor<T> take(std::vector<T>& buffer, Strides s, int height, int width, int channels, T gap) {
  Tensor<T> t(height, width, channels);
  reference::for_each(t, [&](int y, int x, int c) {
    T& from = buffer.at(static_cast<std::size_t>(y * s.row + x * s.pixel + c));
    t.at(y, x, c) = from;
    from = gap;
  });
  return t;
}

template <class T> bool all_equal(const std::vector<T>& buffer, T value) {
  return std::all_of(buffer.begin(), buffer.end(), [&](T v) { return v == value; });
}

// What a kernel call reads of the shapes of x and y, the window and the strides.
constexpr edgelite::Size strided_size(edgelite::Shape x, edgelite::Shape y, const reference::Window& w, Strides xs,
                                      Strides ys) {
  edgelite::Size z;
  z.height = x.height, z.width = x.width, z.channels = x.channels;
  z.out_height = y.height, z.out_width = y.width, z.out_channels = y.channels;
  z.kernel_h = w.kernel_height, z.kernel_w = w.kernel_width, z.stride_h = w.stride_height, z.stride_w = w.stride_width;
  z.dilation_h = w.dilation_height, z.dilation_w = w.dilation_width, z.top = w.top, z.left = w.left;
  z.bottom = w.bottom, z.right = w.right;
  z.x_pixel = xs.pixel, z.x_row = xs.row, z.y_pixel = ys.pixel, z.y_row = ys.row;
  return z;
}
template <class T>
edgelite::Size strided_size(const Tensor<T>& x, const Tensor<T>& y, const reference::Window& w, Strides xs,
                            Strides ys) {
  return strided_size({x.height, x.width, x.channels}, {y.height, y.width, y.channels}, w, xs, ys);
}

constexpr Strides input_strides(int width, int channels, bool gaps = true) {
  return gaps ? Strides{channels + 3, (channels + 3) * width + 2} : Strides{channels, channels * width};
}
constexpr Strides output_strides(int width, int channels, bool gaps = true) {
  return gaps ? Strides{channels + 1, (channels + 1) * width + 4} : Strides{channels, channels * width};
}

// Calls run(input, output, input strides, output strides) and compares: floats within 2e-6 of the largest value,
// integers exactly.
template <class T, class Run>
void check_strided(const Tensor<T>& x, const Tensor<T>& expected, Run run, bool gaps = true) {
  const Strides xs = input_strides(x.width, x.channels, gaps);
  const Strides ys = output_strides(expected.width, expected.channels, gaps);
  const std::vector<T> from = spread(x, xs, poison<T>);
  std::vector<T> to(ys.count(expected.height, expected.width, expected.channels), guard<T>);
  run(from.data(), to.data(), xs, ys);
  const auto y = take(to, ys, expected.height, expected.width, expected.channels, guard<T>);
  if constexpr (std::is_floating_point_v<T>)
    CHECK(reference::relative_error(y.data, expected.data) < 2e-6);
  else
    CHECK(y.data == expected.data);
  CHECK(all_equal(to, guard<T>));
}

}  // namespace kernel_test
