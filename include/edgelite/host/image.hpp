// Pictures: PNG and JPEG (through stb_image), PPM and PGM, to RGB bytes, to another size, to a network's input. The
// bytes are height x width x 3, as NHWC wants them. Transparency is dropped; a JPEG's EXIF orientation is not applied.
//
// One source file of the program must include image_implementation.hpp, which holds stb_image's own code.
//
// Errors: file not readable, not one of these formats, truncated or damaged, larger than `largest_image_side` or
// `most_image_pixels`.
#pragma once

#include <stb/stb_image.h>

#include <cmath>
#include <cstdint>
#include <span>

#include "edgelite/host/file.hpp"
#include "edgelite/host/jpeg.hpp"
#include "edgelite/host/pnm.hpp"

namespace edgelite {

inline constexpr int largest_image_side = 16384;
inline constexpr int most_image_pixels = 64'000'000;
inline constexpr std::size_t largest_image_file = std::size_t{64} << 20;

struct Image {
  int height = 0, width = 0;
  std::vector<std::uint8_t> pixels;  // height x width x RGB
};

namespace detail {

template <class Extent> Error check_image_size(Extent width, Extent height) {
  constexpr auto side = static_cast<Extent>(largest_image_side), most = static_cast<Extent>(most_image_pixels);
  if (width >= 1 && height >= 1 && width <= side && height <= side && width * height <= most) return {};
  return {"expected an image of at most " + std::to_string(side) + " a side and " + std::to_string(most) +
          " pixels, found " + std::to_string(width) + " x " + std::to_string(height)};
}

inline Error decode_with_stb(std::string_view bytes, Image& image) {
  const auto* file = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int size = static_cast<int>(bytes.size());
  int width = 0, height = 0, channels = 0;
  auto damaged = [] { return Error{"not a readable image: " + printable(stbi_failure_reason())}; };
  if (!stbi_info_from_memory(file, size, &width, &height, &channels)) return damaged();
  if (Error error = check_image_size(width, height)) return error;
  stbi_uc* pixels = stbi_load_from_memory(file, size, &width, &height, &channels, 3);
  if (pixels == nullptr) return damaged();
  image = {height, width, {pixels, pixels + std::size_t{3} * static_cast<std::size_t>(width * height)}};
  stbi_image_free(pixels);
  return {};
}

inline Error decode_image(std::string_view file, Image& image) {
  if (file.size() > largest_image_file) return {"larger than " + std::to_string(largest_image_file) + " bytes"};
  if (file.starts_with("P6") || file.starts_with("P5")) {
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
    if (Error error = decode_pnm(file, check_image_size<std::size_t>, width, height, pixels)) return error;
    image = {static_cast<int>(height), static_cast<int>(width), std::move(pixels)};
    return {};
  }
  if (file.starts_with("\xff\xd8\xff")) {
    if (Error error = check_jpeg({reinterpret_cast<const unsigned char*>(file.data()), file.size()})) return error;
    return decode_with_stb(file, image);
  }
  if (file.starts_with("\x89PNG\r\n\x1a\n")) return decode_with_stb(file, image);
  return {"not a PNG, JPEG or PPM image"};
}

// The pixels along one axis that make one pixel of the result.
struct Taps {
  std::size_t first = 0;
  std::vector<float> weights;  // their sum is 1
};

inline std::vector<Taps> triangle_taps(int from, int to) {
  const double scale = static_cast<double>(from) / to, support = std::max(scale, 1.0);
  std::vector<Taps> taps(static_cast<std::size_t>(to));
  for (std::size_t i = 0; i < taps.size(); ++i) {
    const double centre = (static_cast<double>(i) + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5)),
              last = std::min(from, static_cast<int>(centre + support + 0.5));
    double sum = 0;
    taps[i].first = static_cast<std::size_t>(first);
    for (int k = first; k < last; ++k) {
      const double weight = std::max(0.0, 1 - std::abs(k + 0.5 - centre) / support);
      taps[i].weights.push_back(static_cast<float>(weight));
      sum += weight;
    }
    for (float& weight : taps[i].weights) weight = static_cast<float>(weight / sum);
  }
  return taps;
}

}  // namespace detail

// `name` stands in messages for the file.
inline Error decode_image(std::string_view name, std::span<const std::byte> bytes, Image& image) {
  Error error = detail::decode_image({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, image);
  if (error) error.message = printable(name) + ": " + error.message;
  return error;
}

inline Error load_image(const std::filesystem::path& path, Image& image) {
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, largest_image_file, bytes)) return error;
  return decode_image(path.string(), bytes, image);
}

// A triangle filter, as wide as two pixels of the coarser image: bilinear when it enlarges, antialiased when it shrinks
// (the same filter as Pillow's BILINEAR and PyTorch's interpolate(antialias=True)). The picture is stretched to the new
// shape, not cropped.
inline Image resize(const Image& image, int height, int width) {
  const auto columns = detail::triangle_taps(image.width, width), rows = detail::triangle_taps(image.height, height);
  const auto from_width = static_cast<std::size_t>(image.width), row_size = std::size_t{3} * columns.size();
  std::vector<float> narrow;  // all rows of the image, in the new width
  narrow.reserve(static_cast<std::size_t>(image.height) * row_size);
  for (std::size_t row = 0; row < static_cast<std::size_t>(image.height); ++row)
    for (const detail::Taps& taps : columns)
      for (std::size_t c = 0; c < 3; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < taps.weights.size(); ++k)
          sum += taps.weights[k] * static_cast<float>(image.pixels[(row * from_width + taps.first + k) * 3 + c]);
        narrow.push_back(sum);
      }
  Image result{height, width, {}};
  result.pixels.reserve(rows.size() * row_size);
  for (const detail::Taps& taps : rows)
    for (std::size_t i = 0; i < row_size; ++i) {
      float sum = 0;
      for (std::size_t k = 0; k < taps.weights.size(); ++k)
        sum += taps.weights[k] * narrow[(taps.first + k) * row_size + i];
      result.pixels.push_back(static_cast<std::uint8_t>(std::lround(std::min(std::max(sum, 0.f), 255.f))));
    }
  return result;
}

// A network's float input from bytes: (byte - 128) / 64, as EdgeLite-CNN is trained. Both spans have the same size.
inline void normalize(std::span<const std::uint8_t> bytes, std::span<float> input) {
  for (std::size_t i = 0; i < bytes.size(); ++i) input[i] = (static_cast<float>(bytes[i]) - 128) / 64;
}

}  // namespace edgelite
