// A QuantizationProblem as one line for a person, with the layer's name.
#pragma once

#include <cstdio>

#include "edgelite/host/error.hpp"
#include "edgelite/host/operation_name.hpp"
#include "edgelite/quantization/problem.hpp"

namespace edgelite {

template <class Net> Error to_error(const QuantizationProblem& problem) {
  using Kind = QuantizationProblem::Kind;
  if (!problem) return {};
  if (problem.kind == Kind::no_samples) return {"calibration: no samples; give at least one input"};
  const OperationName name = value_names<Net>()[static_cast<std::size_t>(problem.value)];
  std::string where = name.path.empty() ? name.layer : name.path;
  if (!program<Net>.is_input(problem.value) && !name.path.empty()) where += " (" + name.layer + ")";
  if (problem.channel >= 0) where += ", channel " + std::to_string(problem.channel);
  char number[32];
  std::snprintf(number, sizeof number, "%g", problem.found);
  const std::string found = number;
  switch (problem.kind) {
    case Kind::activation:
      return {"calibration: " + where + ": expected finite values, found " + found + " NaN or infinite"};
    case Kind::weight:
      return {where + ": expected finite weights and bias, found " + found};
    case Kind::value_scale:
      return {where + ": expected a scale from 1.2e-38 to 3.4e+38, found " + found +
              ": the range of its values is too narrow or too wide for 8 bits"};
    case Kind::fixed_scale:
      return {where + ": expected values from 0 to 1, as it shares the scale 1/256 of a softmax or sigmoid; found " +
              found};
    default:
      return {where + ": expected input scale x weight scale / output scale from 2^-32 to 2^30, found " + found +
              ": no fixed-point multiplier can hold it"};
  }
}

}  // namespace edgelite
