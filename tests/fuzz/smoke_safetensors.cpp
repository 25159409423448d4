// 20,000 damaged copies of a valid file, the same ones every time: each loads or is refused in one line with the data
// untouched. The sanitizer presets give this test its teeth; safetensors_fuzz is the search with feedback.
#include <doctest/doctest.h>

#include <random>

#include "host/safetensors_files.hpp"

namespace {

using Bytes = std::vector<std::byte>;

// A number between 0 and count - 1; not uniform, but the same with every standard library.
std::size_t below(std::mt19937& random, std::size_t count) { return random() % count; }

void damage(Bytes& bytes, std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"[",          "]",
                                                "{",          "}",
                                                ",",          ":",
                                                "\"",         "0",
                                                "9",          "-",
                                                ".",          "e9",
                                                "\\",         "null",
                                                "\"F32\"",    "\"F16\"",
                                                "\"shape\"",  "18446744073709551615",
                                                "\"4.bias\"", "\"__metadata__\""};
  const std::size_t at = below(random, bytes.size());
  const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(random, 6)) {
    case 0:
      bytes[at] ^= static_cast<std::byte>(1u << below(random, 8));
      break;
    case 1:
      bytes[at] = static_cast<std::byte>(random());
      break;
    case 2:
      bytes.erase(place, place + static_cast<std::ptrdiff_t>(std::min(bytes.size() - at, 1 + below(random, 8))));
      break;
    case 3:
      bytes.resize(at);
      break;
    case 4: {
      const std::string_view piece = pieces[below(random, std::size(pieces))];
      for (std::size_t i = 0; i < piece.size() && at + i < bytes.size(); ++i)
        bytes[at + i] = static_cast<std::byte>(piece[i]);
      break;
    }
    default: {
      const Bytes copy(place, place + static_cast<std::ptrdiff_t>(std::min(bytes.size() - at, std::size_t{64})));
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(random, bytes.size())), copy.begin(), copy.end());
    }
  }
}

}  // namespace

TEST_CASE("damaged safetensors files load or are refused, never more") {
  Bytes valid;
  REQUIRE(!edgelite::read_file(EDGELITE_TEST_DATA "/host/tiny.safetensors", 10000, valid));
  std::mt19937 random(1);
  constexpr float mark = -1.2345e-30f;  // in no file
  int loaded = 0, wrong = 0;
  for (int i = 0; i < 20000; ++i) {
    Bytes bytes = valid;
    // Half the damage goes to the header, with the length put right so that it is parsed.
    for (std::size_t n = 1 + below(random, 4); n > 0 && !bytes.empty(); --n) damage(bytes, random);
    if (i % 2 == 0 && bytes.size() > 400) {
      const std::size_t length = std::min(bytes.size() - 8, bytes.size() - std::min(bytes.size(), std::size_t{324}));
      for (std::size_t k = 0; k < 8; ++k) bytes[k] = static_cast<std::byte>(std::uint64_t{length} >> (8 * k) & 255);
    }
    std::array<float, safetensors_files::tiny_size> data;
    data.fill(mark);
    const edgelite::Error error =
        edgelite::parse_safetensors("smoke", bytes, edgelite::stored_floats(safetensors_files::tiny, data.data()));
    const auto untouched = static_cast<std::size_t>(std::count(data.begin(), data.end(), mark));
    loaded += error ? 0 : 1;
    wrong += error ? (untouched != data.size() || error.message.find('\n') != std::string::npos) : untouched != 0;
  }
  CHECK(wrong == 0);
  CHECK(loaded > 100);  // damage that hits only the data
  CHECK(loaded < 10000);
}
