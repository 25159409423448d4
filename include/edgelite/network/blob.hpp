// A network's packed weights as bytes, for a file or for flash; independent of the byte order and the compiler that
// wrote it.
//
//   offset  bytes  what
//   0       4      "ELTE"
//   4       4      format version 1
//   8       8      layout_hash of Weights<Net, T, Arch>
//   16      ...    elements, then constants, each number little-endian
//
// write_blob fills blob_bytes<W> bytes. read_blob changes the weights only if everything fits; a blob of another
// network, element type, architecture or packing is refused by its hash.
#pragma once

#include <bit>
#include <cstddef>
#include <span>

#include "edgelite/network/weights.hpp"

namespace edgelite {

enum class BlobError { none, truncated, not_a_blob, unknown_version, other_layout, oversized };

constexpr const char* message(BlobError error) {
  switch (error) {
    case BlobError::none:
      return "no error";
    case BlobError::truncated:
      return "the blob is shorter than the network's weights";
    case BlobError::not_a_blob:
      return "the blob does not begin with ELTE";
    case BlobError::unknown_version:
      return "the blob has a format version that this library does not read";
    case BlobError::other_layout:
      return "the blob was packed for another network, element type or architecture";
    case BlobError::oversized:
      return "the blob is longer than the network's weights";
  }
  return "unknown error";
}

inline constexpr std::size_t blob_head = 16;

template <class W>
inline constexpr std::size_t blob_bytes = blob_head +
                                          sizeof(typename decltype(W::elements)::value_type) * W::elements_count +
                                          sizeof(typename W::Constant) * W::constants_count;

namespace detail {

template <class T>
using BitsOf =
    std::conditional_t<sizeof(T) == 8, std::uint64_t, std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint8_t>>;

template <class T> constexpr void write_number(std::byte*& to, T x) {
  const auto bits = std::bit_cast<BitsOf<T>>(x);
  for (std::size_t i = 0; i < sizeof(T); ++i) *to++ = static_cast<std::byte>((std::uint64_t{bits} >> (8 * i)) & 255);
}

template <class T> constexpr T read_number(const std::byte*& from) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits |= std::to_integer<std::uint64_t>(*from++) << (8 * i);
  return std::bit_cast<T>(static_cast<BitsOf<T>>(bits));
}

inline constexpr std::uint32_t blob_magic = 0x45544c45, blob_version = 1;  // "ELTE"

}  // namespace detail

template <class Net, class T, class Arch>
constexpr void write_blob(const Weights<Net, T, Arch>& weights,
                          std::span<std::byte, blob_bytes<Weights<Net, T, Arch>>> blob) {
  std::byte* to = blob.data();
  detail::write_number(to, detail::blob_magic);
  detail::write_number(to, detail::blob_version);
  detail::write_number(to, Weights<Net, T, Arch>::layout_hash);
  for (T x : weights.elements) detail::write_number(to, x);
  for (auto x : weights.constants) detail::write_number(to, x);
}

template <class Net, class T, class Arch>
[[nodiscard]] constexpr BlobError read_blob(std::span<const std::byte> blob, Weights<Net, T, Arch>& weights) {
  using W = Weights<Net, T, Arch>;
  if (blob.size() < blob_head) return BlobError::truncated;
  const std::byte* from = blob.data();
  if (detail::read_number<std::uint32_t>(from) != detail::blob_magic) return BlobError::not_a_blob;
  if (detail::read_number<std::uint32_t>(from) != detail::blob_version) return BlobError::unknown_version;
  if (detail::read_number<std::uint64_t>(from) != W::layout_hash) return BlobError::other_layout;
  if (blob.size() < blob_bytes<W>) return BlobError::truncated;
  if (blob.size() > blob_bytes<W>) return BlobError::oversized;
  for (T& x : weights.elements) x = detail::read_number<T>(from);
  for (auto& x : weights.constants) x = detail::read_number<typename W::Constant>(from);
  return BlobError::none;
}

}  // namespace edgelite
