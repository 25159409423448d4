// Network parameters from and to .safetensors files: 8 bytes length of the header, little endian; the header
// (safetensors_header.hpp); the tensors' elements, little endian, row-major.
//
// A network's table of tensors says what is expected: every tensor by name, shape and dtype F32, and nothing else; only
// PyTorch's num_batches_tracked is passed over. On error the caller's floats are as they were, and the message is one
// line that names the file, the tensor, what was expected and what was found. Values are taken as they are, NaN and
// infinity too.
#pragma once

#include <bit>
#include <cstddef>

#include "edgelite/core/tensor_info.hpp"
#include "edgelite/host/file.hpp"
#include "edgelite/host/safetensors_header.hpp"

namespace edgelite {

inline constexpr std::uint64_t longest_safetensors_header = 100'000'000;  // the reference implementation's limit

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

inline Error check_expected(const TensorInfo& tensor, const std::vector<SafetensorsEntry>& entries,
                            const SafetensorsEntry*& found) {
  const auto entry = std::lower_bound(entries.begin(), entries.end(), tensor.label(),
                                      [](const SafetensorsEntry& e, std::string_view name) { return e.name < name; });
  const std::string expected =
      "tensor \"" + std::string(tensor.label()) + "\": expected F32 " + shape_text(extents(tensor)) + ", found ";
  if (entry == entries.end() || entry->name != tensor.label()) return {expected + "no tensor of that name"};
  if (entry->dtype != "F32" ||
      !std::equal(entry->shape.begin(), entry->shape.end(), extents(tensor).begin(), extents(tensor).end(),
                  [](std::uint64_t a, int b) { return a == static_cast<std::uint64_t>(b); }))
    return {expected + entry->dtype + " " + shape_text(entry->shape)};
  found = &*entry;
  return {};
}

inline Error parse_safetensors(std::span<const std::byte> bytes, std::span<const TensorInfo> expected,
                               std::span<float> data) {
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
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (Error error = check_expected(expected[i], entries, sources[i])) return error;
    if (const auto end = static_cast<std::size_t>(expected[i].offset + expected[i].size()); end > data.size())
      return {"tensor \"" + std::string(expected[i].label()) + "\": expected room for " + std::to_string(end) +
              " floats, found " + std::to_string(data.size())};
  }
  for (const SafetensorsEntry& entry : entries)
    if (!entry.name.ends_with("num_batches_tracked") &&
        std::none_of(expected.begin(), expected.end(), [&](const TensorInfo& t) { return t.label() == entry.name; }))
      return {"tensor \"" + printable(entry.name) + "\": expected no such tensor, found " + entry.dtype + " " +
              shape_text(entry.shape)};

  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::byte* from = content.data() + sources[i]->begin;
    float* to = data.data() + expected[i].offset;
    for (std::size_t k = 0; k < static_cast<std::size_t>(expected[i].size()); ++k)
      to[k] = std::bit_cast<float>(read_little_endian<std::uint32_t>(from + 4 * k));
  }
  return {};
}

}  // namespace detail

// `name` stands in messages for the file.
inline Error parse_safetensors(std::string_view name, std::span<const std::byte> bytes,
                               std::span<const TensorInfo> expected, std::span<float> data) {
  Error error = detail::parse_safetensors(bytes, expected, data);
  if (error) error.message = printable(name) + ": " + error.message;
  return error;
}

inline Error load_safetensors(const std::filesystem::path& path, std::span<const TensorInfo> expected,
                              std::span<float> data) {
  std::vector<std::byte> bytes;
  const std::size_t limit = 8 + static_cast<std::size_t>(longest_safetensors_header) + data.size_bytes();
  if (Error error = read_file(path, limit, bytes)) return error;
  return parse_safetensors(path.string(), bytes, expected, data);
}

// The file's bytes: tensors in the table's order, header padded with spaces so that the data is aligned to 8.
inline std::vector<std::byte> format_safetensors(std::span<const TensorInfo> tensors, std::span<const float> data) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  std::size_t end = 0;
  for (const TensorInfo& tensor : tensors) {
    const std::size_t begin = end;
    end += 4 * static_cast<std::size_t>(tensor.size());
    const auto shape = detail::extents(tensor);
    header[std::string(tensor.label())] = {
        {"dtype", "F32"}, {"shape", std::vector<int>(shape.begin(), shape.end())}, {"data_offsets", {begin, end}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::vector<std::byte> bytes;
  bytes.reserve(8 + text.size() + end);
  detail::append_little_endian(bytes, std::uint64_t{text.size()});
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  for (const TensorInfo& tensor : tensors)
    for (const float value :
         data.subspan(static_cast<std::size_t>(tensor.offset), static_cast<std::size_t>(tensor.size())))
      detail::append_little_endian(bytes, std::bit_cast<std::uint32_t>(value));
  return bytes;
}

inline Error write_safetensors(const std::filesystem::path& path, std::span<const TensorInfo> tensors,
                               std::span<const float> data) {
  const std::vector<std::byte> bytes = format_safetensors(tensors, data);
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())).flush();
  if (!file) return {printable(path.string()) + ": cannot be written"};
  return {};
}

}  // namespace edgelite
