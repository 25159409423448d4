// Decodes binary PPM (P6, RGB) and PGM (P5, grey) files (netpbm.sourceforge.net/doc/ppm.html) to RGB bytes: magic,
// width, height and largest value in decimal, separated by white space and comments; one white space; samples of one
// byte, or of two, high byte first, if the largest value is above 255. Not left to stb_image, which up to 2.27 reads
// outside two-byte grey images and takes truncated ones.
//
// Errors: a damaged header, an image larger than allowed, truncated.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "edgelite/host/error.hpp"

namespace edgelite::detail {

// The header's next number; the place behind the white space that ends it, or 0 if there is none.
inline std::size_t read_pnm_number(std::string_view file, std::size_t at, std::size_t& number) {
  constexpr std::string_view space = " \t\n\v\f\r";
  while (at < file.size() && (file[at] == '#' || space.find(file[at]) != space.npos))
    at = file[at] == '#' ? std::min(file.find_first_of("\n\r", at), file.size()) : at + 1;
  const std::size_t begin = at;
  for (number = 0; at < file.size() && file[at] >= '0' && file[at] <= '9' && at < begin + 9; ++at)
    number = 10 * number + static_cast<std::size_t>(file[at] - '0');
  return at == begin || at == file.size() || space.find(file[at]) == space.npos ? 0 : at + 1;
}

// `check_size(width, height)` says whether an image may be that large.
template <class CheckSize>
Error decode_pnm(std::string_view file, CheckSize check_size, std::size_t& width, std::size_t& height,
                 std::vector<std::uint8_t>& pixels) {
  std::size_t largest = 0, at = 2;
  for (std::size_t* number : {&width, &height, &largest}) {
    at = read_pnm_number(file, at, *number);
    if (at == 0) return {"its header is damaged"};
  }
  if (largest < 1 || largest > 65535) return {"its header is damaged"};
  if (Error error = check_size(width, height)) return error;
  const std::size_t channels = file[1] == '6' ? 3 : 1, bytes = largest > 255 ? 2 : 1;
  const std::string_view samples = file.substr(at);
  const std::size_t count = width * height * channels;
  if (samples.size() < count * bytes)
    return {"truncated: expected " + std::to_string(count * bytes) + " bytes of pixels, found " +
            std::to_string(samples.size())};
  pixels.reserve(width * height * 3);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t value = static_cast<unsigned char>(samples[i * bytes]);
    if (bytes == 2) value = value << 8 | static_cast<unsigned char>(samples[2 * i + 1]);
    value = (std::min(value, largest) * 255 + largest / 2) / largest;
    pixels.insert(pixels.end(), channels == 1 ? 3 : 1, static_cast<std::uint8_t>(value));
  }
  return {};
}

}  // namespace edgelite::detail
