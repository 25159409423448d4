// Naive pooling. Padding never wins a maximum; in an average it counts as zeros or does not count.
#pragma once
#include <limits>

#include "tensor.hpp"

namespace reference {

enum class Padded { counted, ignored };

// PyTorch's ceil_mode: the last window may hang over the padding's end, but must begin before it.
inline int ceil_extent(int input, int kernel, int stride, int before, int after) {
  const int whole = input + before + after - kernel;
  const int output = (whole + stride - 1) / stride + 1;
  return (output - 1) * stride >= input + before ? output - 1 : output;
}

struct PoolExtent {
  int height, width;
};
template <class T> PoolExtent pool_extent(const Tensor<T>& input, const Window& w, bool ceil_mode) {
  if (!ceil_mode) return {w.output_height(input.height), w.output_width(input.width)};
  return {ceil_extent(input.height, w.kernel_height, w.stride_height, w.top, w.bottom),
          ceil_extent(input.width, w.kernel_width, w.stride_width, w.left, w.right)};
}

template <class T> Tensor<T> max_pool(const Tensor<T>& input, const Window& w, bool ceil_mode = false) {
  const PoolExtent extent = pool_extent(input, w, ceil_mode);
  Tensor<T> output(extent.height, extent.width, input.channels);
  for_each(output, [&](int oy, int ox, int c) {
    T largest = std::numeric_limits<T>::lowest();
    for (int p = 0; p < w.kernel_height; ++p)
      for (int q = 0; q < w.kernel_width; ++q) {
        const int y = oy * w.stride_height - w.top + p, x = ox * w.stride_width - w.left + q;
        if (input.contains(y, x)) largest = std::max(largest, input.at(y, x, c));
      }
    output.at(oy, ox, c) = largest;
  });
  return output;
}

// What ceil_mode adds beyond the padding is never counted.
inline Tensor<float> average_pool(const Tensor<float>& input, const Window& w, Padded padded, bool ceil_mode = false) {
  const PoolExtent extent = pool_extent(input, w, ceil_mode);
  Tensor<float> output(extent.height, extent.width, input.channels);
  for_each(output, [&](int oy, int ox, int c) {
    double sum = 0;
    int count = 0;
    for (int p = 0; p < w.kernel_height; ++p)
      for (int q = 0; q < w.kernel_width; ++q) {
        const int y = oy * w.stride_height - w.top + p, x = ox * w.stride_width - w.left + q;
        if (input.contains(y, x)) sum += static_cast<double>(input.at(y, x, c));
        const bool within_padding = y < input.height + w.bottom && x < input.width + w.right;
        count += padded == Padded::counted ? within_padding : input.contains(y, x);
      }
    output.at(oy, ox, c) = static_cast<float>(sum / count);
  });
  return output;
}

inline Tensor<float> global_average_pool(const Tensor<float>& input) {
  Tensor<float> output(1, 1, input.channels);
  for (int c = 0; c < input.channels; ++c) {
    double sum = 0;
    for (int y = 0; y < input.height; ++y)
      for (int x = 0; x < input.width; ++x) sum += static_cast<double>(input.at(y, x, c));
    output.at(0, 0, c) = static_cast<float>(sum / (input.height * input.width));
  }
  return output;
}

}  // namespace reference
