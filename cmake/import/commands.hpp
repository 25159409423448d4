// The commands, for float and for int8 networks: a source file each, so that they compile at once.
#pragma once

#include "model.hpp"
#include "options.hpp"

namespace importer {

// passed: false if verify finds a difference.
Error run_float_command(const Model& model, const Options& options, bool& passed);
Error run_int8_command(const Model& model, const Options& options, bool& passed);

}  // namespace importer
