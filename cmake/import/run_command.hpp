// One command for a network of one element type.
#pragma once

#include "commands.hpp"
#include "inspect.hpp"

namespace importer {

template <class T> Error run_command(const Model& model, const Options& options, bool& passed) {
  const auto network = std::make_unique<Network<T>>();
  if (Error error = network->make(model.graph, model.written)) return error;
  if (options.command == "inspect") return inspect(*network, model, options);
  if (options.command == "generate") return importer::generate(*network, model, options);
  if (options.command == "run") return importer::run(*network, model, options);
  return verify(*network, model, options, passed);
}

}  // namespace importer
