// The scheduled run (operations joined, concats and slices in place, memory shared) must equal the observed one (every
// value apart), bit for bit in float too: the schedule changes where numbers lie, not how they are made. On both
// policies (or on Small alone, which compiles faster), in float and int8, in an arena that begins as garbage.
#pragma once
#include <doctest/doctest.h>

#include <cstring>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/observer.hpp>
#include <edgelite/quantization/convert.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace scheduled_test {

using namespace edgelite;

// All outputs of a network, one behind the other, beginning as garbage.
template <class Net, class T> struct AllOutputs {
  static constexpr std::size_t count{program<Net>.output_count};
  std::array<std::vector<T>, count> data;
  Outputs<T, count> to{};

  AllOutputs() {
    for (std::size_t k = 0; k < count; ++k) {
      data[k].resize(static_cast<std::size_t>(program<Net>.shape(program<Net>.outputs[k]).size()));
      std::memset(data[k].data(), 0x55, data[k].size() * sizeof(T));
      to[k] = data[k].data();
    }
  }
};

template <class Net, class T, class Arch, class Policy>
void check_run(const Weights<Net, T, Arch>& weights, const std::array<T, sample_size<Net>>& image,
               const AllOutputs<Net, T>& observed) {
  auto arena = std::make_unique<Arena<arena_bytes<Net, T, Policy, Arch>>>();
  CHECK(arena_bytes<Net, T, Policy, Arch> <= arena_bytes<Net, T, Unscheduled, Arch> + Arch::alignment);
  std::memset(arena->bytes.data(), 0x7f, arena->bytes.size());
  AllOutputs<Net, T> outputs;
  run<Net, Policy>(weights, inputs_of<Net>(image.data()), outputs.to, *arena, [](int) { return true; });
  CHECK(outputs.data == observed.data);
}

template <class Arch, class Policy, class Net, class T, class Watch>
void compare(const Parameters<Net, T>& parameters, const std::array<T, sample_size<Net>>& image, Watch watch) {
  auto weights = std::make_unique<Weights<Net, T, Arch>>();
  prepare(parameters, *weights);
  auto arena = std::make_unique<Arena<arena_bytes<Net, T, Unscheduled, Arch>>>();
  AllOutputs<Net, T> observed;
  observe<Net>(*weights, inputs_of<Net>(image.data()), observed.to, *arena, watch);
  check_run<Net, T, Arch, Small>(*weights, image, observed);
  if constexpr (!std::is_same_v<Policy, Small>) check_run<Net, T, Arch, Policy>(*weights, image, observed);
}

template <class Net, class Arch, class Policy = Speed> void check(unsigned seed) {
  CAPTURE(seed);
  auto parameters = std::make_unique<Parameters<Net, float>>();
  unsigned n = 0;
  for (const TensorInfo& t : tensors<Net>) {
    const auto numbers = reference::random_vector(t.size(), seed + ++n);
    for (int i = 0; i < t.size(); ++i) {
      float& x = parameters->data[static_cast<std::size_t>(t.offset + i)];
      x = numbers[static_cast<std::size_t>(i)];
      if (t.label().ends_with("running_var")) x = x * x + 0.5f;
    }
  }
  std::array<float, sample_size<Net>> image;
  const auto numbers = reference::random_vector(sample_size<Net>, seed);
  std::copy(numbers.begin(), numbers.end(), image.begin());

  Ranges<Net> ranges{};
  for (std::size_t k = 0; k < input_count<Net>; ++k)
    for (int i = 0; i < Net::inputs[k].size(); ++i) ranges[k].include(inputs_of<Net>(image.data())[k][i]);
  compare<Arch, Policy>(*parameters, image, [&](int value, auto x) {
    collect(ranges, value, x);
    return true;
  });
  auto quantized = std::make_unique<Parameters<Net, std::int8_t>>();
  convert(*parameters, ranges, *quantized);
  std::array<std::int8_t, sample_size<Net>> bytes;
  quantize_sample<Net>(image.data(), *quantized, bytes.data());
  compare<Arch, Policy>(*quantized, bytes, [](int, auto) { return true; });
}

}  // namespace scheduled_test
