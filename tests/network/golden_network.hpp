// Holds a network against a case of the goldens: names and shapes of its parameters, then its output on scalar and
// native architecture, which may differ from the golden by 1e-5 of the largest value.
#pragma once
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <memory>
#include <string>

#include "reference/golden.hpp"

namespace golden_test {

namespace el = edgelite;

inline constexpr double tolerance = 1e-5;

inline const reference::Golden& layers() {
  static const reference::Golden file(EDGELITE_TEST_DATA "/golden/layers.safetensors");
  return file;
}

template <class Net> using Floats = std::unique_ptr<el::Parameters<Net, float>>;

// Every tensor of the case is one of the network's and the other way round.
template <class Net> Floats<Net> read_parameters(const reference::Golden& golden, const std::string& prefix) {
  auto parameters = std::make_unique<el::Parameters<Net, float>>();
  CHECK(golden.names(prefix).size() == el::tensors<Net>.size());
  for (const el::TensorInfo& info : el::tensors<Net>) {
    const std::string name = prefix + std::string(info.label());
    CAPTURE(name);
    REQUIRE(golden.contains(name));
    CHECK(golden.shape(name) == std::vector<int>(info.shape.begin(), info.shape.begin() + info.rank));
    const auto values = golden.values<float>(name);
    REQUIRE(values.size() == static_cast<std::size_t>(info.size()));
    std::copy(values.begin(), values.end(), parameters->data.begin() + info.offset);
  }
  return parameters;
}

// The arena and the output stand between guards and begin as NaN: what is read before it is written shows.
template <class Net, class Policy, class Arch>
std::vector<float> run(const el::Parameters<Net, float>& parameters, const std::vector<float>& input) {
  constexpr std::size_t inputs = el::input_size<Net>, outputs = el::output_size<Net>;
  struct Memory {
    std::array<std::byte, 64> before;
    el::Arena<el::arena_bytes<Net, float, Policy, Arch>> arena;
    std::array<std::byte, 64> between;
    std::array<float, outputs> output;
    std::array<std::byte, 64> after;
  };
  auto memory = std::make_unique<Memory>();
  const std::span<std::byte> bytes(reinterpret_cast<std::byte*>(memory.get()), sizeof(Memory));
  std::fill(bytes.begin(), bytes.end(), std::byte{0xff});
  auto weights = std::make_unique<el::Weights<Net, float, Arch>>();
  el::prepare(parameters, *weights);
  const std::vector<float> read = input;
  el::run<Net, Policy>(*weights, std::span<const float, inputs>(read.data(), inputs),
                       std::span<float, outputs>(memory->output), memory->arena);
  const std::vector<float> output(memory->output.begin(), memory->output.end());
  memory->output.fill(std::bit_cast<float>(0xffffffffu));
  std::fill_n(memory->arena.bytes.begin(), el::arena_bytes<Net, float, Policy, Arch>, std::byte{0xff});
  CHECK(std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0xff}; }));
  CHECK(read == input);
  return output;
}

template <class Policy, class Net>
void check_run(const el::Parameters<Net, float>& parameters, const reference::Tensor<float>& input,
               const reference::Tensor<float>& expected) {
  const el::Shape shape = el::program<Net>.shape(el::program<Net>.output(0));
  REQUIRE(el::Shape{input.height, input.width, input.channels} == Net::input);
  REQUIRE(el::Shape{expected.height, expected.width, expected.channels} == shape);
  CHECK(reference::relative_error(run<Net, Policy, el::Scalar>(parameters, input.data), expected.data) < tolerance);
  CHECK(reference::relative_error(run<Net, Policy, el::NativeArch>(parameters, input.data), expected.data) < tolerance);
}

template <class Net, class Policy = el::Small> void check(const std::string& name) {
  CAPTURE(name);
  const auto parameters = read_parameters<Net>(layers(), name + "/parameters/");
  check_run<Policy>(*parameters, layers().tensor<float>(name + "/input"), layers().tensor<float>(name + "/output"));
}

// Same padding against TensorFlow: a case has one input for all, and at most one parameter, the weight.
template <class L> void check_same(const std::string& name) {
  static const reference::Golden golden(EDGELITE_TEST_DATA "/golden/same_padding.safetensors");
  using Net = el::Network<el::Input<7, 8, 3>, L>;
  CAPTURE(name);
  auto parameters = std::make_unique<el::Parameters<Net, float>>();
  REQUIRE(golden.contains(name + "/weight") == (el::parameter_count<Net> > 0));
  if constexpr (el::parameter_count < Net >> 0) {
    const auto weight = golden.values<float>(name + "/weight");
    REQUIRE(weight.size() == parameters->data.size());
    std::copy(weight.begin(), weight.end(), parameters->data.begin());
  }
  check_run<el::Small, Net>(*parameters, golden.tensor<float>("input"), golden.tensor<float>(name + "/output"));
}

// The input of most cases.
template <class... Layers> using Net678 = el::Network<el::Input<6, 7, 8>, Layers...>;
template <class... Layers> using Net688 = el::Network<el::Input<6, 8, 8>, Layers...>;
template <class... Layers> using Net768 = el::Network<el::Input<7, 6, 8>, Layers...>;
template <class... Layers> using Net788 = el::Network<el::Input<7, 8, 8>, Layers...>;

}  // namespace golden_test
