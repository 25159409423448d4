// Tensors from and to .safetensors files: 8 bytes length of the header, little endian; the header
// (safetensors_header.hpp); the tensors' elements, little endian, row-major.
//
// A table of tensors says what is expected: every tensor by name, shape and dtype, and nothing else; only PyTorch's
// num_batches_tracked is passed over. On error the caller's memory is as it was, and the message is one line that names
// the file, the tensor, what was expected and what was found. Values are taken as they are, NaN and infinity too.
// load_parameters.hpp and save_parameters.hpp do it for a network.
#pragma once

#include <bit>
#include <cstddef>

#include "edgelite/core/tensor_info.hpp"
#include "edgelite/host/file.hpp"
#include "edgelite/host/safetensors_header.hpp"

namespace edgelite {

inline constexpr std::uint64_t longest_safetensors_header = 100'000'000;  // the reference implementation's limit

// A tensor of a file and its elements in memory, `step` bytes apart; Byte is const where it is only written to a file.
template <class Byte> struct StoredTensor {
  TensorInfo info;
  std::string_view dtype;  // of 1 or 4 bytes
  Byte* data;
  std::size_t step;

  std::size_t element_bytes() const { return dtype == "I8" ? 1 : 4; }
  std::size_t bytes() const { return element_bytes() * static_cast<std::size_t>(info.size()); }
};
template <class Byte> using StoredTensors = std::vector<StoredTensor<Byte>>;

// The tensors of a table of floats that lie in one array.
template <class Float> auto stored_floats(std::span<const TensorInfo> tensors, Float* data) {
  using Byte = std::conditional_t<std::is_const_v<Float>, const std::byte, std::byte>;
  StoredTensors<Byte> stored;
  for (const TensorInfo& tensor : tensors)
    stored.push_back({tensor, "F32", reinterpret_cast<Byte*>(data + tensor.offset), sizeof(float)});
  return stored;
}

namespace detail {

template <class Integer> Integer read_little_endian(const std::byte* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    value = static_cast<Integer>(value | static_cast<Integer>(std::to_integer<Integer>(bytes[i]) << (8 * i)));
  return value;
}

template <class Integer> void append_little_endian(std::vector<std::byte>& bytes, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 255));
}

inline std::span<const int> extents(const TensorInfo& tensor) {
  return {tensor.shape.data(), static_cast<std::size_t>(tensor.rank)};
}

inline Error check_expected(const TensorInfo& tensor, std::string_view dtype,
                            const std::vector<SafetensorsEntry>& entries, const SafetensorsEntry*& found) {
  const auto entry = std::lower_bound(entries.begin(), entries.end(), tensor.label(),
                                      [](const SafetensorsEntry& e, std::string_view name) { return e.name < name; });
  const std::string expected = "tensor \"" + std::string(tensor.label()) + "\": expected " + std::string(dtype) + " " +
                               shape_text(extents(tensor)) + ", found ";
  if (entry == entries.end() || entry->name != tensor.label()) return {expected + "no tensor of that name"};
  if (entry->dtype != dtype ||
      !std::equal(entry->shape.begin(), entry->shape.end(), extents(tensor).begin(), extents(tensor).end(),
                  [](std::uint64_t a, int b) { return a == static_cast<std::uint64_t>(b); }))
    return {expected + entry->dtype + " " + shape_text(entry->shape)};
  found = &*entry;
  return {};
}

inline void read_elements(const std::byte* from, const StoredTensor<std::byte>& to) {
  const auto count = static_cast<std::size_t>(to.info.size());
  if (to.element_bytes() == 1) {
    for (std::size_t k = 0; k < count; ++k) to.data[k * to.step] = from[k];
  } else {
    for (std::size_t k = 0; k < count; ++k) {
      const auto bits = read_little_endian<std::uint32_t>(from + 4 * k);
      std::memcpy(to.data + k * to.step, &bits, sizeof bits);
    }
  }
}

inline void append_elements(std::vector<std::byte>& bytes, const StoredTensor<const std::byte>& from) {
  const auto count = static_cast<std::size_t>(from.info.size());
  for (std::size_t k = 0; k < count; ++k) {
    if (from.element_bytes() == 1) {
      bytes.push_back(from.data[k * from.step]);
    } else {
      std::uint32_t bits = 0;
      std::memcpy(&bits, from.data + k * from.step, sizeof bits);
      append_little_endian(bytes, bits);
    }
  }
}

inline Error parse_safetensors(std::span<const std::byte> bytes, const StoredTensors<std::byte>& expected) {
  if (bytes.size() < 8) return {"expected 8 bytes of header length, found a file of " + std::to_string(bytes.size())};
  const auto length = read_little_endian<std::uint64_t>(bytes.data());
  const std::size_t rest = bytes.size() - 8;
  if (length > longest_safetensors_header || length > rest)
    return {"expected a header of " + std::to_string(length) + " bytes, found a file with " + std::to_string(rest) +
            " after its length" + (length > longest_safetensors_header ? " (100000000 are allowed)" : "")};
  const auto json = bytes.subspan(8, static_cast<std::size_t>(length));
  const auto content = bytes.subspan(8 + json.size());
  std::vector<SafetensorsEntry> entries;
  if (Error error =
          parse_safetensors_header({reinterpret_cast<const char*>(json.data()), json.size()}, content.size(), entries))
    return error;

  std::vector<const SafetensorsEntry*> sources(expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (Error error = check_expected(expected[i].info, expected[i].dtype, entries, sources[i])) return error;
  for (const SafetensorsEntry& entry : entries)
    if (!entry.name.ends_with("num_batches_tracked") &&
        std::none_of(expected.begin(), expected.end(), [&](const auto& t) { return t.info.label() == entry.name; }))
      return {"tensor \"" + printable(entry.name) + "\": expected no such tensor, found " + entry.dtype + " " +
              shape_text(entry.shape)};
  for (std::size_t i = 0; i < expected.size(); ++i) read_elements(content.data() + sources[i]->begin, expected[i]);
  return {};
}

}  // namespace detail

// `name` stands in messages for the file.
inline Error parse_safetensors(std::string_view name, std::span<const std::byte> bytes,
                               const StoredTensors<std::byte>& expected) {
  Error error = detail::parse_safetensors(bytes, expected);
  if (error) error.message = printable(name) + ": " + error.message;
  return error;
}

inline Error load_safetensors(const std::filesystem::path& path, const StoredTensors<std::byte>& expected) {
  std::size_t limit = 8 + static_cast<std::size_t>(longest_safetensors_header);
  for (const auto& tensor : expected) limit += tensor.bytes();
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, limit, bytes)) return error;
  return parse_safetensors(path.string(), bytes, expected);
}

// The file's bytes: tensors in the table's order, those of 4-byte elements first so that all are aligned; the header
// padded with spaces so that the data is aligned to 8.
inline std::vector<std::byte> format_safetensors(StoredTensors<const std::byte> tensors) {
  std::stable_sort(tensors.begin(), tensors.end(),
                   [](const auto& a, const auto& b) { return a.element_bytes() > b.element_bytes(); });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  std::size_t end = 0;
  for (const auto& tensor : tensors) {
    const std::size_t begin = end;
    end += tensor.bytes();
    const auto shape = detail::extents(tensor.info);
    header[std::string(tensor.info.label())] = {{"dtype", std::string(tensor.dtype)},
                                                {"shape", std::vector<int>(shape.begin(), shape.end())},
                                                {"data_offsets", {begin, end}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::vector<std::byte> bytes;
  bytes.reserve(8 + text.size() + end);
  detail::append_little_endian(bytes, std::uint64_t{text.size()});
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  for (const auto& tensor : tensors) detail::append_elements(bytes, tensor);
  return bytes;
}

inline Error write_safetensors(const std::filesystem::path& path, const StoredTensors<const std::byte>& tensors) {
  return write_file(path, format_safetensors(tensors));
}

}  // namespace edgelite
