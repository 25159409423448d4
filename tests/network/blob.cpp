#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <edgelite/network/blob.hpp>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

struct Net : Network<Input<4, 4, 3>, Conv2d<5, Kernel<3>>, BatchNorm2d, Relu, GlobalAveragePool, Linear<2>> {};
struct Wider : Network<Input<4, 4, 3>, Conv2d<6, Kernel<3>>, BatchNorm2d, Relu, GlobalAveragePool, Linear<2>> {};

}  // namespace

TEST_CASE_TEMPLATE("packed weights survive as bytes, and nothing else is taken for them", T, float, std::int8_t) {
  using W = Weights<Net, T, NativeArch>;
  W weights{}, read{};
  int n = 0;
  for (T& x : weights.elements) x = static_cast<T>(++n % 100 - 50);
  for (auto& x : weights.constants) x = static_cast<typename W::Constant>(++n * -77);
  std::array<std::byte, blob_bytes<W> + 1> blob{};
  write_blob(weights, std::span(blob).template first<blob_bytes<W>>());
  const auto whole = std::span<const std::byte>(blob).first(blob_bytes<W>);
  CHECK(std::to_integer<char>(blob[0]) == 'E');
  CHECK(read_blob(whole, read) == BlobError::none);
  CHECK(read.elements == weights.elements);
  CHECK(read.constants == weights.constants);

  W kept{};
  for (std::size_t length = 0; length < whole.size(); ++length)
    REQUIRE(read_blob(whole.first(length), kept) == BlobError::truncated);
  CHECK(read_blob(std::span<const std::byte>(blob), kept) == BlobError::oversized);
  Weights<Wider, T, NativeArch> wider{};
  CHECK(read_blob(whole, wider) == BlobError::other_layout);
  Weights<Net, std::conditional_t<std::is_same_v<T, float>, std::int8_t, float>, NativeArch> other{};
  CHECK(read_blob(whole, other) == BlobError::other_layout);
  blob[4] ^= std::byte{2};
  CHECK(read_blob(whole, kept) == BlobError::unknown_version);
  blob[0] ^= std::byte{1};
  CHECK(read_blob(whole, kept) == BlobError::not_a_blob);
  CHECK(kept.elements == W{}.elements);
}

TEST_CASE("a blob's bytes do not depend on the machine") {
  std::array<std::byte, 4> bytes{};
  std::byte* to = bytes.data();
  detail::write_number(to, std::int32_t{-2});
  CHECK(bytes == std::array{std::byte{0xfe}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff}});
}
