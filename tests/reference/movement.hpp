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

template <class T> Tensor<T> pad(const Tensor<T>& input, int top, int bottom, int left, int right, T value = T{}) {
  Tensor<T> output(input.height + top + bottom, input.width + left + right, input.channels, value);
  for_each(input, [&](int y, int x, int c) { output.at(y + top, x + left, c) = input.at(y, x, c); });
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
inline Tensor<float> resize_bilinear(const Tensor<float>& input, int height, int width) {
  struct Tap {
    int low, high;
    double fraction;
  };
  const auto tap = [](int o, int from, int to) {
    const double at = std::max((o + 0.5) * from / to - 0.5, 0.0);
    const int low = static_cast<int>(at);
    return Tap{low, std::min(low + 1, from - 1), at - low};
  };
  Tensor<float> output(height, width, input.channels);
  for_each(output, [&](int y, int x, int c) {
    const Tap row = tap(y, input.height, height), column = tap(x, input.width, width);
    const auto mix = [&](int iy) {
      return (1 - column.fraction) * static_cast<double>(input.at(iy, column.low, c)) +
             column.fraction * static_cast<double>(input.at(iy, column.high, c));
    };
    output.at(y, x, c) = static_cast<float>((1 - row.fraction) * mix(row.low) + row.fraction * mix(row.high));
  });
  return output;
}

}  // namespace reference
