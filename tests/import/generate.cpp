// Generated sources: what a header offers for several inputs and outputs; names; nothing half written.
#include "edgelite/import/generate.hpp"

#include <doctest/doctest.h>

namespace {

using namespace edgelite::graph;
namespace fs = std::filesystem;

const fs::path folder = "edgelite_generate_test";

std::string contents(const fs::path& path) {
  std::vector<std::byte> bytes;
  REQUIRE(!edgelite::read_file(path, 1 << 20, bytes));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

Graph two_of_each() {
  Graph graph;
  graph.name = "two.onnx";
  graph.element = Element::int8;
  graph.values = {{"left\\", {2, 3, 4}, {0.5f, -3}, true},
                  {"right", {1, 1, 5}, {0.25f, 7}},
                  {"scores", {1, 1, 6}, {1.0f / 256, -128}},
                  {"mask", {2, 3, 1}, {2, 0}}};
  graph.inputs = {0, 1}, graph.outputs = {2, 3};
  return graph;
}

}  // namespace

TEST_CASE("generate: several inputs and outputs, the program's in another order") {
  fs::remove_all(folder);
  Generation made;
  made.name = "two", made.network = "struct Network {};\n", made.arch = "neon", made.outputs = {1, 0};
  made.weights.resize(64);
  REQUIRE(!generate(folder, two_of_each(), made));
  const std::string header = contents(folder / "two.hpp"), source = contents(folder / "two.cpp");
  CHECK(has(header, "input_sizes = {24, 5};"));
  CHECK(has(header, "input_scales = {0.5f, 0.25f};"));
  CHECK(has(header, "input_zero_points = {-3, 7};"));
  CHECK(has(header, "output_scales = {0.00390625f, 2.0f};"));
  CHECK(has(header, "in0: left_, 2 x 3 x 4 of std::int8_t, real = 0.5f * (stored + 3); channels innermost"));
  CHECK(has(header, "using Arch = edgelite::NativeArch;"));
  CHECK(has(header, "std::string_view(Arch::name) == \"neon\""));
  CHECK(has(source, "InputPointers<input_type, 2>{in0.data(), in1.data()}"));
  CHECK(has(source, "Outputs<output_type, 2>{out1.data(), out0.data()}"));
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 2);
  fs::remove_all(folder);
}

TEST_CASE("generate: names, and what cannot be written") {
  fs::remove_all(folder);
  Generation made;
  for (const char* name : {"", "1a", "a b", "a-b", "class", "edgelite", "std", "_a", "a__b", "\xc3\xa4"}) {
    made.name = name;
    CHECK(has(generate(folder, two_of_each(), made).message, "expected a C++ identifier for the name of the network"));
  }
  CHECK(!fs::exists(folder));
  made.name = "two";
  fs::create_directories(folder / "two.cpp" / "full");  // no file can take its place
  CHECK(has(generate(folder, two_of_each(), made).message, "two.cpp: is a folder"));
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 1);
  fs::remove_all(folder);
}
