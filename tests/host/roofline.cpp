#include "edgelite/host/roofline.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "edgelite/arch/select.hpp"

namespace el = edgelite;

namespace {

// 100 GFLOP/s; 200, 100 and 10 GB/s out of 1 kB, 10 kB and beyond.
constexpr el::MachinePeak machine{100, 200, 100, 10};
constexpr el::CacheSizes caches{1000, 10000};

void check_bound(double multiply_accumulates, double bytes, el::Bound bound, double microseconds) {
  const el::Roofline found = el::roofline(machine, caches, multiply_accumulates, bytes);
  CAPTURE(bytes);
  CHECK(std::string(el::bound_name(found.bound)) == el::bound_name(bound));
  CHECK(found.microseconds == doctest::Approx(microseconds));
}

}  // namespace

TEST_CASE("the slower of computing and moving bounds an operation, the footprint says from where it is moved") {
  check_bound(1e6, 500, el::Bound::compute, 20);
  check_bound(1e6, 5e4, el::Bound::compute, 20);
  check_bound(10, 800, el::Bound::l1, 0.004);
  check_bound(10, 1000, el::Bound::l1, 0.005);
  check_bound(10, 8000, el::Bound::l2, 0.08);
  check_bound(0, 10000, el::Bound::l2, 0.1);
  check_bound(10, 80000, el::Bound::memory, 8);
  // The ridge of L2: 0.5 multiply-accumulates a byte.
  check_bound(2600, 5000, el::Bound::compute, 0.052);
  check_bound(2400, 5000, el::Bound::l2, 0.05);
}

TEST_CASE("bounds have the names that reports print") {
  CHECK(std::string(el::bound_name(el::Bound::compute)) == "compute");
  CHECK(std::string(el::bound_name(el::Bound::l1)) == "L1");
  CHECK(std::string(el::bound_name(el::Bound::l2)) == "L2");
  CHECK(std::string(el::bound_name(el::Bound::memory)) == "memory");
}

TEST_CASE("cache sizes are there, whatever the system tells") {
  const el::CacheSizes sizes = el::cache_sizes();
  CHECK(sizes.l1 >= 1024);
  CHECK(sizes.l2 > sizes.l1);
}

TEST_CASE_TEMPLATE("a measured peak is a positive number", T, float, std::int8_t) {
  const el::MachinePeak peak = el::measure_peak<el::NativeArch, T>();
  for (const double figure : {peak.gflops, peak.l1, peak.l2, peak.memory}) {
    CHECK(std::isfinite(figure));
    CHECK(figure > 0.01);
  }
}
