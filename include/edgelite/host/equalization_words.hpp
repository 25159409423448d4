// What cross-layer equalisation did after each convolution, and where it did nothing, why: a line each.
#pragma once

#include "edgelite/host/operation_name.hpp"
#include "edgelite/quantization/equalize.hpp"

namespace edgelite {

template <class Net> std::string to_text(const EqualizationResult<Net>& result) {
  const auto names = value_names<Net>();
  std::string text;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i] == Equalization::not_a_convolution) continue;
    const Operation& op = program<Net>.operations[i];
    const int next = detail::only_reader<Net>(op.output);
    const auto called = [&](int value) {
      const OperationName& name = names[static_cast<std::size_t>(value)];
      return name.path + " (" + name.layer + ")";
    };
    text += called(op.output) + ": ";
    switch (result[i]) {
      case Equalization::done:
        text += "equalized with " + called(program<Net>[next].output);
        break;
      case Equalization::network_output:
        text += "skipped: its result leaves the network";
        break;
      case Equalization::read_twice:
        text += "skipped: several operations read its result";
        break;
      case Equalization::clamp:
        text += "skipped: a clamp other than Relu, such as Relu6, follows";
        break;
      default:
        text += "skipped: " + called(program<Net>[next].output) + ", which follows, is no convolution";
        break;
    }
    text += '\n';
  }
  return text;
}

}  // namespace edgelite
