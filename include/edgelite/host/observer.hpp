// Runs a network value by value in memory of its own: observe() of network/run.hpp with arena and outputs on the heap.
// quantize_sample makes the stored inputs of an int8 network from real ones.
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

  // sample: the inputs one behind the other. watch(value, TensorView<const T>) -> bool: go on?
  template <class Watch> void operator()(const Weights<Net, T, Arch>& weights, const T* sample, Watch watch) {
    observe<Net>(weights, inputs_of<Net>(sample), outputs_, *arena_, watch);
  }
  const std::vector<T>& output(std::size_t k = 0) const { return storage_[k]; }

 private:
  static constexpr auto count = static_cast<std::size_t>(program<Net>.output_count);
  using Memory = Arena<arena_bytes<Net, T, Unscheduled, Arch>>;
  std::unique_ptr<Memory> arena_ = std::make_unique<Memory>();
  std::array<std::vector<T>, count> storage_;
  Outputs<T, count> outputs_{};
};

// Inputs one behind the other, each with its scale and zero point.
template <class Net>
void quantize_sample(const float* sample, const Parameters<Net, std::int8_t>& parameters, std::int8_t* stored) {
  for (std::size_t k = 0; k < input_count<Net>; ++k)
    for (int i = 0; i < Net::inputs[k].size(); ++i) *stored++ = quantize(*sample++, parameters.values[k]);
}

}  // namespace edgelite
