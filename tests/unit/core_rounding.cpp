// Every rounding against exact integers and fractions (golden/make_rounding_goldens.py), also in constant expressions.
#include <doctest/doctest.h>

#include "edgelite/core/quantize.hpp"
#include "reference/golden.hpp"

using namespace edgelite;

namespace {

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min(),
                       most = std::numeric_limits<std::int32_t>::max();

const reference::Golden& golden() {
  static const reference::Golden file(EDGELITE_TEST_DATA "/golden/rounding.safetensors");
  return file;
}

std::vector<std::int32_t> integers(const std::string& name) { return golden().values<std::int32_t>(name); }
std::vector<float> floats(const std::string& name) { return golden().values<float>(name); }

}  // namespace

TEST_CASE("a product with a fixed-point multiplier, rounded twice or once, is exact for every shift") {
  const auto x = integers("rescale/x"), mantissa = integers("rescale/mantissa"), shift = integers("rescale/shift"),
             twice = integers("rescale/twice"), once = integers("rescale/once");
  REQUIRE(x.size() > 4000);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CAPTURE(x[i]);
    CAPTURE(mantissa[i]);
    CAPTURE(shift[i]);
    REQUIRE(multiply_double_rounding(x[i], {mantissa[i], shift[i]}) == twice[i]);
    REQUIRE(multiply_single_rounding(x[i], {mantissa[i], shift[i]}) == once[i]);
  }
}

TEST_CASE("a product with a float goes to the nearest integer, halves to even") {
  const auto x = integers("even/x"), result = integers("even/result");
  const auto scale = floats("even/scale");
  REQUIRE(x.size() > 3000);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CAPTURE(x[i]);
    CAPTURE(scale[i]);
    REQUIRE(multiply_to_even(x[i], scale[i]) == result[i]);
  }
  for (const float huge : {INFINITY, NAN}) {
    CHECK(multiply_to_even(0, huge) == 0);
    CHECK(multiply_to_even(1, huge) == most);
    CHECK(multiply_to_even(-1, huge) == least);
  }
}

TEST_CASE("a product with a float is the FPU's, rounded by the C library, where that does not overflow") {
  std::mt19937 generator(3);
  for (int i = 0; i < 1'000'000; ++i) {
    const auto sum = static_cast<std::int32_t>(generator()) >> (generator() % 32);
    const float scale =
        std::ldexp(1 + static_cast<float>(generator() >> 9) / 8388608, -static_cast<int>(generator() % 40));
    const float product = static_cast<float>(sum) * scale;
    if (std::abs(product) >= 2147483648.0f) continue;
    CAPTURE(sum);
    CAPTURE(scale);
    REQUIRE(multiply_to_even(sum, scale) == static_cast<std::int32_t>(std::nearbyint(product)));
  }
}

TEST_CASE("a product with a float is what XNNPACK computes of a convolution's sums, halves among them") {
  const reference::Golden file(EDGELITE_TEST_DATA "/golden/int8_operators.safetensors");
  const std::string name = "pointwise_xnnpack/";
  const auto x = file.tensor<std::int8_t>(name + "input"), y = file.tensor<std::int8_t>(name + "output");
  const auto weight = file.values<std::int8_t>(name + "weight");
  const auto bias = file.values<std::int32_t>(name + "bias"), zero = file.values<std::int32_t>(name + "zero_points");
  const auto scales = file.values<float>(name + "scales");  // of the input, the output, each filter's weights
  int halves = 0;
  reference::for_each(y, [&](int i, int j, int c) {
    const auto filter = static_cast<std::size_t>(c);
    std::int32_t sum = bias[filter];
    for (int k = 0; k < x.channels; ++k)
      sum += (x.at(i, j, k) - zero[0]) *
             weight[filter * static_cast<std::size_t>(x.channels) + static_cast<std::size_t>(k)];
    const float scale = scales[0] * scales[2 + filter] / scales[1], product = static_cast<float>(sum) * scale;
    if (std::abs(product - std::trunc(product)) == 0.5f) ++halves;
    CHECK(offset8(multiply_to_even(sum, scale), zero[1], -128, 127) == y.at(i, j, c));
  });
  CHECK(halves > 0);
}

TEST_CASE("the doubling high multiply and the rounding shift are exact, INT32_MIN times INT32_MIN saturates") {
  const auto a = integers("high/a"), b = integers("high/b"), high = integers("high/result");
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(a[i]);
    CAPTURE(b[i]);
    REQUIRE(rounding_doubling_high_multiply(a[i], b[i]) == high[i]);
  }
  const auto x = integers("right/x"), shift = integers("right/shift"), right = integers("right/result");
  for (std::size_t i = 0; i < x.size(); ++i) {
    CAPTURE(x[i]);
    CAPTURE(shift[i]);
    REQUIRE(rounding_shift_right(x[i], shift[i]) == right[i]);
  }
  static_assert(rounding_doubling_high_multiply(least, least) == most);
  static_assert(rounding_doubling_high_multiply(least, most) == -most);
}

TEST_CASE("multipliers are TFLite's QuantizeMultiplier, saturate, and are 0 for what is not positive") {
  const auto halves = integers("multiplier/real"), mantissa = integers("multiplier/mantissa"),
             shift = integers("multiplier/shift");
  for (std::size_t i = 0; i < mantissa.size(); ++i) {
    double real = 0;
    std::memcpy(&real, halves.data() + 2 * i, sizeof real);
    CAPTURE(real);
    const auto m = FixedPointMultiplier::of(real);
    REQUIRE(m.mantissa == mantissa[i]);
    REQUIRE(m.shift == shift[i]);
  }
  for (const double none : {0.0, -0.0, -1.0, static_cast<double>(NAN)})
    CHECK(FixedPointMultiplier::of(none).mantissa == 0);
  CHECK(FixedPointMultiplier::of(INFINITY).mantissa == most);
  CHECK(FixedPointMultiplier::of(INFINITY).shift == 30);
}

TEST_CASE("quantize rounds the quotient half away from zero and saturates") {
  const auto real = floats("quantize/real"), scale = floats("quantize/scale");
  const auto zero_point = integers("quantize/zero_point"), result = integers("quantize/result");
  for (std::size_t i = 0; i < real.size(); ++i) {
    CAPTURE(real[i]);
    CAPTURE(scale[i]);
    REQUIRE(quantize(real[i], {scale[i], zero_point[i]}) == result[i]);
  }
  for (const int zero : {-128, 0, 127}) {
    CHECK(quantize(INFINITY, {0.5f, zero}) == 127);
    CHECK(quantize(-INFINITY, {0.5f, zero}) == -128);
    CHECK(quantize(3.4e38f, {1e-30f, zero}) == 127);
  }
  CHECK(quantize(NAN, {0.5f, 3}) == -128);
  CHECK(round_half_away(0.49999997f) == 0);
  CHECK(round_half_away(-8388607.5f) == -8388608);
}

TEST_CASE("an offset and a clamp of every sum, zero points at both ends") {
  for (const std::int32_t x : {least, least + 1, -300, -129, -1, 0, 1, 128, 300, most - 1, most})
    for (const int zero : {-128, 0, 127})
      for (const int low : {-128, -100, 127})
        for (const int high : {-128, 90, 127}) {
          if (low > high) continue;
          const std::int64_t exact = std::int64_t{x} + zero;
          CHECK(offset8(x, zero, low, high) == std::min<std::int64_t>(std::max<std::int64_t>(exact, low), high));
        }
}

TEST_CASE("bounds of a clamp saturate; none is the whole range") {
  const Quantization q{0.25f, 100};
  CHECK(quantized_bound(-unbounded, q) == -128);
  CHECK(quantized_bound(unbounded, q) == 127);
  CHECK(quantized_bound(0, q) == 100);
  CHECK(quantized_bound(6, q) == 124);
  CHECK(quantized_bound(7, q) == 127);
  CHECK(quantized_bound(-2.375f, q) == 90);  // -9.5 steps
}

TEST_CASE("rows of floats and stored values go to and fro") {
  const Quantization q{0.25f, -3};
  std::array<float, 5> real{-1000, -0.375f, 0, 0.125f, 30};
  std::array<std::int8_t, 5> stored{};
  quantize(real, q, stored);
  CHECK(stored == std::array<std::int8_t, 5>{-128, -5, -3, -2, 117});
  dequantize(stored, q, real);
  CHECK(real == std::array<float, 5>{-31.25f, -0.5f, 0, 0.25f, 30});
  std::array<std::int8_t, 2> shorter{};
  quantize(real, q, shorter);
  CHECK(shorter == std::array<std::int8_t, 2>{-128, -5});
}

static_assert(multiply_double_rounding(3, {1 << 30, 0}) == 2 && multiply_double_rounding(-3, {1 << 30, 0}) == -1);
static_assert(multiply_single_rounding(-3, {1 << 30, 0}) == -1);
static_assert(multiply_to_even(5, 0.5f) == 2 && multiply_to_even(-7, 0.5f) == -4);
