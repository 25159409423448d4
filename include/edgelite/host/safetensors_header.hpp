// The header of a safetensors file (github.com/huggingface/safetensors, "Format"): a JSON object that maps each
// tensor's name to
// {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, with an optional "__metadata__" of strings. Offsets
// count bytes from the end of the header. Read as a stream of events, so that neither depth nor size of hostile JSON
// costs more than its own bytes.
//
// Errors: not JSON, another structure, a name or key given twice, an unknown dtype, a size that overflows or differs
// from shape x dtype, offsets outside the data, tensors that overlap, bytes that belong to no tensor.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "edgelite/host/error.hpp"

namespace edgelite {

struct SafetensorsEntry {
  std::string name, dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

// "[2, 3]"
template <class Extents> std::string shape_text(const Extents& extents) {
  std::string text = "[";
  for (const auto& extent : extents) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  return text + "]";
}

namespace detail {

// The state machine over nlohmann-json's events. Any event that the format does not have at that place ends the parse.
class SafetensorsHeader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<SafetensorsEntry> entries;
  std::string error;

  bool null() override { return unexpected("null"); }
  bool boolean(bool) override { return unexpected("a boolean"); }
  bool number_integer(number_integer_t) override { return unexpected("a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return unexpected("a number that is no integer"); }
  bool binary(binary_t&) override { return unexpected("binary data"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ != Place::list) return unexpected("a number");
    if (list_.size() == longest_list)
      return unexpected("a list of more than " + std::to_string(longest_list) + " numbers");
    list_.push_back(value);
    return true;
  }

  bool string(string_t& value) override {
    if (place_ == Place::metadata) return true;
    if (place_ != Place::tensor || key_ != "dtype") return unexpected("a string");
    entries.back().dtype = value;
    return true;
  }

  bool start_object(std::size_t) override {
    if (place_ == Place::file) return go(Place::header);
    if (place_ == Place::header) return go(key_ == "__metadata__" ? Place::metadata : Place::tensor);
    return unexpected("an object");
  }

  bool key(string_t& name) override {
    key_ = name;
    if (place_ == Place::metadata) return true;
    if (place_ == Place::tensor) {
      const auto known = std::find(keys.begin(), keys.end(), name);
      if (known == keys.end()) return unexpected("the key \"" + printable(name) + "\"");
      bool& seen = seen_[static_cast<std::size_t>(known - keys.begin())];
      if (seen) return unexpected("\"" + name + "\" twice");
      return seen = true;
    }
    if (name == "__metadata__") {
      if (metadata_seen_) return unexpected("\"__metadata__\" twice");
      return metadata_seen_ = true;
    }
    entries.push_back({name, {}, {}, 0, 0});
    seen_ = {};
    return true;
  }

  bool end_object() override {
    if (place_ != Place::tensor) return go(place_ == Place::header ? Place::file : Place::header);
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (!seen_[i]) return fail(std::string("expected \"") + keys[i] + "\", found none");
    return go(Place::header);
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::tensor || key_ == "dtype") return unexpected("a list");
    list_.clear();
    return go(Place::list);
  }

  bool end_array() override {
    if (key_ == "shape") {
      entries.back().shape = list_;
    } else {
      if (list_.size() != 2)
        return unexpected("\"data_offsets\" of " + std::to_string(list_.size()) + " numbers instead of 2");
      entries.back().begin = list_[0];
      entries.back().end = list_[1];
    }
    return go(Place::tensor);
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) override {
    error = "the header is not JSON: " + printable(exception.what(), 200);
    return false;
  }

 private:
  enum class Place { file, header, metadata, tensor, list };

  static constexpr std::size_t longest_list = 8;
  static constexpr std::array<const char*, 3> keys{"dtype", "shape", "data_offsets"};

  bool go(Place place) {
    place_ = place;
    return true;
  }

  bool fail(const std::string& what) {
    const bool inside = place_ == Place::tensor || place_ == Place::list;
    error = (inside ? "tensor \"" + printable(entries.back().name) + "\": " : std::string("the header: ")) + what;
    return false;
  }

  bool unexpected(const std::string& what) { return fail("unexpected " + what); }

  Place place_ = Place::file;
  std::string key_;
  std::vector<std::uint64_t> list_;
  std::array<bool, 3> seen_{};
  bool metadata_seen_ = false;
};

inline std::uint64_t dtype_bytes(std::string_view dtype) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 15> sizes{{{"BOOL", 1},
                                                                              {"U8", 1},
                                                                              {"I8", 1},
                                                                              {"F8_E5M2", 1},
                                                                              {"F8_E4M3", 1},
                                                                              {"I16", 2},
                                                                              {"U16", 2},
                                                                              {"F16", 2},
                                                                              {"BF16", 2},
                                                                              {"I32", 4},
                                                                              {"U32", 4},
                                                                              {"F32", 4},
                                                                              {"F64", 8},
                                                                              {"I64", 8},
                                                                              {"U64", 8}}};
  for (const auto& [name, size] : sizes)
    if (name == dtype) return size;
  return 0;
}

inline Error check_size(const SafetensorsEntry& entry, std::uint64_t data_bytes) {
  const std::string tensor = "tensor \"" + printable(entry.name) + "\": ";
  const std::string range = "data_offsets [" + std::to_string(entry.begin) + ", " + std::to_string(entry.end) + "]";
  std::uint64_t size = dtype_bytes(entry.dtype);
  if (size == 0) return {tensor + "unknown dtype \"" + printable(entry.dtype) + "\""};
  for (const std::uint64_t extent : entry.shape) {
    if (extent != 0 && size > std::numeric_limits<std::uint64_t>::max() / extent)
      return {tensor + "the size of shape " + shape_text(entry.shape) + " overflows"};
    size *= extent;
  }
  if (entry.begin > entry.end) return {tensor + range + " end before they begin"};
  if (entry.end > data_bytes)
    return {tensor + range + " reach past the file's " + std::to_string(data_bytes) + " bytes of data"};
  if (entry.end - entry.begin != size)
    return {tensor + entry.dtype + " " + shape_text(entry.shape) + " takes " + std::to_string(size) + " bytes, found " +
            range};
  return {};
}

}  // namespace detail

// Reads the header's JSON. On success `entries` holds the tensors sorted by name, checked against `data_bytes` bytes of
// data.
inline Error parse_safetensors_header(std::span<const char> json, std::uint64_t data_bytes,
                                      std::vector<SafetensorsEntry>& entries) {
  if (json.empty() || json.front() != '{') return {"the header does not begin with '{'"};
  detail::SafetensorsHeader header;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &header)) return {header.error};
  auto& found = header.entries;
  for (const SafetensorsEntry& entry : found)
    if (Error error = detail::check_size(entry, data_bytes)) return error;

  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::uint64_t end = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string tensor = "tensor \"" + printable(found[i].name) + "\"";
    if (found[i].begin < end) return {tensor + " overlaps tensor \"" + printable(found[i - 1].name) + "\""};
    if (found[i].begin > end)
      return {std::to_string(found[i].begin - end) + " bytes before " + tensor + " belong to no tensor"};
    end = found[i].end;
  }
  if (end != data_bytes) return {std::to_string(data_bytes - end) + " bytes at the end belong to no tensor"};

  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  for (std::size_t i = 1; i < found.size(); ++i)
    if (found[i].name == found[i - 1].name) return {"tensor \"" + printable(found[i].name) + "\" is there twice"};
  entries = std::move(found);
  return {};
}

}  // namespace edgelite
