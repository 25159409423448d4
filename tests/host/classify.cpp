// The parts of examples/classify that can be wrong in silence: its command line and its count of allocations.
#include <doctest/doctest.h>

#include "../../examples/classify/allocations.cpp"
#include "../../examples/classify/options.hpp"

namespace {

std::string message(const std::vector<std::string>& arguments) {
  classify::Options options;
  return classify::parse_options(arguments, options).message;
}

}  // namespace

TEST_CASE("command lines that are refused") {
  CHECK(message({"--foo"}) == "unknown option --foo; see --help");
  CHECK(message({"-x\n"}) == "unknown option -x?; see --help");
  CHECK(message({"a.png", "--cifar10"}) == "--cifar10 needs a value; see --help");
  CHECK(message({"--cifar10", ""}) == "--cifar10 needs a value; see --help");
  CHECK(message({"--cifar10", "b", "a.png"}) == "give image files or --cifar10, not both; see --help");
  CHECK(message({"--element", "int4"}) == "--element int4: the element type can be int8 or float");
  for (const char* value : {"0", "-1", "x", "1x", "1000001", "99999999999999999999"})
    CHECK(message({"--passes", value}) == "--passes " + std::string(value) + ": expected a number from 1 to 1000000");
}

TEST_CASE("command lines that are understood") {
  classify::Options options;
  REQUIRE(!classify::parse_options(
      {"a.png", "--json", "--weights", "w", "--element", "float", "--passes", "7", "--report", "--", "--json.png"},
      options));
  CHECK(options.images == std::vector<std::string>{"a.png", "--json.png"});
  CHECK((options.json && options.report && !options.help));
  CHECK(options.weights_file() == "w");
  CHECK(options.element == "float");
  CHECK(options.passes == 7);
  REQUIRE(!classify::parse_options({"--help"}, options));
  CHECK(options.help);
}

TEST_CASE("int8 is the default, and each element type has weights of its own") {
  classify::Options options;
  REQUIRE(!classify::parse_options({}, options));
  CHECK(options.element == "int8");
  CHECK(options.weights_file().ends_with("/edgelite_cnn_int8.safetensors"));
  REQUIRE(!classify::parse_options({"--element", "float"}, options));
  CHECK(options.weights_file().ends_with("/edgelite_cnn.safetensors"));
}

TEST_CASE("allocations are counted, one by one") {
  const long before = classify::heap_allocations();
  int* volatile number = new int(1);
  const long after_new = classify::heap_allocations();
  char* volatile text = new char[100];
  const long after_array = classify::heap_allocations();
  CHECK(after_new == before + 1);
  CHECK(after_array == after_new + 1);
  delete number;
  delete[] text;
}
