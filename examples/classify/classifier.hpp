// The network of this program in one element type, and what it says of a picture.
#pragma once

#include <algorithm>
#include <cmath>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/cifar10.hpp>
#include <edgelite/host/report.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

namespace classify {

using Net = edgelite::model::EdgeLiteCNN<>;
using Picture = std::span<const std::uint8_t, edgelite::input_size<Net>>;  // 32 x 32 x RGB
using Probabilities = std::array<float, edgelite::output_size<Net>>;

struct Classifier {
  std::string_view element, arch;
  int arena_bytes;
  edgelite::Error (*load)(const std::string& file);
  void (*see)(Picture);  // the picture becomes the network's input
  void (*infer)();
  Probabilities (*logits)();
  edgelite::Report (*report)();
};

Classifier float_classifier();
Classifier int8_classifier();

inline Probabilities softmax(const Probabilities& values) {
  const float largest = *std::max_element(values.begin(), values.end());
  Probabilities result{};
  float sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += result[i] = std::exp(values[i] - largest);
  for (float& p : result) p /= sum;
  return result;
}

// The classes from the most to the least probable.
inline std::array<std::size_t, 10> ranked(const Probabilities& probabilities) {
  std::array<std::size_t, 10> order{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
  return order;
}

}  // namespace classify
