// Holds a network of model/ against the logits of its reference definition (tests/golden/make_model_goldens.py):
// state-dict names and shapes, metrics, and the logits of every image on an architecture. The weights of both come from
// counter_values.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <edgelite/edgelite.hpp>
#include <memory>
#include <string>

#include "reference/counter_values.hpp"
#include "reference/golden.hpp"

namespace model_test {

namespace el = edgelite;
using namespace el::model;

inline constexpr double tolerance = 1e-4;

template <int Side> using Image = el::Input<Side, Side, 3>;

// Does the network accept its shapes, and count as its reference does?
template <class Net> constexpr bool counts(std::int64_t parameters, std::int64_t multiply_accumulates) {
  static_assert(el::checked<Net>);
  return el::metrics<Net>.parameters == parameters && el::metrics<Net>.multiply_accumulates == multiply_accumulates;
}

inline std::span<const int> extents(const el::TensorInfo& t) {
  return {t.shape.data(), static_cast<std::size_t>(t.rank)};
}

// Images first to last - 1, one behind the other.
template <class Net> std::vector<float> images(int first, int last) {
  std::vector<float> all;
  for (int n = first; n < last; ++n) {
    const auto image = reference::counter_image(n, Net::input.height, Net::input.width, Net::input.channels);
    all.insert(all.end(), image.data.begin(), image.data.end());
  }
  return all;
}

inline std::span<float> values_of(std::span<float> parameters, const el::TensorInfo& t) {
  return parameters.subspan(static_cast<std::size_t>(t.offset), static_cast<std::size_t>(t.size()));
}

template <class Net> std::unique_ptr<el::Parameters<Net, float>> counter_parameters() {
  auto made = std::make_unique<el::Parameters<Net, float>>();
  for (const el::TensorInfo& t : el::tensors<Net>)
    reference::fill_parameter(t.label(), extents(t), values_of(made->data, t));
  return made;
}

// The parameters of the case's state dict, by name.
template <class Net> std::unique_ptr<el::Parameters<Net, float>> parameters(const reference::Golden& golden) {
  auto made = counter_parameters<Net>();
  std::map<std::string, std::span<float>> variances;  // by their batch norm
  std::uint32_t fingerprint = 0;
  for (const el::TensorInfo& t : el::tensors<Net>) {
    fingerprint += reference::tensor_hash(t.label(), extents(t));
    constexpr std::string_view variance = ".running_var";
    if (t.label().ends_with(variance))
      variances[std::string(t.label().substr(0, t.label().size() - variance.size()))] = values_of(made->data, t);
  }
  if (fingerprint != static_cast<std::uint32_t>(golden.values<std::int64_t>("counts").at(2))) {
    std::string list;
    for (const el::TensorInfo& t : el::tensors<Net>) {
      list += "\n" + std::string(t.label());
      for (const int extent : extents(t)) list += " " + std::to_string(extent);
    }
    FAIL_CHECK("the reference's state dict (make_model_goldens.py --names) has other names or shapes than" << list);
  }
  const auto scales = golden.values<int>("norm_scales");
  REQUIRE(scales.size() == variances.size());
  auto scale = scales.begin();
  for (const auto& [norm, values] : variances) {
    for (float& v : values) v = std::ldexp(v, *scale);
    ++scale;
  }
  return made;
}

inline reference::Golden golden_of(const std::string& name) {
  return reference::Golden(EDGELITE_TEST_DATA "/golden/models/" + name + ".safetensors");
}

// The outputs for inputs that lie one behind the other.
template <class Net, class Arch, class T>
std::vector<T> outputs(const el::Parameters<Net, T>& parameters, const std::vector<T>& inputs) {
  constexpr std::size_t in = el::input_size<Net>, out = el::output_size<Net>;
  auto weights = std::make_unique<el::Weights<Net, T, Arch>>();
  el::prepare(parameters, *weights);
  auto arena = std::make_unique<el::Arena<el::arena_bytes<Net, T, el::Small, Arch>>>();
  std::vector<T> y(inputs.size() / in * out);
  for (std::size_t n = 0; n * in < inputs.size(); ++n)
    el::run<Net, el::Small>(*weights, std::span<const T, in>(&inputs[n * in], in), std::span<T, out>(&y[n * out], out),
                            *arena);
  return y;
}

template <class Net, class Arch>
void check_logits(const el::Parameters<Net, float>& parameters, const reference::Golden& golden) {
  const auto expected = golden.values<float>("logits");
  REQUIRE(!expected.empty());
  const auto logits = outputs<Net, Arch>(parameters, images<Net>(0, golden.shape("logits").at(0)));
  const double error = reference::relative_error(logits, expected);
  MESSAGE(std::string(Arch::name) << ": relative error " << error);
  CHECK(error < tolerance);
}

// On all of the given architectures: el::Scalar, el::NativeArch.
template <class Net, class... Archs> void check(const std::string& name) {
  CAPTURE(name);
  const reference::Golden golden = golden_of(name);
  const auto counts = golden.values<std::int64_t>("counts");
  CHECK(el::metrics<Net>.parameters == counts.at(0));
  CHECK(el::metrics<Net>.multiply_accumulates == counts.at(1));
  REQUIRE(golden.shape("logits").at(1) == static_cast<int>(el::output_size<Net>));
  const auto made = parameters<Net>(golden);
  (check_logits<Net, Archs>(*made, golden), ...);
}

}  // namespace model_test
