// The histogram of a value: ranges of known distributions, and the range of least squared error against a search over
// the elements themselves.
#include <doctest/doctest.h>

#include <cmath>
#include <edgelite/quantization/histogram.hpp>
#include <limits>
#include <memory>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

std::unique_ptr<Histogram> histogram(const std::vector<float>& x) {
  auto h = std::make_unique<Histogram>();
  const int n = static_cast<int>(x.size());
  h->include({x.data(), {1, n, 1}, 1, n});
  return h;
}

// The definitions: 8 bits between two ends, zero on a step; or around zero.
double stored_error(const std::vector<float>& x, double scale, int zero) {
  double sum = 0;
  for (const float e : x) {
    const double q = std::min(std::max(std::round(e / scale) + zero, -128.0), 127.0);
    sum += (e - scale * (q - zero)) * (e - scale * (q - zero));
  }
  return sum;
}
double stored_error(const std::vector<float>& x, double low, double high) {
  const double scale = (high - low) / 255;
  return stored_error(x, scale, static_cast<int>(std::lround(-128 - low / scale)));
}
double stored_error(const std::vector<float>& x, double high) { return stored_error(x, high / 127, 0); }

// Four thousand small elements, a hundred times each, and a few large ones.
struct Tailed {
  std::vector<float> bulk, tail;
  std::unique_ptr<Histogram> histogram;

  explicit Tailed(bool positive) : bulk(reference::random_vector(4000, 5)), tail{1.8f, 1.3f, 2.5f} {
    if (!positive) tail.insert(tail.end(), {-1.5f, -2.1f});
    for (float& x : bulk) x = positive ? std::max(x, 0.0f) : x;
    histogram = ::histogram(tail);
    for (int i = 0; i < 100; ++i) histogram->include(*::histogram(bulk));
  }
  template <class... Ends> double error(Ends... ends) const {
    return 100 * stored_error(bulk, ends...) + stored_error(tail, ends...);
  }
};

}  // namespace

TEST_CASE("a ramp's percentiles are its ends, scaled") {
  std::vector<float> ramp;
  for (int i = -1000; i <= 3000; ++i) ramp.push_back(static_cast<float>(i) * 0.01f);
  const auto h = histogram(ramp);
  CHECK(h->elements() == 4001);
  CHECK(h->range().low == -10.0f);
  CHECK(h->range().high == 30.0f);
  const auto around = [](double x) { return doctest::Approx(x).epsilon(0.005); };
  CHECK(h->percentile(1).high == 30.0f);
  CHECK(h->percentile(1).low == -10.0f);
  CHECK(h->percentile(0.99).high == around(29.6));
  CHECK(h->percentile(0.99).low == around(-9.6));
  CHECK(h->percentile(0.8).high == around(22));
  CHECK(h->percentile(0.8).low == around(-2));
  CHECK(h->percentile(0.6).high == around(14));
  CHECK(h->percentile(0.6).low == 0);  // widened to hold 0
}

TEST_CASE("zeros count in percentiles, and the order of tensors does not matter") {
  std::vector<float> x(900, 0.0f);
  for (int i = 1; i <= 100; ++i) x.push_back(static_cast<float>(i));
  CHECK(histogram(x)->percentile(0.9).high == doctest::Approx(0).epsilon(0.1));
  CHECK(histogram(x)->percentile(0.95).high == doctest::Approx(50).epsilon(0.01));
  // From small to large the bins' width doubles under way; from large to small it does not.
  auto up = std::make_unique<Histogram>(), down = std::make_unique<Histogram>(), merged = std::make_unique<Histogram>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    up->include({&x[i], {1, 1, 1}, 1, 1});
    down->include({&x[x.size() - 1 - i], {1, 1, 1}, 1, 1});
  }
  merged->include(*histogram({x.begin(), x.begin() + 950}));
  merged->include(*histogram({x.begin() + 950, x.end()}));
  for (const double p : {0.91, 0.95, 0.999}) {
    CHECK(up->percentile(p).high == down->percentile(p).high);
    CHECK(merged->percentile(p).high == down->percentile(p).high);
  }
  CHECK(merged->elements() == 1000);
}

TEST_CASE("the range of least error: as good as a search over the elements, and better than the whole range") {
  for (const bool positive : {false, true}) {
    CAPTURE(positive);
    const Tailed x(positive);
    const Range whole = x.histogram->range(), chosen = x.histogram->least_error();
    double least = x.error(double(whole.low), double(whole.high));
    CHECK(x.histogram->squared_error(whole) == doctest::Approx(least).epsilon(0.03));
    CHECK(x.error(double(chosen.low), double(chosen.high)) < 0.9 * least);
    for (int i = 1; i <= 32; ++i)
      for (int j = 1; j <= (positive ? 1 : 32); ++j)
        least = std::min(least, x.error(double(whole.low) * j / 32, double(whole.high) * i / 32));
    CHECK(x.error(double(chosen.low), double(chosen.high)) < 1.02 * least);
  }
}

TEST_CASE("symmetric ranges of least error have their zero in the middle") {
  const Tailed x(false);
  const Range r = x.histogram->least_error(true);
  CHECK(r.low == -r.high);
  double least = x.error(2.5);
  CHECK(x.error(double(r.high)) < 0.9 * least);
  for (int i = 1; i <= 64; ++i) least = std::min(least, x.error(2.5 * i / 64));
  CHECK(x.error(double(r.high)) < 1.02 * least);
}

TEST_CASE("what is not finite is counted and otherwise left out; extremes of float have a place") {
  constexpr float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  const auto h = histogram({1, nan, -infinity, 2, infinity, unbounded});
  CHECK(h->not_finite() == 4);
  CHECK(h->elements() == 2);
  CHECK(h->range().high == 2);
  CHECK(h->range().low == 0);
  const float most = 3.4e38f, least = std::numeric_limits<float>::denorm_min();
  const auto extremes = histogram({least, 1, most, -most});
  CHECK(extremes->elements() == 4);
  CHECK(extremes->percentile(1).high == most);
  CHECK(extremes->percentile(0.8).low <= 0);
  CHECK(histogram({0, 0})->least_error().high == 0);
  CHECK(Histogram{}.percentile(0.5).high == 0);
}
