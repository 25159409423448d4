// A network's parameters, float or int8, into a .safetensors file that load_parameters.hpp reads: the same bytes on every
// machine. Errors: the file cannot be written.
#pragma once

#include "edgelite/host/stored_parameters.hpp"

namespace edgelite {

template <class Net, class T>
Error save_parameters(const std::filesystem::path& path, const Parameters<Net, T>& parameters) {
  return write_safetensors(path, stored_tensors(parameters));
}

}  // namespace edgelite
