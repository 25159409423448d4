// The command line of edgelite-import.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "edgelite/host/error.hpp"

namespace importer {

using edgelite::Error;

inline constexpr std::string_view help =
    R"(Usage: edgelite-import COMMAND FILE [options]

Turns a trained network, a .tflite or .onnx file, into a C++ type and weights for edgelite.

  inspect FILE      operators, shapes, parameters, multiply-accumulates, memory, arena; or everything that is not
                    supported
    --arch A          the architecture whose constants are counted [scalar]
    --policy P        speed, or small: less code [speed]

  generate FILE     writes NAME.hpp and NAME.cpp
    --output DIR      into this folder
    --name N          their name and namespace [the file's, where it is an identifier]
    --arch A          the architecture that the weights are packed for: scalar, sse2, sse4.1, avx,
                      avx2, avx512, avx-vnni, avx512-vnni, neon, neon-dot, neon-i8mm [scalar]
    --policy P        as for inspect

  run FILE          computes outputs on this machine
    --input X.npy     for each input of the network, in order: N images, N x H x W x C, or N x C x H x W for .onnx
    --output Y.npy    for each output

  verify FILE       holds the outputs against what another engine has recorded
    --golden IN.npy... OUT.npy...   an array for each input, then one for each output; N images each
    --tensors T       an .npz file or a folder of .npy files: tensors recorded for the first image, named as in the
                      file or by index (.tflite); prints how far each is apart, and the first that is
    --tolerance X     the largest difference to pass: of int8 in steps [0], of floats relative to the largest value
                      [1e-4]

run and verify interpret the network value by value: the kernels of edgelite, scalar, with sizes known at run time
only. What they run is the same program as the generated type's: the generated source holds a hash over it and does not
compile with another one. Arrays are float32, int8 or uint8; a network of int8 takes floats, too, and quantizes them.

Exit status: 0; 1 after an error, or if verify finds a difference.
)";

struct Options {
  std::string command, file, output, name, arch = "scalar", policy = "speed", tensors;
  std::vector<std::string> inputs, outputs, golden;
  double tolerance = -1;  // less than 0: the default
  bool help = false;
};

// The options that a command takes, apart from --help.
inline bool takes(std::string_view command, std::string_view option) {
  if (option == "--arch" || option == "--policy") return command == "inspect" || command == "generate";
  if (option == "--output") return command == "generate" || command == "run";
  if (option == "--name") return command == "generate";
  if (option == "--input") return command == "run";
  return command == "verify" && (option == "--golden" || option == "--tensors" || option == "--tolerance");
}

inline Error parse_option(const std::string& option, const std::vector<std::string>& values, Options& o) {
  const bool list = option == "--golden" || option == "--input" || (option == "--output" && o.command == "run");
  if (values.empty() || values[0].empty()) return {option + " needs a value; see --help"};
  if (!list && values.size() > 1) return {"expected one file, found " + edgelite::printable(values[1]) + ", too"};
  const std::string& value = values[0];
  if (option == "--arch") o.arch = value;
  if (option == "--name") o.name = value;
  if (option == "--tensors") o.tensors = value;
  if (option == "--output" && !list) o.output = value;
  if (option == "--policy") o.policy = value;
  if (o.policy != "speed" && o.policy != "small")
    return {"--policy " + edgelite::printable(value) + ": expected speed or small"};
  if (option == "--tolerance") {
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), o.tolerance);
    if (code != std::errc() || end != value.data() + value.size() || !(o.tolerance >= 0))
      return {"--tolerance " + edgelite::printable(value) + ": expected a number from 0 on"};
  }
  auto& to = option == "--golden" ? o.golden : option == "--input" ? o.inputs : o.outputs;
  if (list) to.insert(to.end(), values.begin(), values.end());
  return {};
}

inline Error parse_options(const std::vector<std::string>& arguments, Options& o) {
  for (const std::string& argument : arguments)
    if (argument == "--help" || argument == "-h") o.help = true;
  if (o.help) return {};
  if (arguments.empty()) return {"expected a command; see --help"};
  o.command = arguments[0];
  if (o.command != "inspect" && o.command != "generate" && o.command != "run" && o.command != "verify")
    return {edgelite::printable(o.command) + ": expected inspect, generate, run or verify; see --help"};
  for (std::size_t i = 1; i < arguments.size();) {
    const std::string& option = arguments[i++];
    if (!option.starts_with("-")) {
      if (!o.file.empty()) return {"expected one file, found " + edgelite::printable(option) + ", too"};
      o.file = option;
      continue;
    }
    if (!takes(o.command, option))
      return {o.command + " has no option " + edgelite::printable(option) + "; see --help"};
    std::vector<std::string> values;
    const bool list = option == "--golden";
    while (i < arguments.size() && (values.empty() || list) && !arguments[i].starts_with("--"))
      values.push_back(arguments[i++]);
    if (Error error = parse_option(option, values, o)) return error;
  }
  if (o.file.empty()) return {o.command + " needs a file; see --help"};
  if (o.command == "generate" && o.output.empty()) return {"generate needs --output DIR; see --help"};
  if (o.command == "run" && (o.inputs.empty() || o.outputs.empty()))
    return {"run needs --input and --output; see --help"};
  if (o.command == "verify" && o.golden.size() < 2) return {"verify needs --golden IN.npy OUT.npy; see --help"};
  return {};
}

}  // namespace importer
