#include "run_command.hpp"

importer::Error importer::run_float_command(const Model& model, const Options& options, bool& passed) {
  return run_command<float>(model, options, passed);
}
