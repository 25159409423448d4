// quantize_network<Net>(trained, samples, options, quantized): post-training quantization, from a trained float network
// and sample inputs to int8 parameters of the same network type.
//
//   auto trained = std::make_unique<Parameters<Net, float>>();          // host/load_parameters.hpp fills it
//   auto quantized = std::make_unique<Parameters<Net, std::int8_t>>();
//   std::vector<float> samples;                                         // inputs as the network takes them, one after
//                                                                       // another; some hundred are enough
//   if (Error error = quantize_network<Net>(*trained, samples, {}, *quantized)) ...
//
// options.bias_samples > 0: then bias_correction.hpp over the first so many samples. Cross-layer equalisation comes
// before, as it changes the float network: equalize<Net>(*trained), quantization/equalize.hpp.
// Errors: those of calibrate.hpp and quantization/convert.hpp.
#pragma once

#include <algorithm>

#include "edgelite/host/bias_correction.hpp"
#include "edgelite/host/calibrate.hpp"
#include "edgelite/quantization/convert.hpp"

namespace edgelite {

template <class Net, class Arch = NativeArch>
Error quantize_network(const Parameters<Net, float>& trained, std::span<const float> samples,
                       const QuantizationOptions& options, Parameters<Net, std::int8_t>& quantized) {
  const auto weights = std::make_unique<Weights<Net, float, Arch>>();
  prepare(trained, *weights);
  const auto calibration = std::make_unique<Calibration<Net>>();
  if (Error error = calibrate<Net>(*weights, samples, *calibration)) return error;
  if (const auto problem = convert<Net>(trained, activation_ranges(*calibration, options), options, quantized))
    return to_error<Net>(problem);
  if (options.bias_samples == 0) return {};
  const std::size_t count = std::min(samples.size() / sample_size<Net>, options.bias_samples);
  return correct_biases<Net, Arch>(trained, samples.first(count * sample_size<Net>), quantized);
}

}  // namespace edgelite
