// .npy files: what NumPy writes is read, what is written is read back, and damage is said, not read.
#include "edgelite/import/npy.hpp"

#include <doctest/doctest.h>

namespace {

using edgelite::graph::Array;

// As numpy.lib.format writes it: `version`, `header`, then `elements`.
std::vector<std::byte> file(int version, const std::string& header, const std::string& elements) {
  std::string text = "\x93NUMPY";
  text +=
      {static_cast<char>(version), 0, static_cast<char>(header.size() % 256), static_cast<char>(header.size() / 256)};
  if (version > 1) text += std::string(2, '\0');
  text += header + elements;
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return {begin, begin + text.size()};
}

const std::string six = "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }      \n";

std::string message(const std::vector<std::byte>& bytes) {
  Array array;
  return parse_npy("x.npy", bytes, array).message;
}

std::string refused(const std::string& header, const std::string& elements = "abcdef") {
  return message(file(1, header, elements));
}

}  // namespace

TEST_CASE("npy: all versions") {
  for (const int version : {1, 2, 3}) {
    Array array;
    REQUIRE(!parse_npy("x.npy", file(version, six, "\x01\xff\x80\x7f\x02\x03"), array));
    CHECK(array.shape == std::vector<std::int64_t>{2, 3});
    CHECK(std::get<std::vector<std::int8_t>>(array.elements) == std::vector<std::int8_t>{1, -1, -128, 127, 2, 3});
  }
}

TEST_CASE("npy: one number, one dimension, keys in another order") {
  Array array;
  REQUIRE(!parse_npy("x", file(1, "{\"shape\": (), 'fortran_order': False, 'descr': '|u1'}", "\xff"), array));
  CHECK(array.shape.empty());
  CHECK(std::get<std::vector<std::uint8_t>>(array.elements) == std::vector<std::uint8_t>{255});
  REQUIRE(!parse_npy("x", file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", "a"), array));
  CHECK(array.shape == std::vector<std::int64_t>{1});
}

TEST_CASE("npy: what is written is read back") {
  const std::string path = "edgelite_npy_test.npy";
  for (const Array& written : {Array{{2, 1, 2}, std::vector<float>{1.5f, -2, 1e-30f, 4}},
                               Array{{3}, std::vector<std::int8_t>{-128, 0, 127}}, Array{{}, std::vector<float>{7}}}) {
    REQUIRE(!write_npy(path, written));
    Array read;
    REQUIRE(!read_npy(path, read));
    CHECK(read.shape == written.shape);
    CHECK(read.elements == written.elements);
  }
  std::filesystem::remove(path);
}

TEST_CASE("npy: every truncation is an error") {
  const std::vector<std::byte> whole = file(1, six, "abcdef");
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(!message({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).empty());
  CHECK(message(whole).empty());
}

TEST_CASE("npy: sentences") {
  CHECK(message(file(4, six, "abcdef")) == "x.npy: expected versions 1 to 3, found 4");
  CHECK(refused(six, "abcdefg") == "x.npy: expected 6 bytes of elements, found 7");
  CHECK(refused("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }") ==
        "x.npy: expected float32, int8 or uint8, found <f8");
  CHECK(refused("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }").find("C order") != std::string::npos);
  CHECK(refused("{'descr': '|i1', 'fortran_order': False, 'shape': (99999999999, 99999999999, 9), }") ==
        "x.npy: expected less than 2^31 bytes of elements");
  for (const char* header :
       {"", "{", "{}", "{'descr': '|i1'}", "{'descr': '|i1', 'descr': '|i1', 'shape': (6,)}", "{'shape': (-1,)}",
        "{'shape': (6", "{'shape': (6 6)}", "{'descr': '|i1, 'shape'}", "{'fortran_order': Maybe}", "{'a': 1}"})
    CHECK(refused(header).find("expected descr, fortran_order and shape, found ") != std::string::npos);
}
