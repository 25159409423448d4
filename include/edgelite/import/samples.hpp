// Between recorded arrays and the values of an imported network: N images, one after another, in the network's order
// and elements.
//
//   float network   float32 as it is
//   int8 network    int8 as it is; uint8 less 128; float32 quantized with the value's scale and zero point
//
// An array's shape is N x H x W x C, or N x C x H x W where the file's tensor is channel first; extents of 1 may be
// left out. Errors: another shape or another type, with the value's name.
#pragma once

#include "edgelite/core/quantize.hpp"
#include "edgelite/import/graph.hpp"
#include "edgelite/import/npy.hpp"

namespace edgelite::graph {

namespace detail {

// Without the extents of 1.
inline std::vector<std::int64_t> long_extents(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> extents;
  for (const std::int64_t extent : shape)
    if (extent != 1) extents.push_back(extent);
  return extents;
}

inline std::vector<std::int64_t> file_shape(const Value& value, std::int64_t images) {
  const Shape s = value.shape;
  if (s.pixels() == 1) return {images, s.channels};
  if (value.channel_first) return {images, s.channels, s.height, s.width};
  return {images, s.height, s.width, s.channels};
}

// Where element (c H + y) W + x of the file lies, of an image whose element (y W + x) C + c is the network's i.
inline std::size_t file_index(const Value& value, std::size_t i) {
  if (!value.channel_first) return i;
  const auto channels = static_cast<std::size_t>(value.shape.channels);
  return i % channels * static_cast<std::size_t>(value.shape.pixels()) + i / channels;
}

template <class T, class From> T sample(From x, Quantization q) {
  if constexpr (std::is_same_v<From, T>)
    return x;
  else if constexpr (std::is_same_v<From, std::uint8_t>)
    return static_cast<T>(x - 128);
  else
    return quantize(x, q);
}

}  // namespace detail

template <class T> Error to_samples(const Value& value, const Array& array, std::vector<T>& samples) {
  const std::int64_t size = value.shape.size(), images = size > 0 ? array.size() / size : 0;
  const std::vector<std::int64_t> expected = detail::file_shape(value, images);
  if (images < 1 || detail::long_extents(array.shape) != detail::long_extents(expected))
    return {printable(value.name) + ": expected an array of N x " + shape_text({expected.begin() + 1, expected.end()}) +
            ", found " + shape_text(array.shape)};
  return std::visit(
      [&]<class From>(const std::vector<From>& from) -> Error {
        if constexpr (std::is_same_v<T, float> && !std::is_same_v<From, float>) {
          return {printable(value.name) + ": expected float32, found " + (std::is_signed_v<From> ? "int8" : "uint8")};
        } else {
          const auto count = static_cast<std::size_t>(size);
          samples.resize(from.size());
          for (std::size_t i = 0; i < from.size(); ++i)
            samples[i] =
                detail::sample<T>(from[i - i % count + detail::file_index(value, i % count)], value.quantization);
          return {};
        }
      },
      array.elements);
}

template <class T> Array to_array(const Value& value, const std::vector<T>& samples) {
  const auto size = static_cast<std::size_t>(value.shape.size());
  std::vector<T> elements(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
    elements[i - i % size + detail::file_index(value, i % size)] = samples[i];
  return {detail::file_shape(value, static_cast<std::int64_t>(samples.size() / size)), std::move(elements)};
}

}  // namespace edgelite::graph
