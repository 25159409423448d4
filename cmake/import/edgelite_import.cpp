// edgelite-import: a trained network's file as a C++ type and weights. See --help.
#include <cstdio>

#include "commands.hpp"
#include "edgelite/host/image_implementation.hpp"  // what unpacks .npz files

namespace {

using namespace importer;

Error run_command(const Options& options, bool& passed) {
  Model model;
  if (Error error = load(options.file, model)) return error;
  return model.graph.element == edgelite::graph::Element::int8 ? run_int8_command(model, options, passed)
                                                               : run_float_command(model, options, passed);
}

// A line for each problem.
int fail(const Error& error) {
  for (std::size_t begin = 0; begin <= error.message.size();) {
    const std::size_t end = std::min(error.message.find('\n', begin), error.message.size());
    std::fprintf(stderr, "edgelite-import: %s\n", error.message.substr(begin, end - begin).c_str());
    begin = end + 1;
  }
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (const Error error = parse_options({arguments + 1, arguments + count}, options)) return fail(error);
  if (options.help) {
    std::fputs(help.data(), stdout);
    return 0;
  }
  bool passed = true;
  if (const Error error = run_command(options, passed)) return fail(error);
  if (std::fflush(stdout) != 0) return fail({"the output cannot be written"});
  return passed ? 0 : 1;
}
