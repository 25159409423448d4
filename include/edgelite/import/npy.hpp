// Reads and writes .npy files, NumPy's format for one array (numpy.lib.format, versions 1 to 3): float32, int8 and
// uint8, little-endian, C order.
//
//   offset  bytes   what
//   0       6       0x93 "NUMPY"
//   6       2       version: major, minor
//   8       2 or 4  H, the header's length, little-endian; 4 bytes from version 2 on
//   ...     H       {'descr': '<f4', 'fortran_order': False, 'shape': (64, 32, 32, 3), }, spaces, a newline
//   ...     ...     the elements
//
// Errors: what is no such file; another type or order; more or fewer bytes than the shape says. An array is never
// larger than its file.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "edgelite/host/file.hpp"

namespace edgelite::graph {

struct Array {
  std::vector<std::int64_t> shape;
  std::variant<std::vector<float>, std::vector<std::int8_t>, std::vector<std::uint8_t>> elements;

  std::int64_t size() const {
    return std::visit([](const auto& list) { return static_cast<std::int64_t>(list.size()); }, elements);
  }
};

inline std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text.empty() ? "one number" : text;
}

namespace detail {

static_assert(std::endian::native == std::endian::little, "import/npy.hpp reads on little-endian hosts");

template <class T> constexpr std::string_view npy_type = "<f4";
template <> inline constexpr std::string_view npy_type<std::int8_t> = "|i1";
template <> inline constexpr std::string_view npy_type<std::uint8_t> = "|u1";

inline constexpr std::string_view npy_magic = "\x93NUMPY";
inline constexpr std::size_t npy_limit = std::size_t{1} << 31, npy_dimensions = 32;

// The header's dictionary, a literal of Python; `at` is what is left of it.
class NpyHeader {
 public:
  explicit NpyHeader(std::string_view text) : at_(text) {}

  std::string_view type;
  std::vector<std::int64_t> shape;
  bool fortran_order = false;

  Error parse() {
    if (!take("{")) return wrong();
    for (int seen = 0; !take("}");) {
      std::string_view key;
      if (!take_text(key) || !take(":")) return wrong();
      const int bit = key == "descr" ? 1 : key == "fortran_order" ? 2 : key == "shape" ? 4 : 0;
      if (bit == 0 || (seen & bit) != 0) return {"expected descr, fortran_order and shape, found " + printable(key)};
      seen |= bit;
      if (bit == 1 && !take_text(type)) return wrong();
      if (bit == 2 && !take_boolean()) return wrong();
      if (bit == 4 && !take_shape()) return wrong();
      complete_ = seen == 7;
      if (!take(",") && !at_.starts_with('}')) return wrong();
    }
    return complete_ ? Error{} : wrong();
  }

 private:
  Error wrong() const { return {"expected descr, fortran_order and shape, found \"" + printable(at_, 40) + "\""}; }

  bool take(std::string_view word) {
    while (at_.starts_with(' ')) at_.remove_prefix(1);
    if (!at_.starts_with(word)) return false;
    at_.remove_prefix(word.size());
    while (at_.starts_with(' ')) at_.remove_prefix(1);
    return true;
  }
  bool take_text(std::string_view& text) {
    const std::string_view quote = at_.starts_with('"') ? "\"" : "'";
    if (!take(quote)) return false;
    const std::size_t end = at_.find(quote);
    if (end == at_.npos) return false;
    text = at_.substr(0, end);
    at_.remove_prefix(end);
    return take(quote);
  }
  bool take_boolean() {
    fortran_order = at_.starts_with('T');
    return take(fortran_order ? "True" : "False");
  }
  bool take_shape() {
    if (!take("(")) return false;
    while (!take(")")) {
      std::int64_t extent = 0;
      std::size_t digits = 0;
      for (; digits < at_.size() && at_[digits] >= '0' && at_[digits] <= '9' && digits < 12; ++digits)
        extent = 10 * extent + (at_[digits] - '0');
      at_.remove_prefix(digits);
      if (digits == 0 || shape.size() == npy_dimensions) return false;
      shape.push_back(extent);
      if (!take(",") && !at_.starts_with(')')) return false;
    }
    return true;
  }

  std::string_view at_;
  bool complete_ = false;
};

// The elements behind the header, as many as the shape says.
template <class T> Error read_elements(std::span<const std::byte> bytes, Array& array) {
  std::int64_t expected = sizeof(T);
  for (const std::int64_t extent : array.shape) {
    if (extent > 0 && expected > static_cast<std::int64_t>(npy_limit) / extent)
      return {"expected less than 2^31 bytes of elements"};
    expected *= extent;
  }
  if (static_cast<std::int64_t>(bytes.size()) != expected)
    return {"expected " + std::to_string(expected) + " bytes of elements, found " + std::to_string(bytes.size())};
  std::vector<T> elements(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(elements.data(), bytes.data(), bytes.size());
  array.elements = std::move(elements);
  return {};
}

inline Error parse_npy(std::span<const std::byte> bytes, Array& array) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with(npy_magic) || text.size() < 12)
    return {"expected a .npy file, found \"" + printable(text.substr(0, 6)) + "\""};
  const int version = text[6];
  if (version < 1 || version > 3) return {"expected versions 1 to 3, found " + std::to_string(version)};
  const std::size_t begin = version == 1 ? 10 : 12;
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + 8, begin - 8);
  if (length > text.size() - begin)
    return {"expected a header of " + std::to_string(length) + " bytes, found " + std::to_string(text.size() - begin)};
  NpyHeader header(text.substr(begin, length));
  if (Error error = header.parse()) return error;
  if (header.fortran_order) return {"expected C order, found Fortran's: numpy.ascontiguousarray"};
  array.shape = header.shape;
  bytes = bytes.subspan(begin + length);
  if (header.type == npy_type<float>) return read_elements<float>(bytes, array);
  if (header.type == npy_type<std::int8_t>) return read_elements<std::int8_t>(bytes, array);
  if (header.type == npy_type<std::uint8_t>) return read_elements<std::uint8_t>(bytes, array);
  return {"expected float32, int8 or uint8, found " + printable(header.type)};
}

}  // namespace detail

// `name` stands in messages for the file. On error the array is as it was.
inline Error parse_npy(std::string_view name, std::span<const std::byte> bytes, Array& array) {
  Array read;
  if (Error error = detail::parse_npy(bytes, read)) return {printable(name) + ": " + error.message};
  array = std::move(read);
  return {};
}

inline Error read_npy(const std::filesystem::path& path, Array& array) {
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, detail::npy_limit, bytes)) return error;
  return parse_npy(path.string(), bytes, array);
}

// Version 1, its elements at a multiple of 64 bytes.
inline Error write_npy(const std::filesystem::path& path, const Array& array) {
  const std::string_view type =
      std::visit([](const auto& list) { return detail::npy_type<typename std::decay_t<decltype(list)>::value_type>; },
                 array.elements);
  std::string header = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (";
  for (const std::int64_t extent : array.shape) header += std::to_string(extent) + ", ";
  header += "), }";
  header.append(64 - (10 + header.size() + 1) % 64, ' ') += '\n';
  std::string text(detail::npy_magic);
  text += {1, 0, static_cast<char>(header.size() % 256), static_cast<char>(header.size() / 256)};
  text += header;
  std::visit(
      [&](const auto& list) { text.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof list[0]); },
      array.elements);
  return write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace edgelite::graph
