// Runs a network value by value in memory of its own: observe() of network/run.hpp with arena and outputs on the heap.
#pragma once

#include <memory>
#include <vector>

#include "edgelite/network/run.hpp"

namespace edgelite {

template <class Net, class T, class Arch = NativeArch> class Observer {
 public:
  Observer() {
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      storage_[k].resize(static_cast<std::size_t>(program<Net>.shape(program<Net>.output(static_cast<int>(k))).size()));
      outputs_[k] = storage_[k].data();
    }
  }

  // watch(value, TensorView<const T>) -> bool: go on?
  template <class Watch> void operator()(const Weights<Net, T, Arch>& weights, const T* input, Watch watch) {
    observe<Net>(weights, input, outputs_, *arena_, watch);
  }
  const std::vector<T>& output(std::size_t k = 0) const { return storage_[k]; }

 private:
  static constexpr auto count = static_cast<std::size_t>(program<Net>.output_count);
  using Memory = Arena<arena_bytes<Net, T, Unscheduled, Arch>>;
  std::unique_ptr<Memory> arena_ = std::make_unique<Memory>();
  std::array<std::vector<T>, count> storage_;
  Outputs<T, count> outputs_{};
};

}  // namespace edgelite
