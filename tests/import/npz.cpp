// .npz archives: stored and deflated entries, folders; damage.
#include "edgelite/import/npz.hpp"

#include <doctest/doctest.h>

#include "edgelite/host/image_implementation.hpp"

namespace {

using namespace edgelite::graph;

// A zip archive of one entry, as numpy.savez writes it: a local header, the data, the directory, its end.
std::vector<std::byte> archive(const std::string& name, const std::string& data, int method, std::size_t size) {
  auto number = [](std::size_t x, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(x >> (8 * i) & 255);
    return text;
  };
  const std::string common = number(static_cast<std::size_t>(method), 2) + std::string(8, '\0') +
                             number(data.size(), 4) + number(size, 4) + number(name.size(), 2) + number(0, 2);
  const std::string local = "PK\3\4" + std::string(4, '\0') + common + name + data;
  const std::string entry = "PK\1\2" + std::string(6, '\0') + common + std::string(14, '\0') + name;
  const std::string text = local + entry + "PK\5\6" + std::string(4, '\0') + number(1, 2) + number(1, 2) +
                           number(entry.size(), 4) + number(local.size(), 4) + number(0, 2);
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return {begin, begin + text.size()};
}

std::string npy(std::size_t elements) {
  std::string header = "{'descr': '|i1', 'fortran_order': False, 'shape': (" + std::to_string(elements) + ",), }";
  return std::string("\x93NUMPY\1\0", 8) + static_cast<char>(header.size()) + '\0' + header +
         std::string(elements, 'a');
}

// Deflate's form without compression: one block.
std::string deflated(const std::string& data) {
  const auto size = static_cast<unsigned>(data.size());
  std::string text{1, static_cast<char>(size & 255), static_cast<char>(size >> 8), static_cast<char>(~size & 255),
                   static_cast<char>(~size >> 8 & 255)};
  return text + data;
}

std::string message(const std::vector<std::byte>& bytes, Arrays& arrays) {
  return edgelite::graph::detail::ZipReader(bytes).read(arrays).message;
}

}  // namespace

TEST_CASE("npz: stored and deflated entries") {
  for (const bool packed : {false, true}) {
    Arrays arrays;
    const std::string data = npy(5);
    CHECK(message(archive("a/b.npy", packed ? deflated(data) : data, packed ? 8 : 0, data.size()), arrays) == "");
    REQUIRE(arrays.count("a/b") == 1);
    CHECK(arrays["a/b"].size() == 5);
  }
}

TEST_CASE("npz: damage is said") {
  const std::string data = npy(5);
  Arrays arrays;
  CHECK(message({}, arrays) == "expected a zip archive of .npy files");
  CHECK(message(archive("a.npy", data, 12, data.size()), arrays) == "a.npy: expected a .npy file, stored or deflated");
  CHECK(message(archive("a.npy", data, 0, data.size() + 1), arrays) == "a.npy: it is damaged");
  CHECK(message(archive("a.npy", deflated(data), 8, data.size() + 1), arrays) == "a.npy: it is damaged");
  CHECK(message(archive("a.npy", data, 8, data.size()), arrays) == "a.npy: it is damaged");
  CHECK(message(archive("a.npy", data, 8, std::size_t{1} << 30), arrays) == "a.npy: it is too large");
  const std::vector<std::byte> whole = archive("a.npy", deflated(data), 8, data.size());
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(message({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}, arrays) != "");
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::vector<std::byte> flipped = whole;
      flipped[at] ^= std::byte{1} << bit;
      (void)message(flipped, arrays);  // whatever it says, it ends
    }
}
