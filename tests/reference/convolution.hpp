// Naive convolutions and linear layers: PyTorch's definitions over NHWC tensors, sums in double, rounded to float once.
// Weights are in PyTorch's order: convolution [O, I / groups, kh, kw], linear [O, I]. An empty bias is zero.
#pragma once
#include "tensor.hpp"

namespace reference {

inline Tensor<float> conv2d(const Tensor<float>& input, const std::vector<float>& weight,
                            const std::vector<float>& bias, int filters, const Window& w, int groups = 1) {
  const int in_group = input.channels / groups, out_group = filters / groups;
  Tensor<float> output(w.output_height(input.height), w.output_width(input.width), filters);
  for_each(output, [&](int oy, int ox, int o) {
    double sum = bias.empty() ? 0.0 : static_cast<double>(bias.at(static_cast<std::size_t>(o)));
    for (int i = 0; i < in_group; ++i)
      for (int p = 0; p < w.kernel_height; ++p)
        for (int q = 0; q < w.kernel_width; ++q) {
          const int y = oy * w.stride_height - w.top + p * w.dilation_height;
          const int x = ox * w.stride_width - w.left + q * w.dilation_width;
          if (!input.contains(y, x)) continue;
          const int at = ((o * in_group + i) * w.kernel_height + p) * w.kernel_width + q;
          sum += static_cast<double>(input.at(y, x, o / out_group * in_group + i)) *
                 static_cast<double>(weight.at(static_cast<std::size_t>(at)));
        }
    output.at(oy, ox, o) = static_cast<float>(sum);
  });
  return output;
}

// Output channel c * multiplier + m is made from input channel c alone; weight [C * multiplier, 1, kh, kw].
inline Tensor<float> depthwise_conv2d(const Tensor<float>& input, const std::vector<float>& weight,
                                      const std::vector<float>& bias, int multiplier, const Window& w) {
  Tensor<float> output(w.output_height(input.height), w.output_width(input.width), input.channels * multiplier);
  for_each(output, [&](int oy, int ox, int o) {
    double sum = bias.empty() ? 0.0 : static_cast<double>(bias.at(static_cast<std::size_t>(o)));
    for (int p = 0; p < w.kernel_height; ++p)
      for (int q = 0; q < w.kernel_width; ++q) {
        const int y = oy * w.stride_height - w.top + p * w.dilation_height;
        const int x = ox * w.stride_width - w.left + q * w.dilation_width;
        if (!input.contains(y, x)) continue;
        const int at = (o * w.kernel_height + p) * w.kernel_width + q;
        sum += static_cast<double>(input.at(y, x, o / multiplier)) *
               static_cast<double>(weight.at(static_cast<std::size_t>(at)));
      }
    output.at(oy, ox, o) = static_cast<float>(sum);
  });
  return output;
}

// Flattens as PyTorch does: channel, row, column.
inline std::vector<float> flatten_chw(const Tensor<float>& input) {
  std::vector<float> flat;
  for (int c = 0; c < input.channels; ++c)
    for (int y = 0; y < input.height; ++y)
      for (int x = 0; x < input.width; ++x) flat.push_back(input.at(y, x, c));
  return flat;
}

inline Tensor<float> linear(const std::vector<float>& input, const std::vector<float>& weight,
                            const std::vector<float>& bias, int outputs) {
  Tensor<float> output(1, 1, outputs);
  for (int o = 0; o < outputs; ++o) {
    double sum = bias.empty() ? 0.0 : static_cast<double>(bias.at(static_cast<std::size_t>(o)));
    for (std::size_t i = 0; i < input.size(); ++i)
      sum += static_cast<double>(input[i]) *
             static_cast<double>(weight.at(static_cast<std::size_t>(o) * input.size() + i));
    output.at(0, 0, o) = static_cast<float>(sum);
  }
  return output;
}

// weight * (x - mean) / sqrt(variance + epsilon) + bias, by channel.
inline Tensor<float> batch_norm(const Tensor<float>& input, const std::vector<float>& weight,
                                const std::vector<float>& bias, const std::vector<float>& mean,
                                const std::vector<float>& variance, double epsilon = 1e-5) {
  Tensor<float> output = input;
  for_each(input, [&](int y, int x, int channel) {
    const auto c = static_cast<std::size_t>(channel);
    const double centred = static_cast<double>(input.at(y, x, channel)) - static_cast<double>(mean.at(c));
    const double normal = centred / std::sqrt(static_cast<double>(variance.at(c)) + epsilon);
    output.at(y, x, channel) =
        static_cast<float>(normal * static_cast<double>(weight.at(c)) + static_cast<double>(bias.at(c)));
  });
  return output;
}

}  // namespace reference
