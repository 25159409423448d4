// Reads the arrays of an .npz file (numpy.savez, savez_compressed), a zip archive of .npy files, or of a folder of .npy
// files; names are without .npy.
//
// Zip (PKWARE APPNOTE 6.3): the end of the central directory leads to the entries, each with its method (0: stored, 8:
// deflated), sizes and the place of its data. Arrays other than those of float32, int8
// and uint8 that import/npy.hpp reads are left out. Deflate is stb_image's: one source file of the program includes
// host/image_implementation.hpp.
// Errors: what is no such archive, an entry that is no .npy file, leads out of the file or unpacks to another size,
// more than 2^28 bytes in an array or 2^31 in all; no array.
#pragma once

#include <stb/stb_image.h>

#include <map>

#include "edgelite/import/npy.hpp"

namespace edgelite::graph {

using Arrays = std::map<std::string, Array, std::less<>>;

namespace detail {

class ZipReader {
 public:
  explicit ZipReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  Error read(Arrays& arrays) {
    std::size_t end = bytes_.size() < 22 ? 0 : bytes_.size() - 22;
    const std::size_t last = end > 65535 ? end - 65535 : 0;  // a comment may follow
    while (end > last && !signature(end, 0x06054b50)) --end;
    if (!signature(end, 0x06054b50)) return {"expected a zip archive of .npy files"};
    const std::size_t count = number(end + 10, 2);
    std::size_t at = number(end + 16, 4);
    for (std::size_t i = 0; i < count; ++i) {
      if (!signature(at, 0x02014b50) || bytes_.size() - at < 46) return {"its directory is damaged"};
      const std::size_t name_size = number(at + 28, 2);
      if (bytes_.size() - at - 46 < name_size) return {"its directory is damaged"};
      const std::string name(reinterpret_cast<const char*>(bytes_.data()) + at + 46, name_size);
      if (Error error = read_entry(at, name, arrays)) return {printable(name) + ": " + error.message};
      at += 46 + name_size + number(at + 30, 2) + number(at + 32, 2);
    }
    return {};
  }

 private:
  std::size_t number(std::size_t at, std::size_t size) const {
    std::size_t x = 0;
    for (std::size_t i = size; i-- > 0;) x = x << 8 | std::to_integer<std::size_t>(bytes_[at + i]);
    return x;
  }
  bool signature(std::size_t at, std::size_t expected) const {
    return at <= bytes_.size() && bytes_.size() - at >= 22 && number(at, 4) == expected;
  }

  Error read_entry(std::size_t entry, const std::string& name, Arrays& arrays) {
    const std::size_t method = number(entry + 10, 2), packed = number(entry + 20, 4), size = number(entry + 24, 4),
                      local = number(entry + 42, 4);
    if (!name.ends_with(".npy") || (method != 0 && method != 8)) return {"expected a .npy file, stored or deflated"};
    if (!signature(local, 0x04034b50) || bytes_.size() - local < 30) return {"its place is damaged"};
    const std::size_t begin = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    if (begin > bytes_.size() || packed > bytes_.size() - begin) return {"it leads out of the file"};
    if (size > most_ || size > left_) return {"it is too large"};
    left_ -= size;
    std::vector<std::byte> data(bytes_.begin() + static_cast<std::ptrdiff_t>(begin),
                                bytes_.begin() + static_cast<std::ptrdiff_t>(begin + packed));
    std::vector<std::byte> unpacked(size);
    if (method == 0) {
      if (packed != size) return {"it is damaged"};
      unpacked = std::move(data);
    } else {
      data.resize(packed + 16);  // stb looks ahead, as if the checksum of zlib followed
      if (packed > most_ ||
          stbi_zlib_decode_noheader_buffer(reinterpret_cast<char*>(unpacked.data()), static_cast<int>(size),
                                           reinterpret_cast<const char*>(data.data()),
                                           static_cast<int>(data.size())) != static_cast<int>(size))
        return {"it is damaged"};
    }
    Array array;
    if (!parse_npy(unpacked, array)) arrays[name.substr(0, name.size() - 4)] = std::move(array);
    return {};
  }

  static constexpr std::size_t most_ = std::size_t{1} << 28;
  std::span<const std::byte> bytes_;
  std::size_t left_ = npy_limit;
};

}  // namespace detail

inline Error read_arrays(const std::filesystem::path& path, Arrays& arrays) {
  arrays.clear();
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    for (const auto& file : std::filesystem::directory_iterator(path, failed)) {
      Array array;
      if (file.path().extension() == ".npy" && !read_npy(file.path(), array))
        arrays[file.path().stem().string()] = std::move(array);
    }
  } else {
    std::vector<std::byte> bytes;
    if (Error error = read_file(path, detail::npy_limit, bytes)) return error;
    if (Error error = detail::ZipReader(bytes).read(arrays)) return {printable(path.string()) + ": " + error.message};
  }
  if (arrays.empty()) return {printable(path.string()) + ": expected .npy files of float32, int8 or uint8, found none"};
  return {};
}

}  // namespace edgelite::graph
