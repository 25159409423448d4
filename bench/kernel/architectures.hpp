// The instruction sets that this program was built for, narrow ones first.
#pragma once

#include <chrono>
#include <map>
#include <span>

#include "part.hpp"

namespace bench {

template <class T> using PartOf = Part<T> (*)(T);

struct Architecture {
  std::string_view name;
  bool supported;                // by this CPU; if not, nothing of it may be called
  PartOf<float> float_parts[3];  // by Family
  PartOf<std::int8_t> int8_parts[3];

  template <class T> Part<T> part(Kernel kernel) const {
    const auto k = static_cast<std::size_t>(family(kernel));
    if constexpr (edgelite::is_quantized<T>)
      return int8_parts[k](T{});
    else
      return float_parts[k](T{});
  }
};

std::span<const Architecture> architectures();

// What a core can do; measured anew once it is older than a second, since clocks drift.
class Peaks {
 public:
  const edgelite::MachinePeak& recent(edgelite::MachinePeak (*measure)()) {
    Entry& entry = entries_[measure];
    if (entry.peak.gflops == 0 || Clock::now() - entry.when > std::chrono::seconds(1))
      entry = {measure(), Clock::now()};
    return entry.peak;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    edgelite::MachinePeak peak{};
    Clock::time_point when{};
  };
  std::map<edgelite::MachinePeak (*)(), Entry> entries_;
};

}  // namespace bench
