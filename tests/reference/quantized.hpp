// Naive int8 operations with the rounding of TFLite's reference kernels, written from the definitions in exact
// integers. real = scale * (q - zero_point). A real factor is multiplier * 2^(shift - 31), multiplier in [2^30, 2^31).
#pragma once
#include <limits>

#include "pooling.hpp"
#include "tensor.hpp"

namespace reference {

struct FixedPoint {
  std::int32_t multiplier = 0;
  int shift = 0;
};

// tensorflow/lite/kernels/internal/quantization_util.cc, QuantizeMultiplier
inline FixedPoint fixed_point(double factor) {
  if (factor == 0) return {};
  int shift = 0;
  auto mantissa = static_cast<std::int64_t>(std::llround(std::frexp(factor, &shift) * 2147483648.0));
  if (mantissa == std::int64_t(1) << 31) mantissa /= 2, ++shift;
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(mantissa), shift};
}

inline std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }
inline std::int64_t round_half_up(std::int64_t a, std::int64_t b) { return floor_divide(2 * a + b, 2 * b); }
inline std::int64_t round_half_away(std::int64_t a, std::int64_t b) {
  return a < 0 ? -floor_divide(-2 * a + b, 2 * b) : floor_divide(2 * a + b, 2 * b);
}

inline std::int64_t saturated(std::int64_t x) {
  return std::min<std::int64_t>(std::max<std::int64_t>(x, std::numeric_limits<std::int32_t>::min()),
                                std::numeric_limits<std::int32_t>::max());
}
// Convolutions, add and mul round twice: the doubling high product half up, then the right shift half away from zero.
// Where TFLite's left shift overflows, which it leaves undefined, it saturates.
inline std::int64_t scale_twice_rounded(std::int64_t x, FixedPoint f) {
  const std::int64_t left = f.shift > 0 ? std::int64_t(1) << f.shift : 1,
                     right = f.shift < 0 ? std::int64_t(1) << -f.shift : 1;
  return round_half_away(round_half_up(saturated(x * left) * f.multiplier, std::int64_t(1) << 31), right);
}
// XNNPACK's own rounding: one multiplication in float, then the nearest integer, halves to even.
inline std::int64_t scale_to_even(std::int64_t x, float factor) {
  return static_cast<std::int64_t>(std::nearbyint(static_cast<float>(x) * factor));
}
// Fully connected rounds once, half up.
inline std::int64_t scale_once_rounded(std::int64_t x, FixedPoint f) {
  return saturated(
      floor_divide(x * f.multiplier + (std::int64_t(1) << (30 - f.shift)), std::int64_t(1) << (31 - f.shift)));
}

// Bytes that bring sums to their ends: -128, 127, both in turn (kinds 0 to 2), or every value.
template <class Values> void fill_extreme(Values& values, int kind) {
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<std::int8_t>(kind == 0                 ? -128
                                         : kind == 1               ? 127
                                         : kind == 2 && i % 2 == 0 ? -128
                                         : kind == 2               ? 127
                                                                   : static_cast<int>(i * 89 % 256) - 128);
}

struct Affine {
  float scale = 1;
  int zero_point = 0;
};

struct Clamp {
  int low = -128, high = 127;
  std::int8_t operator()(std::int64_t x) const {
    return static_cast<std::int8_t>(std::min<std::int64_t>(std::max<std::int64_t>(x, low), high));
  }
};

// rescale(sum, filter): in steps of the output. Padding is the zero point, so that it adds nothing. Grouped: groups ==
// channels is depthwise.
template <class Rescale>
Tensor<std::int8_t> conv2d(const Tensor<std::int8_t>& input, int input_zero, const std::vector<std::int8_t>& weight,
                           const std::vector<std::int32_t>& bias, int filters, Rescale rescale, int output_zero,
                           Clamp clamp, const Window& w, int groups) {
  const int in_group = input.channels / groups, out_group = filters / groups;
  Tensor<std::int8_t> output(w.output_height(input.height), w.output_width(input.width), filters);
  for_each(output, [&](int oy, int ox, int o) {
    std::int64_t sum = bias.empty() ? 0 : bias.at(static_cast<std::size_t>(o));
    for (int i = 0; i < in_group; ++i)
      for (int p = 0; p < w.kernel_height; ++p)
        for (int q = 0; q < w.kernel_width; ++q) {
          const int y = oy * w.stride_height - w.top + p * w.dilation_height;
          const int x = ox * w.stride_width - w.left + q * w.dilation_width;
          if (!input.contains(y, x)) continue;
          const int at = ((o * in_group + i) * w.kernel_height + p) * w.kernel_width + q;
          sum += (input.at(y, x, o / out_group * in_group + i) - input_zero) * weight.at(static_cast<std::size_t>(at));
        }
    const auto wrapped = static_cast<std::int32_t>(sum);  // sums are modulo 2^32
    output.at(oy, ox, o) = clamp(rescale(wrapped, static_cast<std::size_t>(o)) + output_zero);
  });
  return output;
}

// TFLite's: a factor a filter.
inline Tensor<std::int8_t> conv2d(const Tensor<std::int8_t>& input, int input_zero,
                                  const std::vector<std::int8_t>& weight, const std::vector<std::int32_t>& bias,
                                  const std::vector<FixedPoint>& factors, int output_zero, Clamp clamp, const Window& w,
                                  int groups = 1) {
  const auto rescale = [&](std::int32_t sum, std::size_t o) { return scale_twice_rounded(sum, factors[o]); };
  return conv2d(input, input_zero, weight, bias, static_cast<int>(factors.size()), rescale, output_zero, clamp, w,
                groups);
}

inline Tensor<std::int8_t> linear(const std::vector<std::int8_t>& input, int input_zero,
                                  const std::vector<std::int8_t>& weight, const std::vector<std::int32_t>& bias,
                                  const std::vector<FixedPoint>& factors, int output_zero, Clamp clamp) {
  Tensor<std::int8_t> output(1, 1, static_cast<int>(factors.size()));
  for (std::size_t o = 0; o < factors.size(); ++o) {
    std::int64_t sum = bias.empty() ? 0 : bias.at(o);
    for (std::size_t i = 0; i < input.size(); ++i) sum += (input[i] - input_zero) * weight.at(o * input.size() + i);
    output.data[o] = clamp(scale_once_rounded(static_cast<std::int32_t>(sum), factors[o]) + output_zero);
  }
  return output;
}

// Input and output share scale and zero point; halves go away from zero. TFLite does not count padding; where it counts
// (PyTorch), it is a real zero, so the zero point.
inline Tensor<std::int8_t> average_pool(const Tensor<std::int8_t>& input, Clamp clamp, const Window& w,
                                        Padded padded = Padded::ignored, int zero_point = 0, bool ceil_mode = false) {
  const PoolExtent extent = pool_extent(input, w, ceil_mode);
  Tensor<std::int8_t> output(extent.height, extent.width, input.channels);
  for_each(output, [&](int oy, int ox, int c) {
    std::int64_t sum = 0, count = 0;
    for (int p = 0; p < w.kernel_height; ++p)
      for (int q = 0; q < w.kernel_width; ++q) {
        const int y = oy * w.stride_height - w.top + p, x = ox * w.stride_width - w.left + q;
        const bool within_padding = y < input.height + w.bottom && x < input.width + w.right;
        if (input.contains(y, x))
          sum += input.at(y, x, c), ++count;
        else if (padded == Padded::counted && within_padding)
          sum += zero_point, ++count;
      }
    output.at(oy, ox, c) = clamp(round_half_away(sum, count));
  });
  return output;
}

// TFLite MEAN over the whole image: the factor s_in / s_out over the number n of pixels, its mantissa shifted left by as
// many bits as n has behind its first and then divided, rounded down.
inline Tensor<std::int8_t> mean(const Tensor<std::int8_t>& input, Affine from, Affine to) {
  const int n = input.height * input.width;
  FixedPoint f = fixed_point(static_cast<double>(from.scale) / static_cast<double>(to.scale));
  int bits = static_cast<int>(std::log2(n));
  bits = std::min(bits, 31 + f.shift);
  f = {static_cast<std::int32_t>(f.multiplier * (std::int64_t(1) << bits) / n), f.shift - bits};
  Tensor<std::int8_t> output(1, 1, input.channels);
  for_each(output, [&](int, int, int c) {
    std::int64_t sum = 0;
    for (int y = 0; y < input.height; ++y)
      for (int x = 0; x < input.width; ++x) sum += input.at(y, x, c) - from.zero_point;
    output.at(0, 0, c) = Clamp{}(scale_twice_rounded(sum, f) + to.zero_point);
  });
  return output;
}

// Both operands are brought to 2^-20 of twice the larger scale, added, and brought to the output's scale.
inline std::int8_t add(std::int8_t a, std::int8_t b, Affine qa, Affine qb, Affine qo, Clamp clamp) {
  const double twice = 2 * std::max(static_cast<double>(qa.scale), static_cast<double>(qb.scale));
  const std::int64_t one = std::int64_t(1) << 20;
  const std::int64_t sum =
      scale_twice_rounded((a - qa.zero_point) * one, fixed_point(static_cast<double>(qa.scale) / twice)) +
      scale_twice_rounded((b - qb.zero_point) * one, fixed_point(static_cast<double>(qb.scale) / twice));
  const FixedPoint out = fixed_point(twice / (static_cast<double>(one) * static_cast<double>(qo.scale)));
  return clamp(scale_twice_rounded(sum, out) + qo.zero_point);
}

inline std::int8_t mul(std::int8_t a, std::int8_t b, Affine qa, Affine qb, Affine qo, Clamp clamp) {
  const FixedPoint out = fixed_point(static_cast<double>(qa.scale * qb.scale / qo.scale));
  return clamp(scale_twice_rounded((a - qa.zero_point) * (b - qb.zero_point), out) + qo.zero_point);
}

using Binary = std::int8_t(std::int8_t a, std::int8_t b, Affine qa, Affine qb, Affine qo, Clamp clamp);  // add, mul

// `b` has the shape of `a`, or is 1 x 1 x C and serves every pixel.
inline Tensor<std::int8_t> combine(Binary* f, const Tensor<std::int8_t>& a, const Tensor<std::int8_t>& b, Affine qa,
                                   Affine qb, Affine qo, Clamp clamp = {}) {
  Tensor<std::int8_t> output = a;
  for_each(a, [&](int y, int x, int c) {
    const std::int8_t other = b.height == 1 && b.width == 1 ? b.at(0, 0, c) : b.at(y, x, c);
    output.at(y, x, c) = f(a.at(y, x, c), other, qa, qb, qo, clamp);
  });
  return output;
}

}  // namespace reference
