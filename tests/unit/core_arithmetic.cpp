// The library's elementary functions against the C library's doubles.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "edgelite/arch/functions.hpp"
#include "edgelite/core/math.hpp"

using namespace edgelite;

namespace {

double ulps(float value, double exact) {
  const float nearest = static_cast<float>(exact);
  return std::abs(static_cast<double>(value) - exact) /
         static_cast<double>(std::nextafter(nearest, INFINITY) - nearest);
}

}  // namespace

TEST_CASE("exponential, sigmoid and square root are as exact as their header says") {
  double worst = 0, worst_root = 0;
  for (float x = -87; x < 88.3f; x += 0.00371f) {
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

TEST_CASE("e^x in double is good to 2 ulp") {
  double worst = 0;
  for (double x = -700; x < 700; x += 0.0371) {
    const double exact = std::exp(x), value = precise_exponential(x);
    worst = std::max(worst, std::abs(value - exact) / (std::nextafter(exact, INFINITY) - exact));
  }
  CHECK(worst <= 2);
  CHECK(precise_exponential(0) == 1);
}
