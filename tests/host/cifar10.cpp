#include "edgelite/host/cifar10.hpp"

#include <doctest/doctest.h>

using edgelite::Cifar10;

namespace {

// `count` records; byte k of plane c of record i is (7 i + 50 c + k) mod 251.
std::vector<std::byte> records(std::size_t count) {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.push_back(static_cast<std::byte>(i % 10));
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t k = 0; k < 1024; ++k) bytes.push_back(static_cast<std::byte>((7 * i + 50 * c + k) % 251));
  }
  return bytes;
}

}  // namespace

TEST_CASE("planes of records become pixels") {
  Cifar10 batch;
  REQUIRE(!edgelite::parse_cifar10("batch", records(12), batch));
  REQUIRE(batch.size() == 12);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(batch.labels[i] == i % 10);
    const auto image = batch.image(i);
    for (std::size_t k = 0; k < 1024; ++k)
      for (std::size_t c = 0; c < 3; ++c) REQUIRE(image[3 * k + c] == (7 * i + 50 * c + k) % 251);
  }
}

TEST_CASE("wrong sizes and labels") {
  Cifar10 batch;
  auto message = [&](const std::vector<std::byte>& bytes) {
    return edgelite::parse_cifar10("batch", bytes, batch).message;
  };
  CHECK(message({}) == "batch: expected records of 3073 bytes, found 0 bytes: not a binary batch of CIFAR-10");
  auto bytes = records(2);
  bytes.pop_back();
  CHECK(message(bytes) == "batch: expected records of 3073 bytes, found 6145 bytes: not a binary batch of CIFAR-10");
  bytes = records(3);
  bytes[2 * 3073] = std::byte{10};
  CHECK(message(bytes) == "batch: record 2: expected a label from 0 to 9, found 10");
  CHECK(batch.size() == 0);
  CHECK(edgelite::load_cifar10("/nonexistent", batch).message ==
        "/nonexistent: cannot be opened: No such file or directory");
  CHECK(edgelite::load_cifar10(EDGELITE_TEST_DATA "/host/pattern.ppm", batch).message == EDGELITE_TEST_DATA
        "/host/pattern.ppm: expected records of 3073 bytes, found 5563 bytes: not a binary batch of CIFAR-10");
}
