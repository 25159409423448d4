// How far an engine's recorded outputs and tensors are from a network's.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "edgelite/import/samples.hpp"

namespace importer {

using edgelite::graph::Value;

// Of int8 in steps, of floats relative to the largest magnitude recorded.
struct Difference {
  std::size_t compared = 0, differing = 0, images = 0,
              alike = 0;  // alike: images whose largest element is the same one
  double largest = 0;
};

template <class T>
Difference difference(const Value& value, const std::vector<T>& ours, const std::vector<T>& recorded) {
  Difference d{ours.size()};
  double magnitude = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double apart = std::abs(static_cast<double>(ours[i]) - static_cast<double>(recorded[i]));
    d.differing += apart != 0;  // counts what is no number, too
    if (!(apart <= d.largest)) d.largest = apart;
    magnitude = std::max(magnitude, std::abs(static_cast<double>(recorded[i])));
  }
  if (std::is_same_v<T, float> && magnitude > 0) d.largest /= magnitude;
  const auto size = static_cast<std::ptrdiff_t>(value.shape.size());
  for (auto a = ours.begin(), b = recorded.begin(); a != ours.end(); a += size, b += size, ++d.images)
    d.alike += std::max_element(a, a + size) - a == std::max_element(b, b + size) - b;
  return d;
}

template <class T> std::string text(const Difference& d) {
  char largest[64];
  std::snprintf(largest, sizeof largest, std::is_same_v<T, float> ? "%.3g of the largest value" : "%.0f", d.largest);
  return std::to_string(d.differing) + " of " + std::to_string(d.compared) + " values differ, by " + largest +
         " at most";
}

// What a recorded tensor may be called: names with each character that files do not like as '_'.
inline std::string file_name(std::string name) {
  for (char& c : name)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) c = '_';
  return name;
}

}  // namespace importer
