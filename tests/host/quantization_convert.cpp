// Scales, weights and biases that conversion chooses, worked out here from the definitions.
#include <edgelite/host/compare.hpp>

#include "quantization_networks.hpp"

using namespace quantization_test;

namespace {

struct Two : Network<Input<1, 1, 2>, PointwiseConv2d<3, Bias>, Relu, Linear<2>> {};

// Ranges of the input, the convolution and the logits.
constexpr Ranges<Two> two_ranges{Range{-1, 1.55f}, Range{0, 5.1f}, Range{-2, 3}};

auto two_parameters() {
  auto p = std::make_unique<Parameters<Two, float>>();
  p->data = {1,
             -2,
             0.5f,
             0.25f,
             0.1f,
             0.2f,
             /* bias */ 0.5f,
             -1,
             0.25f,
             /* linear */ 1,
             2,
             3,
             -4,
             5,
             6,
             /* bias */ 0,
             1};
  return p;
}

}  // namespace

TEST_CASE("per channel: scale max |w| / 127, bias in steps of input scale x weight scale") {
  auto q = std::make_unique<Parameters<Two, std::int8_t>>();
  REQUIRE(!convert<Two>(*two_parameters(), two_ranges, *q));
  CHECK(q->values[0].scale == doctest::Approx(0.01));
  CHECK(q->values[0].zero_point == -28);
  CHECK(q->values[1].scale == doctest::Approx(0.02));
  CHECK(q->values[1].zero_point == -128);
  const float scales[] = {2 / 127.0f, 0.5f / 127, 0.2f / 127, 3 / 127.0f, 6 / 127.0f};
  for (std::size_t o = 0; o < 5; ++o) CHECK(q->scale[o] == doctest::Approx(scales[o]));
  CHECK((q->weight[0] == 64 && q->weight[1] == -127 && q->weight[2] == 127 && q->weight[3] == 64));
  CHECK(q->bias[0] == std::lround(0.5 / (0.01 * 2 / 127)));
  CHECK(q->bias[1] == -std::lround(1 / (0.01 * 0.5 / 127)));
}

TEST_CASE("per tensor: one scale, that of the largest channel") {
  auto q = std::make_unique<Parameters<Two, std::int8_t>>();
  REQUIRE(!convert<Two>(*two_parameters(), two_ranges, {.per_tensor = true}, *q));
  for (std::size_t o = 0; o < 3; ++o) CHECK(q->scale[o] == doctest::Approx(2 / 127.0));
  for (std::size_t o = 3; o < 5; ++o) CHECK(q->scale[o] == doctest::Approx(6 / 127.0));
  CHECK(q->weight[2] == 32);  // 0.5 / (2 / 127), rounded
  CHECK(q->bias[1] == -std::lround(1 / (0.01 * 2 / 127)));
}

TEST_CASE("paper 002: symmetric activations and weights, one scale a tensor") {
  auto q = std::make_unique<Parameters<Two, std::int8_t>>();
  REQUIRE(!convert<Two>(*two_parameters(), two_ranges, paper_002_quantization, *q));
  CHECK(q->values[0].scale == doctest::Approx(1.55 / 127));
  CHECK(q->values[1].scale == doctest::Approx(5.1 / 127));
  CHECK(q->values[2].scale == doctest::Approx(3 / 127.0));
  for (const Quantization& v : q->values) CHECK(v.zero_point == 0);
  CHECK(q->scale[1] == doctest::Approx(2 / 127.0));
}

namespace {

struct Wide : Network<Input<1, 1, 20000>, PointwiseConv2d<2>> {};

}  // namespace

TEST_CASE("weights of least error: as good as a search over the scales, per channel and per tensor") {
  auto p = random_parameters<Wide>();
  p->data[7] = 1.5f;  // one is large
  const Ranges<Wide> ranges{Range{-1, 1}, Range{-30, 30}};
  const auto error = [&](std::size_t first, std::size_t count, double scale) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      const double w = double(p->data[i]), n = std::min(std::max(std::round(w / scale), -127.0), 127.0);
      sum += (w - scale * n) * (w - scale * n);
    }
    return sum;
  };
  for (const bool per_tensor : {false, true}) {
    CAPTURE(per_tensor);
    auto q = std::make_unique<Parameters<Wide, std::int8_t>>();
    REQUIRE(!convert<Wide>(*p, ranges, {.weights = WeightRange::least_error, .per_tensor = per_tensor}, *q));
    const std::size_t count = per_tensor ? 40000 : 20000;
    for (std::size_t o = 0; o < 2; ++o) {
      const std::size_t first = per_tensor ? 0 : 20000 * o;
      double largest = 0, least = 1e9;
      for (std::size_t i = first; i < first + count; ++i) largest = std::max(largest, std::abs(double(p->data[i])));
      for (int k = 50; k <= 100; k += 2) least = std::min(least, error(first, count, largest / 127 * k / 100));
      CHECK(error(first, count, double(q->scale[o])) < 1.01 * least);
      if (first == 0) CHECK(error(first, count, double(q->scale[o])) < 0.99 * error(first, count, largest / 127));
      double farthest = 0;  // from a weight to the step that stores it
      for (std::size_t i = 20000 * o; i < 20000 * (o + 1); ++i) {
        const double steps = std::min(std::max(double(p->data[i]) / double(q->scale[o]), -127.0), 127.0);
        farthest = std::max(farthest, std::abs(q->weight[i] - steps));
      }
      CHECK(farthest <= 0.501);
    }
  }
}

TEST_CASE("a channel without weights keeps its bias; one with next to none, and a bias too large for its steps") {
  auto p = two_parameters();
  for (const float w : {0.0f, 1e-30f, 1e-9f}) {
    CAPTURE(w);
    p->data[2] = p->data[3] = w;  // of the second channel
    p->data[7] = 3.3f;            // its bias
    auto q = std::make_unique<Parameters<Two, std::int8_t>>();
    REQUIRE(!convert<Two>(*p, two_ranges, *q));
    const double multiplier = double(q->values[0].scale) * double(q->scale[1]) / double(q->values[1].scale);
    CHECK(multiplier >= 0.999 / 1048576);
    CHECK(std::abs(q->bias[1]) <= 1 << 30);
    CHECK(q->bias[1] * multiplier == doctest::Approx(3.3 / 0.02).epsilon(1e-5));
    auto weights = std::make_unique<Weights<Two, std::int8_t>>();
    prepare(*q, *weights);
    Observer<Two, std::int8_t> observer;
    const std::array<std::int8_t, 2> x{100, -100};
    observer(*weights, x.data(), [&](int value, auto y) {
      if (value == 1) CHECK(y(0, 0, 1) == 165 - 128);  // 3.3 / 0.02
      return true;
    });
  }
}

namespace {

// Everything that ties values or has its own rescaling: attention, a weighted sum, concats, pools, two outputs.
struct Rich
    : Network<Input<8, 8, 4>, Conv2d<8, Kernel<3>, Bias>, Relu, SqueezeExcite<Reduction<2>>,
              WeightedSum<Identity, PointwiseConv2d<8>>, EarlyExit<GlobalAveragePool, Linear<3>, Softmax>,
              Concat<MaxPool2d<>, AveragePool2d<>, Sequence<PointwiseConv2d<4>, MaxPool2d<>>>, ChannelShuffle<2>,
              Residual<DepthwiseConv2d<>, BatchNorm2d, HardSwish>, GlobalAveragePool, Linear<5>> {};

}  // namespace

TEST_CASE("any network type: attention, weighted sums, concats and several outputs keep their signal") {
  const auto p = random_parameters<Rich>(3);
  const auto samples = random_samples<Rich>(40);
  for (const auto range : {ActivationRange::min_max, ActivationRange::percentile, ActivationRange::least_error})
    for (const bool symmetric : {false, true}) {
      auto q = std::make_unique<Parameters<Rich, std::int8_t>>();
      const Error error = quantize_network<Rich>(*p, samples, {.activations = range, .symmetric = symmetric}, *q);
      REQUIRE_MESSAGE(!error, error.message);
      const auto& tied = quantized_layout<Rich>.tied;
      for (std::size_t v = 0; v < q->values.size(); ++v) {
        CHECK(q->values[v].scale == q->values[static_cast<std::size_t>(tied[v])].scale);
        CHECK(q->values[v].zero_point == q->values[static_cast<std::size_t>(tied[v])].zero_point);
      }
      Comparison comparison;
      REQUIRE(!compare<Rich>(*p, *q, samples, comparison));
      for (const ValueError& v : comparison.values) {
        CAPTURE(v.name.path);
        CHECK(v.sqnr() > (symmetric ? 20 : 25));
      }
    }
}
