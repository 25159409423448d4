// Quantizes a network of model/ after training: the int8 network must give the same bits on every architecture, outputs
// near the float network's on images that it was not calibrated with, and a whole report of what each value loses.
#pragma once
#include <edgelite/host/compare.hpp>
#include <edgelite/host/quantize_network.hpp>

#include "model_golden.hpp"

namespace model_test {

// Signal-to-quantization-noise ratios in dB that must be passed: by the output, and by every value of the network.
struct Floor {
  double output, value;
};

template <class Net> void check_report(const el::Comparison& report, std::int64_t images) {
  REQUIRE(report.values.size() == std::size_t{el::program<Net>.value_count});
  for (std::size_t v = 0; v < report.values.size(); ++v) {
    const el::ValueError& e = report.values[v];
    CAPTURE(e.name.path);
    CAPTURE(e.name.layer);
    CHECK(e.elements == images * el::program<Net>.shape(static_cast<int>(v)).size());
    CHECK(e.signal > 0);
    if (e.elements > 1000) CHECK(e.saturation() < 0.05);  // of fewer, some always leave the calibrated range
  }
  const auto sorted = report.worst_first();
  CHECK(sorted.size() == report.values.size());
  CHECK(std::ranges::is_sorted(sorted, {}, &el::ValueError::sqnr));
}

// Weights: counter_parameters<Net>(), or parameters<Net>(golden) of a case with the network's state dict.
template <class Net> void check_int8(const el::Parameters<Net, float>& trained, Floor floor) {
  constexpr int count = 4;
  const auto quantized = std::make_unique<el::Parameters<Net, std::int8_t>>();
  const el::Error error = el::quantize_network<Net>(trained, images<Net>(count, count + 8), {}, *quantized);
  REQUIRE_MESSAGE(!error, error.message);

  const auto inputs = images<Net>(0, count);
  std::vector<std::int8_t> stored;
  for (const float x : inputs) stored.push_back(el::quantize(x, quantized->values[0]));
  const auto found = outputs<Net, el::NativeArch>(*quantized, stored);
  CHECK(found == outputs<Net, el::Scalar>(*quantized, stored));

  el::Comparison report;
  REQUIRE(!el::compare<Net>(trained, *quantized, inputs, report));
  check_report<Net>(report, count);
  const el::ValueError worst = report.worst_first().front();
  CHECK(worst.sqnr() > floor.value);
  constexpr auto output = static_cast<std::size_t>(el::program<Net>.output(0));
  const auto expected = outputs<Net, el::NativeArch>(trained, inputs);
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double x = double{expected[i]}, y = double{el::dequantize(found[i], quantized->values[output])};
    signal += x * x, noise += (x - y) * (x - y);
  }
  const double sqnr = 10 * std::log10(signal / noise);
  CHECK(sqnr > floor.output);
  CHECK(report.values[output].sqnr() == doctest::Approx(sqnr).epsilon(1e-3));
  MESSAGE("output " << sqnr << " dB; least " << worst.sqnr() << " dB: " << worst.name.path << " " << worst.name.layer);
}

template <class Net> void check_int8(const std::string& name, Floor floor) {
  CAPTURE(name);
  check_int8(*parameters<Net>(golden_of(name)), floor);
}

}  // namespace model_test
