// Walks the segments of a JPEG file (ITU-T T.81, annex B) before stb_image reads it: stb_image up to 2.27 writes
// outside its tables where a Huffman table has more than 256 codes and reads outside its rows where sampling factors do
// not divide, and it fills what is missing of a truncated file with grey.
//
// Errors: a segment that reaches past the end, a table or frame that the standard does not allow, no end marker.
#pragma once

#include <algorithm>
#include <span>

#include "edgelite/host/error.hpp"

namespace edgelite::detail {

using JpegBytes = std::span<const unsigned char>;

// DHT: a class, 16 counts of codes and as many symbols; again until the segment's end.
inline bool huffman_tables_are_valid(JpegBytes segment) {
  while (!segment.empty()) {
    if (segment.size() < 17) return false;
    std::size_t codes = 0;
    for (const unsigned char count : segment.subspan(1, 16)) codes += count;
    if (codes > 256 || segment.size() < 17 + codes) return false;
    segment = segment.subspan(17 + codes);
  }
  return true;
}

// SOF: precision, height, width, number of components; of each component a name, its sampling factors and its
// quantization table.
inline bool frame_is_valid(JpegBytes segment) {
  if (segment.size() < 6 || segment.size() != std::size_t{6} + 3 * segment[5]) return false;
  int most[2] = {1, 1};
  for (std::size_t i = 7; i < segment.size(); i += 3) {
    const int factors[2] = {segment[i] >> 4, segment[i] & 15};
    for (int axis = 0; axis < 2; ++axis) {
      if (factors[axis] < 1 || factors[axis] > 4) return false;
      most[axis] = std::max(most[axis], factors[axis]);
    }
  }
  for (std::size_t i = 7; i < segment.size(); i += 3)
    if (most[0] % (segment[i] >> 4) != 0 || most[1] % (segment[i] & 15) != 0) return false;
  return true;
}

// Where the marker after a scan's coded data stands; bytes 255 in the data are followed by 0, or are restart markers.
inline std::size_t end_of_scan(JpegBytes file, std::size_t at) {
  for (; at + 1 < file.size(); ++at)
    if (file[at] == 0xff && file[at + 1] != 0 && (file[at + 1] < 0xd0 || file[at + 1] > 0xd7)) return at;
  return file.size();
}

inline Error check_jpeg(JpegBytes file) {
  const Error truncated{"truncated: the JPEG ends before its end marker"};
  for (std::size_t at = 2; at < file.size();) {
    if (file[at] != 0xff) return {"damaged: expected a marker of the JPEG at byte " + std::to_string(at)};
    while (at < file.size() && file[at] == 0xff) ++at;
    if (at == file.size()) return truncated;
    const int marker = file[at++];
    if (marker == 0xd9) return {};
    if (file.size() - at < 2) return truncated;
    const auto length = static_cast<std::size_t>(file[at] << 8 | file[at + 1]);
    if (length < 2) return {"damaged: a segment of the JPEG has no length"};
    if (length > file.size() - at) return truncated;
    const JpegBytes segment = file.subspan(at + 2, length - 2);
    at += length;
    if (marker == 0xc4 && !huffman_tables_are_valid(segment))
      return {"damaged: a Huffman table of the JPEG is not valid"};
    if (marker >= 0xc0 && marker <= 0xc2 && !frame_is_valid(segment))
      return {"damaged: the JPEG's frame header is not valid"};
    if (marker == 0xda) at = end_of_scan(file, at);
  }
  return truncated;
}

}  // namespace edgelite::detail
