// The default list: shapes compiled with static sizes, one a line, for float and int8; to_even is for int8 alone. Add a
// line and build again.
#pragma once

#include "problem.hpp"

namespace bench {

inline constexpr auto shapes = [] {
  using enum Kernel;
  return std::to_array<Problem>({
      {pointwise, {16, 16, 64}, {.out = 64}},
      {pointwise, {32, 32, 16}, {.out = 96}},
      {pointwise, {16, 16, 96}, {.out = 24}},
      {pointwise, {16, 16, 144}, {.out = 32}},
      {pointwise, {8, 8, 384}, {.out = 64}},
      {pointwise, {4, 4, 576}, {.out = 160}},
      {pointwise, {56, 56, 128}, {.out = 128}},
      {pointwise, {14, 14, 512}, {.out = 512}},
      {conv, {32, 32, 3}, {.out = 16, .kernel_size = 3}},
      {conv, {32, 32, 16}, {.out = 16, .kernel_size = 3}},
      {conv, {16, 16, 32}, {.out = 32, .kernel_size = 3}},
      {conv, {8, 8, 64}, {.out = 64, .kernel_size = 3}},
      {conv, {32, 32, 64}, {.out = 64, .kernel_size = 3}},
      {conv, {224, 224, 3}, {.out = 32, .kernel_size = 3, .stride = 2}},
      {grouped_shuffle, {16, 16, 240}, {.out = 240, .groups = 3}},
      {grouped_shuffle, {14, 14, 272}, {.out = 272, .groups = 4}},
      {linear, {1, 1, 1280}, {.out = 1000}},
      {linear, {1, 1, 640}, {.out = 128}},
      {pointwise, {16, 16, 64}, {.out = 64, .to_even = true}},
      {pointwise, {32, 32, 16}, {.out = 96, .to_even = true}},
      {pointwise, {8, 8, 384}, {.out = 64, .to_even = true}},
      {conv, {16, 16, 32}, {.out = 32, .kernel_size = 3, .to_even = true}},
      {grouped_shuffle, {16, 16, 240}, {.out = 240, .groups = 3, .to_even = true}},
      {squeeze_excite, {14, 14, 240}, {.hidden = 60}},
      {squeeze_excite, {7, 7, 576}, {.hidden = 144}},
      {depthwise, {32, 32, 96}, {.kernel_size = 3}},
      {depthwise, {32, 32, 96}, {.kernel_size = 3, .stride = 2}},
      {depthwise, {16, 16, 144}, {.kernel_size = 3}},
      {depthwise, {16, 16, 144}, {.kernel_size = 3, .dilation = 2}},
      {depthwise, {8, 8, 384}, {.kernel_size = 3}},
      {depthwise, {56, 56, 128}, {.kernel_size = 3}},
      {depthwise, {14, 14, 512}, {.kernel_size = 3}},
      {depthwise, {7, 7, 1024}, {.kernel_size = 3}},
      {depthwise, {14, 14, 240}, {.kernel_size = 5}},
      {depthwise, {32, 32, 96}, {.kernel_size = 3, .to_even = true}},
      {depthwise, {16, 16, 144}, {.kernel_size = 3, .to_even = true}},
      {max_pool, {32, 32, 64}, {.kernel_size = 2, .stride = 2}},
      {max_pool, {32, 32, 64}, {.kernel_size = 3, .stride = 2}},
      {average_pool, {32, 32, 64}, {.kernel_size = 2, .stride = 2}},
      {global_average_pool, {7, 7, 1280}},
      {add, {16, 16, 64}},
      {mul, {16, 16, 64}},
      {hard_swish, {16, 16, 64}},
      {sigmoid, {16, 16, 64}},
      {softmax, {1, 1, 1000}},
      {channel_shuffle, {14, 14, 272}, {.groups = 4}},
      {pad, {32, 32, 16}, {.padding = 1}},
      {resize_nearest, {16, 16, 64}, {.to_height = 32, .to_width = 32}},
      {resize_bilinear, {16, 16, 64}, {.to_height = 32, .to_width = 32}},
  });
}();

constexpr bool all_possible() {
  for (const Problem& p : shapes)
    if (complaint(p) != nullptr) return false;
  return true;
}
static_assert(all_possible(), "bench/kernel/shapes.hpp: a shape is impossible, see complaint() in problem.hpp");

}  // namespace bench
