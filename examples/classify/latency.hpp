// Latency as the paper measures it: 5 runs of 1,000 forward passes of one image.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "allocations.hpp"

namespace classify {

struct Latency {
  std::array<double, 5> runs{};  // mean of each run, in microseconds
  double mean = 0, p50 = 0, p90 = 0, p99 = 0;
  long heap_allocations = 0;  // by all passes together
};

template <class Infer> Latency measure_latency(Infer infer, int passes) {
  using Clock = std::chrono::steady_clock;
  Latency latency;
  const auto count = static_cast<std::size_t>(passes);
  std::vector<double> times(latency.runs.size() * count);
  for (int i = 0; i < passes / 10; ++i) infer();
  for (std::size_t run = 0; run < latency.runs.size(); ++run) {
    for (std::size_t i = 0; i < count; ++i) {
      const long allocations = heap_allocations();
      const auto begin = Clock::now();
      infer();
      const std::chrono::duration<double, std::micro> time = Clock::now() - begin;
      latency.heap_allocations += heap_allocations() - allocations;
      times[run * count + i] = time.count();
      latency.runs[run] += time.count() / passes;
    }
    latency.mean += latency.runs[run] / static_cast<double>(latency.runs.size());
  }
  std::sort(times.begin(), times.end());
  auto percentile = [&](std::size_t percent) {
    return times[std::min(times.size() - 1, times.size() * percent / 100)];
  };
  latency.p50 = percentile(50), latency.p90 = percentile(90), latency.p99 = percentile(99);
  return latency;
}

}  // namespace classify
