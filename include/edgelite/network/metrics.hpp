// The review's four metrics (paper 003, section 3.1, Table 11), exact and constexpr, of the written network and of each
// of its operations.
//
//   parameters            as PyTorch counts trainable ones
//   multiply_accumulates  convolution k k C/G OH OW O, linear I O; batch norm, activations and pooling count 0
//   memory_usage          elements: weights + outputs
//   memory_access_cost    elements: inputs read + weights read + outputs written
//   peak_elements         the most elements alive at once while the operations run one after another (network only)
//
// Simplified operations are free where the review counts layers: batch norm and activations count their outputs as
// layers of their own only if they stay operations of program<Net>.
#pragma once

#include "edgelite/network/program.hpp"

namespace edgelite {

struct Metrics {
  std::int64_t parameters = 0, multiply_accumulates = 0, memory_usage = 0, memory_access_cost = 0;
  std::int64_t peak_elements = 0;

  constexpr bool operator==(const Metrics&) const = default;
};

template <int Operations> constexpr Metrics operation_metrics(const Program<Operations>& p, int i) {
  const Operation& op = p[i];
  std::int64_t read = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(op.inputs); ++k) read += p.shape(op.input[k]).size();
  const std::int64_t weights = op.trainable, wrote = op.to.size();
  return {op.trainable, op.multiply_accumulates, weights + wrote, read + weights + wrote, read + wrote};
}

// Of a written program and the same simplified.
template <int Written, int Operations>
constexpr Metrics measure(const Program<Written>& w, const Program<Operations>& p) {
  Metrics total;
  for (int i = 0; i < w.operation_count; ++i) {
    total.parameters += w[i].trainable;
    total.multiply_accumulates += w[i].multiply_accumulates;
  }
  total.memory_usage = total.memory_access_cost = total.parameters;
  std::array<int, value_capacity<Operations>> last{};  // the operation that reads a value last
  for (int i = 0; i < p.operation_count; ++i) {
    const Metrics m = operation_metrics(p, i);
    total.memory_usage += m.memory_usage - p[i].trainable;
    total.memory_access_cost += m.memory_access_cost - p[i].trainable;
    for (std::size_t k = 0; k < static_cast<std::size_t>(p[i].inputs); ++k)
      last[static_cast<std::size_t>(p[i].input[k])] = i;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(p.output_count); ++i)
    last[static_cast<std::size_t>(p.outputs[i])] = p.operation_count;
  std::int64_t alive = 0;
  for (int k = 0; k < p.input_count; ++k) alive += p.shape(k).size();
  for (int i = 0; i < p.operation_count; ++i) {
    alive += p[i].to.size();
    if (alive > total.peak_elements) total.peak_elements = alive;
    for (std::size_t k = 0; k < static_cast<std::size_t>(p[i].inputs); ++k)
      if (int& end = last[static_cast<std::size_t>(p[i].input[k])]; end == i) {
        alive -= p.shape(p[i].input[k]).size();
        end = -1;
      }
  }
  return total;
}

template <class Net> inline constexpr Metrics metrics = measure(written<Net>, program<Net>);

}  // namespace edgelite
