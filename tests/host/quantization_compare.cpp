// The comparison of a float and an int8 network, value by value, against sums made here.
#include <edgelite/host/compare.hpp>

#include "quantization_networks.hpp"

using namespace quantization_test;

namespace {

struct Net : Network<Input<3, 4, 2>, Conv2d<4, Kernel<3>, Stride<2>>, BatchNorm2d, Relu,
                     Residual<Named<"inner", PointwiseConv2d<4>>>, GlobalAveragePool, Linear<3>> {};

auto quantized(const Parameters<Net, float>& p, std::span<const float> samples) {
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  REQUIRE(!quantize_network<Net>(p, samples, {}, *q));
  return q;
}

}  // namespace

TEST_CASE("sums over all inputs, by definition") {
  const auto p = random_parameters<Net>();
  const auto samples = random_samples<Net>(5);
  const auto q = quantized(*p, std::span(samples).first(2 * input_size<Net>));  // the others saturate here and there
  Comparison comparison;
  REQUIRE(!compare<Net>(*p, *q, samples, comparison));
  CHECK(comparison.samples == 5);
  REQUIRE(comparison.values.size() == 6);

  auto weights = std::make_unique<Weights<Net, std::int8_t>>();
  prepare(*q, *weights);
  Observer<Net, std::int8_t> observer;
  std::vector<ValueError> expected(6);
  for (std::size_t n = 0; n < 5; ++n) {
    const auto exact = float_values(*p, &samples[n * input_size<Net>]);
    std::vector<std::vector<std::int8_t>> stored(6);
    for (std::size_t i = 0; i < input_size<Net>; ++i)
      stored[0].push_back(quantize(samples[n * input_size<Net> + i], q->values[0]));
    observer(*weights, stored[0].data(), [&](int value, auto x) {
      for (int i = 0; i < x.shape.height; ++i)
        for (int j = 0; j < x.shape.width; ++j)
          for (int c = 0; c < x.shape.channels; ++c) stored[static_cast<std::size_t>(value)].push_back(x(i, j, c));
      return true;
    });
    for (std::size_t v = 0; v < 6; ++v)
      for (std::size_t i = 0; i < exact[v].size(); ++i) {
        const double x = double(exact[v][i]), scale = double(q->values[v].scale), zero = q->values[v].zero_point;
        const double error = x - scale * (stored[v][i] - zero), steps = x / scale + zero;
        const double alone = x - scale * (std::min(std::max(std::round(x / scale) + zero, -128.0), 127.0) - zero);
        ValueError& e = expected[v];
        e.signal += x * x, e.noise += error * error, e.noise_alone += alone * alone;
        e.max_error = std::max(e.max_error, std::abs(error));
        ++e.elements;
        e.saturated += (steps > 127.5 && stored[v][i] == 127) || (steps < -128.5 && stored[v][i] == -128);
      }
  }
  std::int64_t saturated = 0;
  for (std::size_t v = 0; v < 6; ++v) {
    CAPTURE(v);
    const ValueError &found = comparison.values[v], &e = expected[v];
    CHECK(found.sqnr() == doctest::Approx(10 * std::log10(e.signal / e.noise)).epsilon(1e-4));
    CHECK(found.alone() == doctest::Approx(10 * std::log10(e.signal / e.noise_alone)).epsilon(1e-4));
    CHECK(found.relative_rms() == doctest::Approx(std::sqrt(e.noise / e.signal)).epsilon(1e-4));
    CHECK(found.max_error == doctest::Approx(e.max_error).epsilon(1e-4));
    CHECK(found.saturation() == double(e.saturated) / double(e.elements));
    CHECK(found.quantization.scale == q->values[v].scale);
    saturated += e.saturated;
  }
  CHECK(saturated > 0);
}

TEST_CASE("a layer that hurts stands first, by its name; its neighbours' own quantization is fine") {
  const auto p = random_parameters<Net>();
  const auto samples = random_samples<Net>(5);
  const auto q = quantized(*p, samples);
  const int at = quantized_layout<Net>.weight[1];  // of the inner convolution
  for (std::size_t i = 0; i < 16; ++i) q->weight[static_cast<std::size_t>(at) + i] /= 2;
  Comparison comparison;
  REQUIRE(!compare<Net>(*p, *q, samples, comparison));
  const auto sorted = comparison.worst_first();
  CHECK(sorted[0].name.path == "3.inner");
  CHECK(sorted[0].name.layer == "Conv2d");
  CHECK(sorted[0].sqnr() == doctest::Approx(20 * std::log10(2)).epsilon(0.02));  // half is missing
  CHECK(sorted[0].alone() > 35);
  for (std::size_t i = 1; i < sorted.size(); ++i) CHECK(sorted[i - 1].sqnr() <= sorted[i].sqnr());
  const std::string text = to_text(comparison), in_order = to_text(comparison, Order::network);
  CHECK(text.starts_with("path     operation"));
  CHECK(text.find("\n3.inner  Conv2d") == text.find('\n'));
  CHECK(in_order.find("\ninput") == in_order.find('\n'));
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
}

TEST_CASE("nothing differs: exact; errors") {
  const auto p = std::make_unique<Parameters<Net, float>>();
  Parameters<Net, std::int8_t> q{};
  Comparison comparison;
  const std::vector<float> zeros(input_size<Net>);
  REQUIRE(!compare<Net>(*p, q, zeros, comparison));
  CHECK(comparison.values[0].relative_rms() == 0);
  CHECK(to_text(comparison).find("exact") != std::string::npos);
  CHECK(compare<Net>(*p, q, {}, comparison).message == "calibration: no samples; give at least one input");
  CHECK(compare<Net>(*p, q, std::span(zeros).first(5), comparison).message ==
        "samples: expected a multiple of the input's 24 floats, found 5");
}

TEST_CASE("several inputs, one behind the other in a sample, have a range each") {
  struct Gated : Network<Inputs<Input<3, 4, 2>, Input<1, 1, 2>>, ProductOf, Conv2d<4, Kernel<3>>, Relu> {};
  const auto p = random_parameters<Gated>();
  auto samples = random_samples<Gated>(4);
  REQUIRE(samples.size() == 4 * 26);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i % 26 >= 24) samples[i] = 0.01f * (samples[i] + 3);
  }
  Parameters<Gated, std::int8_t> q;
  QuantizationOptions options;
  options.bias_samples = 2;
  REQUIRE(!quantize_network<Gated>(*p, samples, options, q));
  float low[2]{}, high[2]{};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    low[i % 26 >= 24] = std::min(low[i % 26 >= 24], samples[i]);
    high[i % 26 >= 24] = std::max(high[i % 26 >= 24], samples[i]);
  }
  for (std::size_t k = 0; k < 2; ++k) CHECK(q.values[k].scale == doctest::Approx((high[k] - low[k]) / 255));
  Comparison comparison;
  REQUIRE(!compare<Gated>(*p, q, samples, comparison));
  REQUIRE(comparison.values.size() == 4);
  CHECK(comparison.values[0].name.path == "input 0");
  CHECK(comparison.values[1].name.path == "input 1");
  CHECK(comparison.values[1].elements == 4 * 2);
  CHECK(comparison.values[3].name.path == "1");
  for (const ValueError& value : comparison.values) CHECK(value.sqnr() > 25);
  CHECK(compare<Gated>(*p, q, std::span(samples).first(25), comparison).message ==
        "samples: expected a multiple of the input's 26 floats, found 25");
}
