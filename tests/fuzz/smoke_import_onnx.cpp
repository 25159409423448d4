// Damaged .onnx files through the importer, the same ones every time: each becomes a network or is refused in one line.
// The sanitizer presets give this test its teeth; import_onnx_fuzz is the search with feedback.
#include "import_onnx.hpp"
#include "smoke_import.hpp"

using namespace import_fuzz;

TEST_CASE("damaged .onnx files become networks or are refused, never more") {
  check_seeds<Onnx>(1);
  std::mt19937 random(1);
  const auto flipped = damaged<Onnx>(4, random, flip_bits);
  CHECK(flipped.imported > 100);  // weights, names
  CHECK(flipped.parsed > flipped.imported);
  CHECK(flipped.parsed < 9900);
}
