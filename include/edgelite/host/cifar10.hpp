// CIFAR-10's binary batches (cs.toronto.edu/~kriz/cifar.html): records of 3073 bytes, a label and a 32 x 32 picture,
// first all its red, then all its green, then all its blue bytes, row by row. Read into NHWC.
//
// Errors: file not readable, empty, no multiple of 3073 bytes, a label above 9.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "edgelite/host/file.hpp"

namespace edgelite {

inline constexpr std::array<std::string_view, 10> cifar10_classes{"airplane", "automobile", "bird",  "cat",  "deer",
                                                                  "dog",      "frog",       "horse", "ship", "truck"};

struct Cifar10 {
  static constexpr std::size_t image_size = 32 * 32 * 3;

  std::vector<std::uint8_t> labels, pixels;

  std::size_t size() const { return labels.size(); }
  std::span<const std::uint8_t, image_size> image(std::size_t i) const {
    return std::span<const std::uint8_t>(pixels).subspan(i * image_size).first<image_size>();
  }
};

inline Error parse_cifar10(std::string_view name, std::span<const std::byte> bytes, Cifar10& batch) {
  constexpr std::size_t plane = 32 * 32, record = 1 + Cifar10::image_size;
  if (bytes.empty() || bytes.size() % record != 0)
    return {printable(name) + ": expected records of " + std::to_string(record) + " bytes, found " +
            std::to_string(bytes.size()) + " bytes: not a binary batch of CIFAR-10"};
  Cifar10 read;
  read.pixels.resize(bytes.size() / record * Cifar10::image_size);
  for (std::size_t i = 0; i < bytes.size() / record; ++i) {
    const auto from = bytes.subspan(i * record, record);
    read.labels.push_back(std::to_integer<std::uint8_t>(from[0]));
    if (read.labels[i] > 9)
      return {printable(name) + ": record " + std::to_string(i) + ": expected a label from 0 to 9, found " +
              std::to_string(read.labels[i])};
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t k = 0; k < plane; ++k)
        read.pixels[i * Cifar10::image_size + 3 * k + c] = std::to_integer<std::uint8_t>(from[1 + c * plane + k]);
  }
  batch = std::move(read);
  return {};
}

inline Error load_cifar10(const std::filesystem::path& path, Cifar10& batch) {
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, std::size_t{1} << 29, bytes)) return error;
  return parse_cifar10(path.string(), bytes, batch);
}

}  // namespace edgelite
