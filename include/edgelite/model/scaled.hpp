// Width and depth multipliers of network families, given as std::ratio.
//
//   scaled<Width>(c)       c channels times Width, rounded to a multiple of 8, but not below 0.9 of the product (TensorFlow's
//                          and torchvision's make_divisible)
//   scaled_depth<Depth>(n) n layers times Depth, rounded up (EfficientNet)
#pragma once

#include <ratio>

namespace edgelite::model {

template <class Width, int Divisor = 8> constexpr int scaled(int channels) {
  const auto n = channels * Width::num;
  auto to = (n + Divisor * Width::den / 2) / (Divisor * Width::den) * Divisor;
  if (to < Divisor) to = Divisor;
  if (10 * to * Width::den < 9 * n) to += Divisor;
  return static_cast<int>(to);
}

template <class Depth> constexpr int scaled_depth(int layers) {
  return static_cast<int>((layers * Depth::num + Depth::den - 1) / Depth::den);
}

}  // namespace edgelite::model
