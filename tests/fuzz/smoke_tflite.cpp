// Damaged copies of a valid .tflite file, the same ones every time: each is read or refused in one line, with the
// parameters untouched where it is refused. The sanitizer presets give this test its teeth; tflite_fuzz is the search
// with feedback.
#include <doctest/doctest.h>

#include "damage.hpp"
#include "host/tflite_files.hpp"

using namespace tflite_files;

namespace {

struct Counts {
  int parsed = 0, loaded = 0, wrong = 0;

  void add(Bytes bytes) {
    tflite::Model model;
    const Error error = parse_tflite("smoke", std::move(bytes), model);
    wrong += error.message.find('\n') != std::string::npos;
    if (error) return;
    ++parsed;
    Parameters<Tiny, std::int8_t> parameters{};
    parameters.scale.fill(-1);
    const Error filled = load_tflite<Tiny>("smoke", model, parameters);
    const auto untouched = std::count(parameters.scale.begin(), parameters.scale.end(), -1.f);
    wrong += filled.message.find('\n') != std::string::npos || (untouched != 0) != bool{filled};
    loaded += filled ? 0 : 1;
  }
};

}  // namespace

TEST_CASE("damaged .tflite files are read or refused, never more") {
  const Bytes valid = File(schema::TensorType::INT8).bytes();
  Counts whole;
  whole.add(valid);
  CHECK(whole.loaded == 1);

  Counts cut;
  for (std::size_t size = 0; size < valid.size(); ++size)
    cut.add({valid.begin(), valid.begin() + static_cast<int>(size)});
  CHECK(cut.wrong == 0);
  CHECK(cut.parsed < static_cast<int>(valid.size()) / 10);

  Counts flipped;
  for (std::size_t i = 0; i < valid.size(); ++i)
    for (const std::byte pattern : {std::byte{1}, std::byte{0x80}, std::byte{0xff}}) {
      Bytes bytes = valid;
      bytes[i] ^= pattern;
      flipped.add(std::move(bytes));
    }
  CHECK(flipped.wrong == 0);
  CHECK(flipped.loaded > 100);  // weights, names
  CHECK(flipped.parsed > flipped.loaded);
  CHECK(flipped.parsed < static_cast<int>(valid.size()) * 3);

  std::mt19937 random(1);
  Counts mixed;
  for (int n = 0; n < 10000; ++n) {
    Bytes bytes = valid;
    write_words(bytes, random);
    mixed.add(std::move(bytes));
  }
  CHECK(mixed.wrong == 0);
  CHECK(mixed.parsed > 100);
  CHECK(mixed.parsed < 9000);
}
