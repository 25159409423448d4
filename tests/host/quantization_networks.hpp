// Small networks with random numbers for the tests of quantization.
#pragma once
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <edgelite/host/quantize_network.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace quantization_test {

using namespace edgelite;

template <class Net> auto random_parameters(unsigned seed = 1) {
  auto p = std::make_unique<Parameters<Net, float>>();
  const auto numbers = reference::random_vector(parameter_count<Net>, seed);
  for (const TensorInfo& t : tensors<Net>)
    for (int i = 0; i < t.size(); ++i) {
      const auto at = static_cast<std::size_t>(t.offset + i);
      p->data[at] = numbers[at];
      if (t.label().ends_with("running_var")) p->data[at] = numbers[at] * numbers[at] + 0.5f;
    }
  return p;
}

template <class Net> std::vector<float> random_samples(std::size_t count, unsigned seed = 2) {
  return reference::random_vector(static_cast<int>(count * sample_size<Net>), seed);
}

// The tensor of this name, to read and write.
template <class Net> std::span<float> tensor(Parameters<Net, float>& p, std::string_view name) {
  for (const TensorInfo& t : tensors<Net>)
    if (t.label() == name) return std::span(p.data).subspan(static_cast<std::size_t>(t.offset), std::size_t(t.size()));
  FAIL("no such tensor");
  return {};
}

// Every value of the float network for one input, channel by channel within a pixel.
template <class Net> std::vector<std::vector<float>> float_values(const Parameters<Net, float>& p, const float* input) {
  auto weights = std::make_unique<Weights<Net, float>>();
  prepare(p, *weights);
  Observer<Net, float> observer;
  std::vector<std::vector<float>> values(static_cast<std::size_t>(program<Net>.value_count));
  values[0].assign(input, input + input_size<Net>);
  observer(*weights, input, [&](int value, auto x) {
    for_each_element(x, [&](float e) { values[static_cast<std::size_t>(value)].push_back(e); });
    return true;
  });
  return values;
}

}  // namespace quantization_test
