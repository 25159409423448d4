// calibrate<Net>(weights, samples, calibration): runs the float network over sample inputs, one behind the other, each
// sample_size<Net> floats in contiguous NHWC (several inputs one behind the other), and collects what each value is
// like. May be called again with more.
// Errors: samples are no whole number of inputs; then those of quantization/calibration.hpp.
#pragma once

#include "edgelite/host/observer.hpp"
#include "edgelite/host/quantization_problem.hpp"
#include "edgelite/quantization/calibration.hpp"

namespace edgelite {

template <class Net> Error check_samples(std::span<const float> samples) {
  if (samples.empty()) return to_error<Net>({QuantizationProblem::Kind::no_samples});
  if (samples.size() % sample_size<Net> == 0) return {};
  return {"samples: expected a multiple of the input's " + std::to_string(sample_size<Net>) + " floats, found " +
          std::to_string(samples.size())};
}

template <class Net, class Arch>
Error calibrate(const Weights<Net, float, Arch>& weights, std::span<const float> samples,
                Calibration<Net>& calibration) {
  if (Error error = check_samples<Net>(samples)) return error;
  Observer<Net, float, Arch> observer;
  for (; !samples.empty(); samples = samples.subspan(sample_size<Net>)) {
    calibration.begin(samples.data());
    observer(weights, samples.data(), [&](int value, const TensorView<const float>& x) {
      calibration.collect(value, x);
      return true;
    });
  }
  return to_error<Net>(check_calibration(calibration));
}

}  // namespace edgelite
