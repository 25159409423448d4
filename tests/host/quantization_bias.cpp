// Bias correction: the mean of every channel comes to that of the float network.
#include <edgelite/host/bias_correction.hpp>

#include "quantization_networks.hpp"

using namespace quantization_test;

namespace {

struct Net
    : Network<Input<8, 8, 6>, Conv2d<12, Kernel<3>, Bias>, Relu, DepthwiseConv2d<>, BatchNorm2d, Relu6,
              SqueezeExcite<Reduction<2>>, WeightedSum<Identity, PointwiseConv2d<12>>, GlobalAveragePool, Linear<4>> {};

// Largest mean error of a channel of a value, in output steps, by hand.
double mean_error(const Parameters<Net, float>& p, const Parameters<Net, std::int8_t>& q,
                  const std::vector<float>& samples, int value) {
  const auto v = static_cast<std::size_t>(value), channels = std::size_t(program<Net>.shape(value).channels);
  auto weights = std::make_unique<Weights<Net, std::int8_t>>();
  prepare(q, *weights);
  Observer<Net, std::int8_t> observer;
  std::vector<double> error(channels);
  double pixels = 0;
  for (std::size_t n = 0; n < samples.size(); n += input_size<Net>) {
    std::vector<std::int8_t> input;
    for (std::size_t i = 0; i < input_size<Net>; ++i) input.push_back(quantize(samples[n + i], q.values[0]));
    const auto expected = float_values(p, &samples[n])[v];
    observer(*weights, input.data(), [&](int id, auto x) {
      if (id != value) return true;
      for (int i = 0; i < x.shape.height; ++i)
        for (int j = 0; j < x.shape.width; ++j, ++pixels)
          for (int c = 0; c < x.shape.channels; ++c)
            error[std::size_t(c)] +=
                double(dequantize(x(i, j, c), q.values[v])) -
                double(expected[static_cast<std::size_t>((i * x.shape.width + j) * x.shape.channels + c)]);
      return true;
    });
  }
  double largest = 0;
  for (const double e : error) largest = std::max(largest, std::abs(e) / pixels / double(q.values[v].scale));
  return largest;
}

}  // namespace

TEST_CASE("means come within a third of a step, whatever had moved them") {
  const auto p = random_parameters<Net>(6);
  const auto samples = random_samples<Net>(16);
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  REQUIRE(!quantize_network<Net>(*p, samples, {}, *q));
  for (std::int32_t& b : q->bias) b += b % 2 == 0 ? 700 : -500;  // stands for an error of the weights
  std::vector<int> corrected;
  for (const Operation& op : program<Net>.operations)
    if (op.channels > 1) corrected.push_back(op.output);
  REQUIRE(corrected.size() == 6);
  double before = 0;
  for (const int value : corrected) before = std::max(before, mean_error(*p, *q, samples, value));
  CHECK(before > 2);
  REQUIRE(!correct_biases<Net>(*p, samples, *q));
  for (const int value : corrected) {
    CAPTURE(value);
    CHECK(mean_error(*p, *q, samples, value) < 0.34);
  }
}

TEST_CASE("what per-tensor weights of few steps leave as mean error goes") {
  const auto p = random_parameters<Net>(7);
  const auto samples = random_samples<Net>(16);
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  REQUIRE(!quantize_network<Net>(*p, samples, {.per_tensor = true}, *q));
  for (std::int8_t& w : q->weight) w = static_cast<std::int8_t>(w / 16 * 16);  // as of 4 bits, towards zero
  const int logits = program<Net>.output(0);
  CHECK(mean_error(*p, *q, samples, logits) > 1);
  REQUIRE(!correct_biases<Net>(*p, samples, *q));
  CHECK(mean_error(*p, *q, samples, logits) < 0.5);
}

TEST_CASE("no samples") {
  const auto p = random_parameters<Net>();
  Parameters<Net, std::int8_t> q{};
  CHECK(correct_biases<Net>(*p, {}, q).message == "calibration: no samples; give at least one input");
}
