// The imported network, in every way that its header offers.
#include "check.hpp"

static_assert(resnet8::input_size == 32 * 32 * 3 && resnet8::output_size == 10);
static_assert(std::is_same_v<resnet8::input_type, std::int8_t> && std::is_same_v<resnet8::output_type, std::int8_t>);
static_assert(resnet8::input_scale == 1 && resnet8::input_zero_point == -128);
static_assert(resnet8::output_scale == 1.0f / 256 && resnet8::output_zero_point == -128);
static_assert(resnet8::arena_bytes > 32 * 32 * 16 && resnet8::arena_bytes < 128 * 1024);
static_assert(edgelite::metrics<resnet8::Network>.multiply_accumulates == 12501632);

bool equals(const std::int8_t (&image)[resnet8::input_size], const std::int8_t (&expected)[resnet8::output_size]) {
  static constinit resnet8::Arena arena{};
  std::array<std::int8_t, resnet8::input_size> copy;
  for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = image[i];
  std::array<std::int8_t, resnet8::output_size> of_array{}, of_arena{}, plain{};
  std::int8_t of_c_array[resnet8::output_size]{};
  resnet8::run(image, of_c_array);
  resnet8::run(copy, of_array);
  resnet8::run(copy, std::span(of_arena), arena);
  edgelite::run<resnet8::Network>(resnet8::weights(), copy, plain, arena);
  for (std::size_t i = 0; i < plain.size(); ++i)
    if (of_c_array[i] != expected[i] || of_array[i] != expected[i] || of_arena[i] != expected[i] ||
        plain[i] != expected[i])
      return false;
  return true;
}
