// A network's parameters from a .safetensors file whose tensors are named and shaped as tensors<Net> says, or
// quantized_tensors<Net> for int8.
//
// Errors: safetensors.hpp. int8 further: a zero point that is no int8 number, values that the network ties to one
// scale and the file does not, scales that the kernels cannot hold (quantization/problem.hpp). Then the parameters are as
// they were.
#pragma once

#include <memory>

#include "edgelite/host/quantization_problem.hpp"
#include "edgelite/host/stored_parameters.hpp"

namespace edgelite {

namespace detail {

template <class Net> Error check_quantizations(const Parameters<Net, std::int8_t>& parameters) {
  auto text = [](const Quantization& q) {
    char number[32];
    std::snprintf(number, sizeof number, "%.9g", double(q.scale));
    return "scale " + std::string(number) + ", zero point " + std::to_string(q.zero_point);
  };
  for (std::size_t v = 0; v < parameters.values.size(); ++v) {
    const Quantization& q = parameters.values[v];
    const auto set = static_cast<std::size_t>(quantized_layout<Net>.tied[v]);
    const Quantization& shared = parameters.values[set];
    const std::string value = "value " + std::to_string(v) + " (" + value_names<Net>()[v].path + "): expected ";
    if (q.zero_point < -128 || q.zero_point > 127)
      return {"tensor \"values.zero_point\": " + value + "-128 to 127, found " + std::to_string(q.zero_point)};
    if (q.zero_point != shared.zero_point || q.scale < shared.scale || q.scale > shared.scale)
      return {"tensors \"values.scale\", \"values.zero_point\": " + value + text(shared) + " as of value " +
              std::to_string(set) + ", found " + text(q)};
  }
  return to_error<Net>(check_scales(parameters));
}

}  // namespace detail

template <class Net> Error load_parameters(const std::filesystem::path& path, Parameters<Net, float>& parameters) {
  return load_safetensors(path, stored_tensors(parameters));
}

template <class Net>
Error load_parameters(const std::filesystem::path& path, Parameters<Net, std::int8_t>& parameters) {
  const auto read = std::make_unique<Parameters<Net, std::int8_t>>();
  if (Error error = load_safetensors(path, stored_tensors(*read))) return error;
  if (Error error = detail::check_quantizations(*read)) return {printable(path.string()) + ": " + error.message};
  parameters = *read;
  return {};
}

}  // namespace edgelite
