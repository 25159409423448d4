// The shape of one image's tensor, NHWC without the batch: elements are stored row by row, pixel by pixel, channels
// innermost.
#pragma once

namespace edgelite {

struct Shape {
  int height = 0, width = 0, channels = 0;

  constexpr int pixels() const { return height * width; }
  constexpr int size() const { return height * width * channels; }
  constexpr bool operator==(const Shape&) const = default;
};

constexpr int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

}  // namespace edgelite
