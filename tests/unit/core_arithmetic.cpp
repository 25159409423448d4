// The library's fixed point and elementary functions against exact integers and the C library's doubles.
#include <doctest/doctest.h>

#include "edgelite/core/fixed_point.hpp"
#include "edgelite/core/math.hpp"
#include "reference/quantized.hpp"

using namespace edgelite;

namespace {

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min(),
                       most = std::numeric_limits<std::int32_t>::max();

// Edges, and numbers of every magnitude.
std::vector<std::int32_t> integers() {
  std::vector<std::int32_t> all{least, least + 1, -1, 0, 1, most - 1, most};
  std::mt19937 generator(1);
  for (int bits = 0; bits < 32; ++bits)
    for (int i = 0; i < 20; ++i) all.push_back(static_cast<std::int32_t>(generator()) >> bits);
  return all;
}

std::int64_t saturated(std::int64_t x) { return std::min<std::int64_t>(std::max<std::int64_t>(x, least), most); }

double ulps(float value, double exact) {
  const float nearest = static_cast<float>(exact);
  return std::abs(static_cast<double>(value) - exact) /
         static_cast<double>(std::nextafter(nearest, INFINITY) - nearest);
}

}  // namespace

TEST_CASE("multipliers are TFLite's QuantizeMultiplier") {
  std::mt19937 generator(2);
  std::vector<double> factors{1,    0.5,   0.25,    2,       1.0 / 3, 0.99999999999, 0.49999999999,
                              1e-9, 1e-10, 4.6e-10, 4.7e-10, 1e8};
  for (int i = 0; i < 1000; ++i)
    factors.push_back(
        std::ldexp(0.5 + static_cast<double>(generator()) / 8589934592.0, static_cast<int>(generator() % 50) - 35));
  for (const double factor : factors) {
    CAPTURE(factor);
    const auto m = FixedPointMultiplier::of(factor);
    const auto expected = reference::fixed_point(factor);
    CHECK(m.mantissa == expected.multiplier);
    CHECK(m.shift == expected.shift);
  }
  CHECK(FixedPointMultiplier::of(0).mantissa == 0);
  CHECK(FixedPointMultiplier::of(NAN).mantissa == 0);
}

TEST_CASE("both roundings are exact for every shift, where TFLite's own do not overflow") {
  for (const std::int32_t x : integers())
    for (int shift = -31; shift <= 30; ++shift)
      for (const std::int32_t mantissa : {1 << 30, most, 1518500250}) {
        const reference::FixedPoint f{mantissa, shift};
        const std::int64_t shifted = std::int64_t{x} * (std::int64_t{1} << std::max(shift, 0));
        const bool fits = shifted == saturated(shifted);
        CAPTURE(x);
        CAPTURE(shift);
        CAPTURE(mantissa);
        if (fits) REQUIRE(multiply_double_rounding(x, {mantissa, shift}) == reference::scale_twice_rounded(x, f));

        REQUIRE(multiply_single_rounding(x, {mantissa, shift}) == saturated(reference::scale_once_rounded(x, f)));
      }
}

TEST_CASE("quantize rounds halves away from zero and saturates") {
  const Quantization q{0.5f, 3};
  for (int half = -600; half <= 600; ++half) {
    const float x = 0.25f * static_cast<float>(half);  // every other one lies between two steps
    CHECK(quantize(x, q) == std::min(std::max(std::lround(half / 2.0) + 3, -128L), 127L));
  }
  CHECK(quantize(INFINITY, q) == 127);
  CHECK(quantize(-INFINITY, q) == -128);
  CHECK(quantize(NAN, q) == -128);
  CHECK(dequantize(quantize(10, q), q) == 10);
}

TEST_CASE("exponential, sigmoid and square root are as exact as their header says") {
  double worst = 0, worst_root = 0;
  for (float x = -87; x < 88.5f; x += 0.00371f) {
    worst = std::max(worst, ulps(exponential(x), std::exp(static_cast<double>(x))));
    worst_root =
        std::max(worst_root, ulps(square_root(exponential(x)), std::sqrt(static_cast<double>(exponential(x)))));
    const double exact = 1 / (1 + std::exp(-static_cast<double>(x)));
    if (x > -80) CHECK(std::abs(static_cast<double>(sigmoid(x)) - exact) <= 1e-6 * exact);
  }
  CHECK(worst <= 2);
  CHECK(worst_root <= 1);
  CHECK(exponential(0) == 1);
  CHECK(exponential(-1000) > 0);
  CHECK(std::isfinite(exponential(1000)));
  CHECK(std::isnan(exponential(NAN)));
  CHECK(sigmoid(-1000) < 1e-30f);
  CHECK(sigmoid(1000) == 1);
  CHECK(square_root(0) == 0);
  CHECK(square_root(4) == 2);
}
