// A network's trained parameters from a .safetensors file whose tensors are named and shaped as tensors<Net> says.
// Errors: safetensors.hpp.
#pragma once

#include "edgelite/host/safetensors.hpp"
#include "edgelite/network/parameters.hpp"

namespace edgelite {

template <class Net> Error load_parameters(const std::filesystem::path& path, Parameters<Net, float>& parameters) {
  return load_safetensors(path, tensors<Net>, parameters.data);
}

}  // namespace edgelite
