// The command line of classify.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "edgelite/host/error.hpp"

// Where the build says what lies; without it, as seen from the repository's root.
#ifndef EDGELITE_PICTURES_DIR
#define EDGELITE_PICTURES_DIR "examples/pictures"
#endif
#ifndef EDGELITE_TRAINING_DIR
#define EDGELITE_TRAINING_DIR "examples/training"
#endif

namespace classify {

inline constexpr std::string_view help =
    R"(Usage: classify [options] [IMAGE...]

Classifies pictures with EdgeLite-CNN into the ten classes of CIFAR-10, then measures how long one inference takes.
Without arguments: ten small drawings that come with the project, for show.

  IMAGE             a PNG, JPEG or PPM file; resized to 32 x 32
  --cifar10 FILE    all pictures of a binary batch of CIFAR-10, with the accuracy and the most confused classes
  --element TYPE    the type to compute in: int8 or float [int8]
  --weights FILE    the network's parameters of that type (safetensors)
                    [)" EDGELITE_TRAINING_DIR R"(/edgelite_cnn_int8.safetensors, or edgelite_cnn.safetensors there]
  --passes N        forward passes in each of the 5 timed runs [1000]
  --report          a table of the network's operations: shape, cost, place in the arena, time,
                    percent of this core's peak and what bounds it
  --json            one JSON object on standard output
  --help            this text

JSON: accuracy in percent (null where the classes are unknown), microseconds is the mean of one inference, element and
arch say what it ran in.
)";

struct Options {
  std::vector<std::string> images;
  std::string cifar10, weights, element = "int8";
  int passes = 1000;
  bool report = false, json = false, help = false;

  std::string weights_file() const {
    if (!weights.empty()) return weights;
    return std::string(EDGELITE_TRAINING_DIR "/edgelite_cnn") + (element == "int8" ? "_int8" : "") + ".safetensors";
  }
};

inline edgelite::Error parse_options(const std::vector<std::string>& arguments, Options& options) {
  bool only_files = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (only_files || !argument.starts_with("-")) {
      options.images.push_back(argument);
      continue;
    }
    if (argument == "--") {
      only_files = true;
    } else if (argument == "--report") {
      options.report = true;
    } else if (argument == "--json") {
      options.json = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument == "--cifar10" || argument == "--weights" || argument == "--element" ||
               argument == "--passes") {
      if (++i == arguments.size() || arguments[i].empty()) return {argument + " needs a value; see --help"};
      const std::string& value = arguments[i];
      if (argument == "--cifar10") options.cifar10 = value;
      if (argument == "--weights") options.weights = value;
      if (argument == "--element") {
        if (value != "int8" && value != "float")
          return {"--element " + edgelite::printable(value) + ": the element type can be int8 or float"};
        options.element = value;
      }
      if (argument == "--passes") {
        const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), options.passes);
        if (code != std::errc() || end != value.data() + value.size() || options.passes < 1 ||
            options.passes > 1'000'000)
          return {"--passes " + edgelite::printable(value) + ": expected a number from 1 to 1000000"};
      }
    } else {
      return {"unknown option " + edgelite::printable(argument) + "; see --help"};
    }
  }
  if (!options.cifar10.empty() && !options.images.empty())
    return {"give image files or --cifar10, not both; see --help"};
  return {};
}

}  // namespace classify
