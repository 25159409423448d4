// Damaged .onnx files through the importer, the same ones every time: each becomes a network or is refused in one line.
// The sanitizer presets give this test its teeth; import_onnx_fuzz is the search with feedback.
#include <doctest/doctest.h>

#include <random>

#include "import_onnx.hpp"

using namespace import_onnx;

namespace {

struct Counts {
  int parsed = 0, imported = 0, written = 0, wrong = 0;

  void add(const Bytes& bytes) {
    const Reached reached = import(bytes);
    parsed += reached.parsed, imported += reached.imported, written += reached.written, wrong += !reached.one_line;
  }
};

}  // namespace

TEST_CASE("damaged .onnx files become networks or are refused, never more") {
  Counts whole;
  for (const Bytes& seed : seeds()) whole.add(seed);
  CHECK(whole.written == static_cast<int>(seeds().size()));

  const Bytes& valid = seeds()[1];
  Counts cut;
  for (std::size_t size = 0; size < valid.size(); ++size)
    cut.add({valid.begin(), valid.begin() + static_cast<int>(size)});
  CHECK(cut.wrong == 0);
  CHECK(cut.parsed < static_cast<int>(valid.size()) / 10);

  std::mt19937 random(1);
  Counts flipped;
  for (int n = 0; n < 10000; ++n) {
    Bytes bytes = seeds()[random() % 4];
    for (std::size_t k = 1 + random() % 4; k > 0; --k)
      bytes[random() % bytes.size()] ^= static_cast<std::byte>(1u << random() % 8);
    flipped.add(bytes);
  }
  CHECK(flipped.wrong == 0);
  CHECK(flipped.imported > 100);  // weights, names
  CHECK(flipped.parsed > flipped.imported);
  CHECK(flipped.parsed < 9900);
}
