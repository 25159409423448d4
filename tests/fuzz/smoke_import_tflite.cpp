// Damaged .tflite files through the importer, the same ones every time: each becomes a network or is refused in one
// line. The sanitizer presets give this test its teeth; import_tflite_fuzz is the search with feedback.
#include "import_tflite.hpp"
#include "smoke_import.hpp"

using namespace import_fuzz;

TEST_CASE("damaged .tflite files become networks or are refused, never more") {
  check_seeds<Tflite>(0);
  std::mt19937 random(1);
  for (const auto damage : {flip_bits, write_words}) {
    const auto counts = damaged<Tflite>(Tflite::seeds().size(), random, damage);
    CHECK(counts.written > 100);
    CHECK(counts.parsed > counts.imported + 100);
  }
}
