#include "edgelite/host/safetensors.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "safetensors_files.hpp"

using namespace safetensors_files;
using edgelite::Error;
using edgelite::TensorInfo;

namespace {

const std::filesystem::path tiny_path = EDGELITE_TEST_DATA "/host/tiny.safetensors";

// One tensor "a" of shape [2, 3]: 24 bytes of data.
constexpr std::array<TensorInfo, 1> one{tensor("a", {2, 3}, 2, 0)};
constexpr std::array<TensorInfo, 2> two{tensor("a", {2}, 1, 0), tensor("b", {2}, 1, 2)};

// The message for these bytes; "" if they load. On error the data must be as it was.
std::string message(const std::vector<std::byte>& bytes, std::span<const TensorInfo> expected = one,
                    std::size_t room = 6) {
  std::vector<float> data(room, -7.f);
  const Error error =
      edgelite::parse_safetensors("a.safetensors", bytes, edgelite::stored_floats(expected, data.data()));
  if (error) CHECK(std::count(data.begin(), data.end(), -7.f) == static_cast<std::ptrdiff_t>(room));
  CHECK(error.message.find('\n') == std::string::npos);
  return error.message;
}

// The message for one entry under the name "a".
std::string entry(std::string_view text, std::size_t data_bytes = 24) {
  return message(file("{\"a\":" + std::string(text) + "}", data_bytes));
}

}  // namespace

TEST_CASE("a file written by safetensors.torch loads into the network's order") {
  std::array<float, tiny_size> data{};
  const Error error = edgelite::load_safetensors(tiny_path, edgelite::stored_floats(tiny, data.data()));
  REQUIRE_MESSAGE(!error, error.message);
  constexpr std::array<std::string_view, 7> sorted{"0.weight", "1.bias", "1.running_mean", "1.running_var",
                                                   "1.weight", "4.bias", "4.weight"};
  for (const TensorInfo& t : tiny)
    for (int i = 0; i < t.size(); ++i) {
      const auto k = std::find(sorted.begin(), sorted.end(), t.label()) - sorted.begin();
      CHECK(data[static_cast<std::size_t>(t.offset + i)] ==
            16.f * static_cast<float>(k) + static_cast<float>(i) / 4 - 3);
    }
}

TEST_CASE("what is written loads again, bit for bit, and has the documented bytes") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::array<float, 4> values{1.5f, -0.f, infinity, std::numeric_limits<float>::quiet_NaN()};
  const auto bytes = edgelite::format_safetensors(edgelite::stored_floats(two, values.data()));
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  using namespace std::string_view_literals;
  CHECK(text.substr(0, 8) == "\x70\0\0\0\0\0\0\0"sv);
  CHECK(
      text.substr(8, 112) ==
      R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}    )");
  CHECK(text.substr(120, 8) == "\0\0\xc0\x3f\0\0\0\x80"sv);

  const auto path = std::filesystem::temp_directory_path() /
                    ("edgelite_" + std::to_string(reinterpret_cast<std::uintptr_t>(&values)));
  const Error written = edgelite::write_safetensors(path, edgelite::stored_floats(two, values.data()));
  CHECK_MESSAGE(!written, written.message);
  std::array<float, 4> read{};
  const Error error = edgelite::load_safetensors(path, edgelite::stored_floats(two, read.data()));
  std::filesystem::remove(path);
  REQUIRE_MESSAGE(!error, error.message);
  CHECK(read[0] == 1.5f);
  CHECK((read[1] == 0 && std::signbit(read[1])));
  CHECK(read[2] == infinity);
  CHECK(std::isnan(read[3]));
  CHECK(edgelite::write_safetensors("/nonexistent/file", edgelite::stored_floats(two, values.data())).message ==
        "/nonexistent/file: cannot be written");
}

TEST_CASE("files that cannot be read") {
  std::array<float, tiny_size> data{};
  const auto stored = edgelite::stored_floats(tiny, data.data());
  CHECK(edgelite::load_safetensors("/nonexistent/a.safetensors", stored).message ==
        "/nonexistent/a.safetensors: cannot be opened: No such file or directory");
  CHECK(edgelite::load_safetensors(EDGELITE_TEST_DATA, stored).message == EDGELITE_TEST_DATA ": is a folder");
  CHECK(edgelite::load_safetensors(EDGELITE_TEST_DATA "/host/safetensors.cpp", stored));
  CHECK(edgelite::load_safetensors("/dev/zero", stored).message ==
        "/dev/zero: larger than the 100000316 bytes that are expected at most");
}

TEST_CASE("every truncation and every longer file is refused") {
  std::vector<std::byte> bytes;
  REQUIRE(!edgelite::read_file(tiny_path, 10000, bytes));
  REQUIRE(message(bytes, tiny, tiny_size).empty());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(!message({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}, tiny, tiny_size).empty());
  bytes.push_back({});
  CHECK(message(bytes, tiny, tiny_size) == "a.safetensors: 1 bytes at the end belong to no tensor");
  CHECK(message({}) == "a.safetensors: expected 8 bytes of header length, found a file of 0");
}

TEST_CASE("header lengths") {
  const std::string good = R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})";
  CHECK(message(file(good, 24)) == "");
  CHECK(message(file(good + "   \n", 24)) == "");
  CHECK(message(file(good, 24, 0)) == "a.safetensors: the header does not begin with '{'");
  CHECK(message(file(" " + good, 24)) == "a.safetensors: the header does not begin with '{'");
  CHECK(message(file(good, 24, 83)) ==
        "a.safetensors: expected a header of 83 bytes, found a file with 81 after its length");
  for (const std::uint64_t length :
       {std::uint64_t{100'000'001}, ~std::uint64_t{0}, ~std::uint64_t{7}, std::uint64_t{1} << 63})
    CHECK(message(file(good, 24, length)).find("(100000000 are allowed)") != std::string::npos);
}

TEST_CASE("the network's table is met exactly: name, dtype, shape, complete") {
  CHECK(entry(R"({"dtype":"F16","shape":[2,3],"data_offsets":[0,12]})", 12) ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found F16 [2, 3]");
  CHECK(entry(R"({"dtype":"I32","shape":[2,3],"data_offsets":[0,24]})") ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found I32 [2, 3]");
  CHECK(entry(R"({"dtype":"F32","shape":[3,2],"data_offsets":[0,24]})") ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found F32 [3, 2]");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3,1],"data_offsets":[0,24]})") ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found F32 [2, 3, 1]");
  CHECK(entry(R"({"dtype":"F32","shape":[],"data_offsets":[0,4]})", 4) ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found F32 []");
  CHECK(message(file("{}", 0)) == "a.safetensors: tensor \"a\": expected F32 [2, 3], found no tensor of that name");
  CHECK(message(file(R"({"A":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})", 24)) ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found no tensor of that name");
  const std::string start = R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)";
  CHECK(message(file(start + R"("b":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}})", 28)) ==
        "a.safetensors: tensor \"b\": expected no such tensor, found F32 [1]");
  CHECK(message(file(start + R"("1.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[24,32]}})", 32)) ==
        "");
  CHECK(message(file(start + R"("1.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[24,31]}})", 31)) ==
        "a.safetensors: tensor \"1.num_batches_tracked\": I64 [] takes 8 bytes, found data_offsets [24, 31]");
}

TEST_CASE("offsets: outside, backwards, of another size, overlapping, with holes") {
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[0,24]})", 23) ==
        "a.safetensors: tensor \"a\": data_offsets [0, 24] reach past the file's 23 bytes of data");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[18446744073709551600,18446744073709551615]})")
            .find("reach past") != std::string::npos);
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[24,0]})") ==
        "a.safetensors: tensor \"a\": data_offsets [24, 0] end before they begin");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[0,20]})") ==
        "a.safetensors: tensor \"a\": F32 [2, 3] takes 24 bytes, found data_offsets [0, 20]");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[4,28]})", 28) ==
        "a.safetensors: 4 bytes before tensor \"a\" belong to no tensor");
  auto pair = [](std::string_view a, std::string_view b, std::size_t bytes) {
    return message(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":)" + std::string(a) +
                            R"(},"b":{"dtype":"F32","shape":[2],"data_offsets":)" + std::string(b) + "}}",
                        bytes),
                   two);
  };
  CHECK(pair("[0,8]", "[8,16]", 16) == "");
  CHECK(pair("[8,16]", "[0,8]", 16) == "");
  CHECK(pair("[0,8]", "[0,8]", 8).find("overlaps") != std::string::npos);
  CHECK(pair("[0,8]", "[4,12]", 12) == "a.safetensors: tensor \"b\" overlaps tensor \"a\"");
  CHECK(pair("[0,8]", "[12,20]", 20) == "a.safetensors: 4 bytes before tensor \"b\" belong to no tensor");
  CHECK(pair("[0,8]", "[8,16]", 20) == "a.safetensors: 4 bytes at the end belong to no tensor");
}

TEST_CASE("sizes that overflow") {
  CHECK(entry(R"({"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]})", 0) ==
        "a.safetensors: tensor \"a\": the size of shape [4611686018427387904] overflows");
  CHECK(entry(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})", 0).find("overflows") !=
        std::string::npos);
  CHECK(entry(R"({"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,0]})", 0).find("no integer") !=
        std::string::npos);
  CHECK(entry(R"({"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]})", 4) ==
        "a.safetensors: tensor \"a\": unexpected a list of more than 8 numbers");
  CHECK(entry(R"({"dtype":"F32","shape":[0,3],"data_offsets":[0,0]})", 0) ==
        "a.safetensors: tensor \"a\": expected F32 [2, 3], found F32 [0, 3]");
}

TEST_CASE("JSON of another structure") {
  CHECK(entry("7") == "a.safetensors: the header: unexpected a number");
  CHECK(entry("[]") == "a.safetensors: the header: unexpected a list");
  CHECK(entry("null") == "a.safetensors: the header: unexpected null");
  CHECK(entry("{}") == "a.safetensors: tensor \"a\": expected \"dtype\", found none");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3]})") ==
        "a.safetensors: tensor \"a\": expected \"data_offsets\", found none");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[0]})") ==
        "a.safetensors: tensor \"a\": unexpected \"data_offsets\" of 1 numbers instead of 2");
  CHECK(entry(R"({"dtype":"F32","shape":[2,3],"data_offsets":[0,24],"stride":[1]})") ==
        "a.safetensors: tensor \"a\": unexpected the key \"stride\"");
  CHECK(entry(R"({"dtype":"F32","dtype":"F32"})") == "a.safetensors: tensor \"a\": unexpected \"dtype\" twice");
  CHECK(entry(R"({"dtype":"F33","shape":[2,3],"data_offsets":[0,24]})") ==
        "a.safetensors: tensor \"a\": unknown dtype \"F33\"");
  CHECK(entry(R"({"dtype":["F32"]})") == "a.safetensors: tensor \"a\": unexpected a list");
  CHECK(entry(R"({"dtype":true})") == "a.safetensors: tensor \"a\": unexpected a boolean");
  CHECK(entry(R"({"dtype":{}})") == "a.safetensors: tensor \"a\": unexpected an object");
  CHECK(entry(R"({"shape":"[2]"})") == "a.safetensors: tensor \"a\": unexpected a string");
  CHECK(entry(R"({"shape":[-2]})") == "a.safetensors: tensor \"a\": unexpected a negative number");
  CHECK(entry(R"({"shape":[2.5]})") == "a.safetensors: tensor \"a\": unexpected a number that is no integer");
  CHECK(entry(R"({"shape":[1e999]})").find("the header is not JSON") != std::string::npos);
  CHECK(
      message(file(
          R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"a":{"dtype":"F32","shape":[0],"data_offsets":[24,24]}})",
          24)) == "a.safetensors: tensor \"a\" is there twice");
  CHECK(message(file(R"({"__metadata__":{"a":"b"},"__metadata__":{}})", 0)) ==
        "a.safetensors: the header: unexpected \"__metadata__\" twice");
  CHECK(message(file(R"({"__metadata__":{"a":1}})", 0)) == "a.safetensors: the header: unexpected a number");
  CHECK(message(file(R"({"__metadata__":{"a":{}}})", 0)) == "a.safetensors: the header: unexpected an object");
  CHECK(message(file("{}{}", 0)).find("the header is not JSON") != std::string::npos);
  CHECK(message(file("{\"\xff\":1}", 0)).find("the header is not JSON") != std::string::npos);
  CHECK(message(file(R"({"a\nb\u0000":7})", 0), one).find("the header") != std::string::npos);
  CHECK(message(file("{", 0)).find("the header is not JSON") != std::string::npos);
}

TEST_CASE("JSON bombs cost neither the stack nor more memory than the file") {
  const std::size_t depth = 1'000'000;
  CHECK(entry(std::string(depth, '[')) == "a.safetensors: the header: unexpected a list");
  std::string objects;
  for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
  CHECK(message(file(objects, 0)) == "a.safetensors: tensor \"a\": unexpected the key \"a\"");
  CHECK(entry("{\"shape\":" + std::string(depth, '[')) == "a.safetensors: tensor \"a\": unexpected a list");
  std::string numbers;
  for (std::size_t i = 0; i < depth; ++i) numbers += "1,";
  CHECK(entry("{\"shape\":[" + numbers + "1]}") ==
        "a.safetensors: tensor \"a\": unexpected a list of more than 8 numbers");
  const std::string longest =
      message(file("{\"" + std::string(depth, 'x') + "\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}", 0));
  CHECK(longest.size() < 250);
}
