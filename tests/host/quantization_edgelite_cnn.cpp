// The trained EdgeLite-CNN in int8, on pictures that are made here: every layer keeps its signal.
#include <edgelite/host/compare.hpp>
#include <edgelite/host/load_parameters.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

#include "quantization_networks.hpp"

using namespace quantization_test;
using Net = model::EdgeLiteCNN<>;

namespace {

// Waves of several lengths, colours and directions, as the network takes pictures: (byte - 128) / 64.
std::vector<float> pictures(int first, int count) {
  std::vector<float> x;
  for (int n = first; n < first + count; ++n)
    for (int i = 0; i < 32; ++i)
      for (int j = 0; j < 32; ++j)
        for (int c = 0; c < 3; ++c) {
          const double wave = std::sin(0.13 * (1 + n % 7) * i + 0.09 * (n % 5 - 2) * j + 2.1 * c * (n % 3)) +
                              0.5 * std::cos(0.4 * j + n);
          x.push_back(static_cast<float>(std::lround(75 * wave)) / 64);
        }
  return x;
}

struct Sqnr {
  double least, logits;
};

Sqnr sqnr(const Parameters<Net, float>& trained, const QuantizationOptions& options) {
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  const Error error = quantize_network<Net>(trained, pictures(0, 12), options, *q);
  REQUIRE_MESSAGE(!error, error.message);
  Comparison comparison;
  REQUIRE(!compare<Net>(trained, *q, pictures(20, 4), comparison));
  for (const ValueError& v : comparison.values) CHECK(v.saturation() < 0.1);
  return {comparison.worst_first().front().sqnr(), comparison.values.back().sqnr()};
}

}  // namespace

TEST_CASE("EdgeLite-CNN: signal-to-quantization-noise ratio of every layer, and what settings do to it") {
  auto trained = std::make_unique<Parameters<Net, float>>();
  const Error error = load_parameters<Net>(EDGELITE_WEIGHTS, *trained);
  REQUIRE_MESSAGE(!error, error.message);
  const Sqnr usual = sqnr(*trained, {});
  CHECK(usual.least > 13);  // 15.6 and 21.4 dB as measured
  CHECK(usual.logits > 18);
  const Sqnr least_error = sqnr(*trained, {.activations = ActivationRange::least_error});
  CHECK(least_error.least > 13);
  CHECK(least_error.logits > 18);
  CHECK(sqnr(*trained, paper_002_quantization).logits < usual.logits - 3);
  CHECK(sqnr(*trained, {.activations = ActivationRange::percentile, .fraction = 0.99}).logits < usual.logits - 10);
}
