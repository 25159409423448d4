// Naive layers that move values: shuffle, pad, crop, slice, concat and resize.
#pragma once
#include "tensor.hpp"

namespace reference {

// ShuffleNet: channels as a groups x (C / groups) matrix, transposed.
template <class T> Tensor<T> channel_shuffle(const Tensor<T>& input, int groups) {
  Tensor<T> output = input;
  const int each = input.channels / groups;
  for_each(input, [&](int y, int x, int c) { output.at(y, x, c % each * groups + c / each) = input.at(y, x, c); });
  return output;
}

template <class T>
Tensor<T> pad(const Tensor<T>& input, int top, int bottom, int left, int right, T value = T{}, int front = 0,
              int back = 0) {
  Tensor<T> output(input.height + top + bottom, input.width + left + right, input.channels + front + back, value);
  for_each(input, [&](int y, int x, int c) { output.at(y + top, x + left, c + front) = input.at(y, x, c); });
  return output;
}

template <class T> Tensor<T> crop(const Tensor<T>& input, int top, int bottom, int left, int right) {
  Tensor<T> output(input.height - top - bottom, input.width - left - right, input.channels);
  for_each(output, [&](int y, int x, int c) { output.at(y, x, c) = input.at(y + top, x + left, c); });
  return output;
}

template <class T> Tensor<T> slice(const Tensor<T>& input, int first, int count) {
  Tensor<T> output(input.height, input.width, count);
  for_each(output, [&](int y, int x, int c) { output.at(y, x, c) = input.at(y, x, first + c); });
  return output;
}

template <class T> Tensor<T> concat(const std::vector<Tensor<T>>& parts) {
  int channels = 0, first = 0;
  for (const auto& part : parts) channels += part.channels;
  Tensor<T> output(parts.front().height, parts.front().width, channels);
  for (const auto& part : parts) {
    for_each(part, [&](int y, int x, int c) { output.at(y, x, first + c) = part.at(y, x, c); });
    first += part.channels;
  }
  return output;
}

// PyTorch's interpolate(mode="nearest"): floor(o * input / output).
template <class T> Tensor<T> resize_nearest(const Tensor<T>& input, int height, int width) {
  Tensor<T> output(height, width, input.channels);
  for_each(output, [&](int y, int x, int c) {
    output.at(y, x, c) = input.at(y * input.height / height, x * input.width / width, c);
  });
  return output;
}

// PyTorch's interpolate(mode="bilinear", align_corners=False): pixel centres at half integers, clamped at the edges.
// Integers are rounded half away from zero; the sum is kept as an exact fraction until then.
struct ResizeTap {
  int low, high;
  std::int64_t part, whole;  // (whole - part) / whole of low, part / whole of high

  static ResizeTap at(int o, int from, int to) {
    const std::int64_t whole = 2 * to, position = std::max<std::int64_t>(std::int64_t(2 * o + 1) * from - to, 0);
    const int low = static_cast<int>(position / whole);
    return {low, std::min(low + 1, from - 1), position % whole, whole};
  }
};
template <class T> Tensor<T> resize_bilinear(const Tensor<T>& input, int height, int width) {
  using Exact = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;
  Tensor<T> output(height, width, input.channels);
  for_each(output, [&](int y, int x, int c) {
    const ResizeTap row = ResizeTap::at(y, input.height, height), column = ResizeTap::at(x, input.width, width);
    Exact sum = 0;
    for (const bool below : {false, true})
      for (const bool right : {false, true}) {
        const std::int64_t share =
            (below ? row.part : row.whole - row.part) * (right ? column.part : column.whole - column.part);
        sum += static_cast<Exact>(share) *
               static_cast<Exact>(input.at(below ? row.high : row.low, right ? column.high : column.low, c));
      }
    const Exact whole = static_cast<Exact>(row.whole * column.whole);
    if constexpr (std::is_floating_point_v<T>)
      output.at(y, x, c) = static_cast<T>(sum / whole);
    else
      output.at(y, x, c) = static_cast<T>(std::llround(static_cast<double>(sum) / static_cast<double>(whole)));
  });
  return output;
}

}  // namespace reference
