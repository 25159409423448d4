// What cannot be quantized is refused in words that name the layer.
#include "quantization_networks.hpp"

using namespace quantization_test;

namespace {

struct Net : Network<Input<2, 2, 2>, PointwiseConv2d<3, Bias>, Relu,
                     Residual<Named<"inner", PointwiseConv2d<3>>, HardSwish>, GlobalAveragePool, Linear<2>> {};

template <class N = Net>
std::string refused(const Parameters<N, float>& p, std::span<const float> samples, QuantizationOptions options = {}) {
  auto q = std::make_unique<Parameters<N, std::int8_t>>();
  return quantize_network<N>(p, samples, options, *q).message;
}

}  // namespace

TEST_CASE("samples: none, no whole number, not finite") {
  const auto p = random_parameters<Net>();
  auto samples = random_samples<Net>(3);
  CHECK(refused(*p, samples) == "");
  CHECK(refused(*p, {}) == "calibration: no samples; give at least one input");
  CHECK(refused(*p, std::span(samples).first(9)) == "samples: expected a multiple of the input's 8 floats, found 9");
  samples[10] = NAN;
  CHECK(refused(*p, samples) == "calibration: input: expected finite values, found 1 NaN or infinite");
}

TEST_CASE("activations that are not finite name the first layer that makes them") {
  auto p = random_parameters<Net>();
  std::vector<float> samples(8, 1.0f);
  tensor(*p, "0.weight")[0] = 3e38f, tensor(*p, "0.weight")[1] = 3e38f;
  CHECK(refused(*p, samples) == "calibration: 0 (Conv2d): expected finite values, found 4 NaN or infinite");
  p = random_parameters<Net>();
  tensor(*p, "2.inner.weight")[4] = INFINITY;
  for (float& b : tensor(*p, "0.bias")) b = 5;
  CHECK(refused(*p, samples) == "calibration: 2.inner (Conv2d): expected finite values, found 4 NaN or infinite");
}

TEST_CASE("weights that are not finite") {
  auto p = random_parameters<Net>();
  tensor(*p, "4.weight")[4] = NAN;
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  Ranges<Net> ranges;
  ranges.fill({-1, 1});
  CHECK(to_error<Net>(convert<Net>(*p, ranges, *q)).message ==
        "4 (Linear), channel 1: expected finite weights and bias, found nan");
}

TEST_CASE("scales out of range") {
  const auto p = random_parameters<Net>();
  auto q = std::make_unique<Parameters<Net, std::int8_t>>();
  const auto words = [&](std::size_t value, Range range) {
    Ranges<Net> ranges;
    ranges.fill({-1, 1});
    ranges[value] = range;
    return to_error<Net>(convert<Net>(*p, ranges, *q)).message;
  };
  CHECK(words(1, {-1, 1}) == "");
  CHECK(words(1, {0, 1e-37f}).starts_with("0 (Conv2d): expected a scale from 1.2e-38 to 3.4e+38, found 3.9"));
  CHECK(words(2, {-1e-20f, 1e-20f})
            .starts_with("2.inner (Conv2d), channel 0: expected input scale x weight scale / "
                         "output scale from 2^-32 to 2^30, found "));
  CHECK(words(4, {-1e-30f, 1e-30f}).starts_with("2 (Residual): expected input scale x weight scale / output scale"));
  CHECK(words(0, {-3e38f, 3e38f}).starts_with("0 (Conv2d), channel "));
  // Wide outputs are harmless: the weights' steps are no finer than they can show.
  CHECK(words(1, {-1e9f, 1e9f}).find("0 (Conv2d)") == std::string::npos);
  CHECK(words(1, {0, 0}) == "");
}

namespace {

struct TiedPool : Network<Input<2, 2, 2>, Sigmoid, MaxPool2d<>, Linear<2>> {};
struct TiedConcat : Network<Input<2, 2, 2>, Concat<Sigmoid, PointwiseConv2d<2>>, GlobalAveragePool> {};

}  // namespace

TEST_CASE("what is tied to a sigmoid shares its scale or is refused") {
  auto q = std::make_unique<Parameters<TiedPool, std::int8_t>>();
  REQUIRE(!quantize_network<TiedPool>(*random_parameters<TiedPool>(), random_samples<TiedPool>(2), {}, *q));
  CHECK((q->values[2].scale == 1 / 256.0f && q->values[2].zero_point == -128));
  CHECK(refused(*random_parameters<TiedConcat>(), random_samples<TiedConcat>(5))
            .starts_with("0.1 (Conv2d): expected values from 0 to 1, as it shares the scale 1/256 of a softmax or "
                         "sigmoid; found -0.79"));
}
