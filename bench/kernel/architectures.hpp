// The instruction sets that this program was built for, narrow ones first.
#pragma once

#include <chrono>
#include <map>
#include <span>

#include "part.hpp"

namespace bench {

template <class T> struct Architecture {
  std::string_view name;
  bool supported;          // by this CPU; if not, nothing of it may be called
  Part<T> (*parts[3])(T);  // by Family

  Part<T> part(Kernel kernel) const { return parts[static_cast<std::size_t>(family(kernel))](T{}); }
};

template <class T> std::span<const Architecture<T>> architectures();
template <> std::span<const Architecture<float>> architectures<float>();
template <> std::span<const Architecture<std::int8_t>> architectures<std::int8_t>();

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
