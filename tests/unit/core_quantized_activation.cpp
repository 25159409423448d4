// The tables of int8 activations: those that TFLite has, against its reference kernels over all 256 inputs; the others,
// against the exact function.
#include <doctest/doctest.h>

#include "edgelite/layer/requantize.hpp"
#include "reference/elementwise.hpp"
#include "reference/golden.hpp"

using namespace edgelite;

namespace {

const reference::Golden& golden() {
  static const reference::Golden file(EDGELITE_TEST_DATA "/golden/int8_operators.safetensors");
  return file;
}

// The activation's outputs for -128 ... 127 in every case of the group.
template <class F> void check_group(const std::string& name) {
  CAPTURE(name);
  const auto scales = golden().values<float>(name + "/scales");
  const auto zeros = golden().values<std::int32_t>(name + "/zero_points");
  const auto expected = golden().values<std::int8_t>(name + "/output");
  const std::size_t cases = scales.size() / 2;
  REQUIRE(cases >= 48);
  REQUIRE(expected.size() == 256 * cases);
  for (std::size_t i = 0; i < cases; ++i) {
    const Quantization in{scales[2 * i], zeros[2 * i]}, out{scales[2 * i + 1], zeros[2 * i + 1]};
    CAPTURE(in.scale);
    CAPTURE(in.zero_point);
    CAPTURE(out.scale);
    CAPTURE(out.zero_point);
    std::vector<std::int8_t> table(256);
    for (int v = -128; v < 128; ++v) table[static_cast<std::size_t>(v + 128)] = F::stored(v, in, out);
    CHECK(std::equal(table.begin(), table.end(), expected.begin() + 256 * static_cast<std::ptrdiff_t>(i)));
  }
}

// The nearest step to the exact value; where two are equally near (to float's precision) either will do.
template <class F, class Exact> void check_exact(Exact exact, Quantization in, Quantization out) {
  for (int v = -128; v < 128; ++v) {
    const double steps = exact(double(in.scale) * (v - in.zero_point)) / double(out.scale) + out.zero_point;
    const double bounded = std::min(std::max(steps, -128.0), 127.0);
    CAPTURE(steps);
    CHECK(std::abs(F::stored(v, in, out) - bounded) <= 0.5 + 1e-3);
  }
}

struct Cube : Activation<Cube> {
  static constexpr float apply(float x) { return x * x * x; }
};
struct Relu1 : Activation<Relu1> {
  static constexpr float low = -1, high = 1;
  static constexpr float apply(float x) { return x < -1 ? -1 : x > 1 ? 1 : x; }
};

}  // namespace

TEST_CASE("int8 activations are LiteRT's reference kernels', bit for bit") {
  check_group<Sigmoid>("logistic");
  check_group<Relu>("relu");
  check_group<Relu6>("relu6");
  check_group<Clamp<std::ratio<-1>, std::ratio<1>>>("relu_n1_to_1");
  check_group<LeakyRelu<>>("leaky_relu");
  check_group<LeakyRelu<std::ratio<3, 2>>>("leaky_relu_steep");
  check_group<LeakyRelu<std::ratio<-1, 4>>>("leaky_relu_falling");
  check_group<HardSwish>("hard_swish");
  check_group<Requantize>("requantize");
}

TEST_CASE("int8 activations that TFLite lacks are the exact functions, rounded to the nearest step") {
  for (const Quantization in : {Quantization{0.06f, 10}, Quantization{0.02f, -128}}) {
    const Quantization out{0.05f, -40};
    check_exact<Silu>(reference::silu, in, out);
    check_exact<HardSigmoid>(reference::hard_sigmoid, in, {1 / 256.0f, -128});
    check_exact<Cube>([](double x) { return x * x * x; }, in, out);
  }
}

TEST_CASE("a user's clamp is requantised as TFLite's are") {
  const Quantization in{0.02f, 3}, out{0.02f, -5};
  for (int v = -128; v < 128; ++v) CHECK(Relu1::stored(v, in, out) == std::min(std::max(v - 8, -55), 45));
}

TEST_CASE("quantizing floats and back are LiteRT's reference kernels', bit for bit") {
  const auto real = golden().values<float>("quantize/input"), scales = golden().values<float>("quantize/scales"),
             back = golden().values<float>("dequantize/output"), from = golden().values<float>("dequantize/scales");
  const auto zeros = golden().values<std::int32_t>("quantize/zero_points"),
             back_zeros = golden().values<std::int32_t>("dequantize/zero_points");
  const auto stored = golden().values<std::int8_t>("quantize/output");
  REQUIRE(real.size() == 256 * scales.size());
  for (std::size_t i = 0; i < real.size(); ++i) {
    CAPTURE(real[i]);
    REQUIRE(quantize(real[i], {scales[i / 256], zeros[i / 256]}) == stored[i]);
    REQUIRE(dequantize(static_cast<int>(i % 256) - 128, {from[i / 256], back_zeros[i / 256]}) == back[i]);
  }
}

TEST_CASE("scales that TFLite refuses or that overflow its integers are defined") {
  for (const float in : {1e-38f, 1e-9f, 1.0f, 1e9f, 1e38f})
    for (const float out : {1e-38f, 1e-9f, 1.0f, 1e9f, 1e38f})
      for (const int zero : {-128, 127}) {
        CAPTURE(in);
        CAPTURE(out);
        const Quantization x{in, zero}, y{out, -1 - zero};
        int last = -128;
        for (int v = -128; v < 128; ++v) {
          const int value = Relu::stored(v, x, y);  // it rises, from its zero point on
          CHECK(value >= last);
          CHECK(value >= y.zero_point);
          last = value;
          (void)Sigmoid::stored(v, x, y), (void)HardSwish::stored(v, x, y);
          (void)LeakyRelu<>::stored(v, x, y), (void)Requantize::stored(v, x, y);
        }
        CHECK(HardSwish::stored(zero, x, y) == y.zero_point);
      }
}
