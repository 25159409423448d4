// The command line of quantize.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "edgelite/host/error.hpp"
#include "edgelite/quantization/options.hpp"

// Where the build says what lies; without it, as seen from the repository's root.
#ifndef EDGELITE_TRAINING_DIR
#define EDGELITE_TRAINING_DIR "examples/training"
#endif

namespace quantization {

inline constexpr std::string_view help =
    R"(Usage: quantize [options] BATCH...

Makes EdgeLite-CNN's int8 parameters from its float ones: post-training quantization, calibrated on the first images of
binary batches of CIFAR-10. The committed file is made by

  quantize data_batch_1.bin

  --images N        how many images to calibrate on [1024]
  --bias-images N   over how many of them to correct the biases; 0: not [0]
  --activations R   a value's range: min-max, percentile (99.99 % of its elements) or least-error
                    [percentile]
  --weights FILE    the float parameters [)" EDGELITE_TRAINING_DIR R"(/edgelite_cnn.safetensors]
  --out FILE        where the int8 parameters go [)" EDGELITE_TRAINING_DIR R"(/edgelite_cnn_int8.safetensors]
  --help            this text

Prints how far every layer is from the float network over 32 of the images, worst first. The same images give the same
bytes on every machine: calibration runs on the scalar architecture.
)";

struct Options {
  std::vector<std::string> batches;
  std::string weights = EDGELITE_TRAINING_DIR "/edgelite_cnn.safetensors",
              out = EDGELITE_TRAINING_DIR "/edgelite_cnn_int8.safetensors";
  int images = 1024, bias_images = 0;
  edgelite::QuantizationOptions settings{.activations = edgelite::ActivationRange::percentile};
  bool help = false;
};

inline edgelite::Error parse_options(const std::vector<std::string>& arguments, Options& options) {
  using edgelite::ActivationRange;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      options.help = true;
      return {};
    }
    if (!argument.starts_with("-")) {
      options.batches.push_back(argument);
      continue;
    }
    if (argument != "--images" && argument != "--bias-images" && argument != "--activations" &&
        argument != "--weights" && argument != "--out")
      return {"unknown option " + edgelite::printable(argument) + "; see --help"};
    if (++i == arguments.size() || arguments[i].empty()) return {argument + " needs a value; see --help"};
    const std::string& value = arguments[i];
    if (argument == "--weights") options.weights = value;
    if (argument == "--out") options.out = value;
    if (argument.ends_with("images")) {
      int& number = argument == "--images" ? options.images : options.bias_images;
      const int least = argument == "--images" ? 1 : 0;
      const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (code != std::errc() || end != value.data() + value.size() || number < least || number > 50'000)
        return {argument + " " + edgelite::printable(value) + ": expected a number from " + std::to_string(least) +
                " to 50000"};
    }
    if (argument == "--activations") {
      if (value != "min-max" && value != "percentile" && value != "least-error")
        return {"--activations " + edgelite::printable(value) + ": expected min-max, percentile or least-error"};
      options.settings.activations = value == "min-max"      ? ActivationRange::min_max
                                     : value == "percentile" ? ActivationRange::percentile
                                                             : ActivationRange::least_error;
    }
  }
  options.settings.bias_samples = static_cast<std::size_t>(options.bias_images);
  if (options.batches.empty()) return {"give binary batches of CIFAR-10 to calibrate on; see --help"};
  return {};
}

}  // namespace quantization
