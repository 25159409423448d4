#include "run_command.hpp"

importer::Error importer::run_int8_command(const Model& model, const Options& options, bool& passed) {
  return run_command<std::int8_t>(model, options, passed);
}
