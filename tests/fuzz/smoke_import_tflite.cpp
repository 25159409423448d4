// Damaged .tflite files through the importer, the same ones every time: each becomes a network or is refused in one
// line. The sanitizer presets give this test its teeth; import_tflite_fuzz is the search with feedback.
#include <doctest/doctest.h>

#include <random>

#include "import_tflite.hpp"

using namespace import_tflite;

namespace {

struct Counts {
  int parsed = 0, imported = 0, written = 0, wrong = 0;

  void add(Bytes bytes) {
    const Reached reached = import(std::move(bytes));
    parsed += reached.parsed, imported += reached.imported, written += reached.written, wrong += !reached.one_line;
  }
};

}  // namespace

TEST_CASE("damaged .tflite files become networks or are refused, never more") {
  Counts whole;
  for (const Bytes& seed : seeds()) whole.add(seed);
  CHECK(whole.written == static_cast<int>(seeds().size()));

  const Bytes& valid = seeds()[0];
  Counts cut;
  for (std::size_t size = 0; size < valid.size(); ++size)
    cut.add({valid.begin(), valid.begin() + static_cast<int>(size)});
  CHECK(cut.wrong == 0);
  CHECK(cut.parsed < static_cast<int>(valid.size()) / 10);

  std::mt19937 random(1);
  Counts flipped;
  for (int n = 0; n < 10000; ++n) {
    Bytes bytes = seeds()[random() % seeds().size()];
    for (std::size_t k = 1 + random() % 4; k > 0; --k)
      bytes[random() % bytes.size()] ^= static_cast<std::byte>(1 << random() % 8);
    flipped.add(std::move(bytes));
  }
  CHECK(flipped.wrong == 0);
  CHECK(flipped.written > 100);
  CHECK(flipped.parsed > flipped.imported + 100);

  Counts mixed;
  for (int n = 0; n < 10000; ++n) {
    Bytes bytes = seeds()[random() % seeds().size()];
    for (std::size_t k = 1 + random() % 4; k > 0; --k) {
      const std::size_t at = random() % (bytes.size() - 4);
      const std::uint32_t word = random() % 2 ? static_cast<std::uint32_t>(random() % 64) : 0xffffffff << random() % 32;
      std::memcpy(bytes.data() + at / 4 * 4, &word, 4);  // offsets, counts and indices stand at multiples of four
    }
    mixed.add(std::move(bytes));
  }
  CHECK(mixed.wrong == 0);
  CHECK(mixed.written > 100);
  CHECK(mixed.parsed > mixed.imported + 100);
}
