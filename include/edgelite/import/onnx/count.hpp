// count_messages(bytes): does an .onnx file hold at most most_messages messages and strings? Counted on its bytes,
// before protobuf makes objects of them: an empty message is two bytes in the file and a hundred in memory.
#pragma once

#include <google/protobuf/io/coded_stream.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace edgelite::onnx {

inline constexpr int most_messages = 1 << 20;

// A field of a message that holds messages or strings, each of them an object.
struct CountedField {
  std::uint32_t field;
  const CountedField* inside;  // fields of that message; nullptr: none counted
  int fields;
};

// Counts down `left`; false where it is used up. Damage ends the count: protobuf finds it, too.
inline bool count_fields(std::span<const std::byte> bytes, std::span<const CountedField> counted, int& left) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  while (const std::uint32_t tag = stream.ReadTagNoLastTag()) {
    std::uint32_t length = 0;
    std::uint64_t number = 0;
    switch (tag & 7) {
      case 0:
        if (!stream.ReadVarint64(&number)) return true;
        continue;
      case 1:
        if (!stream.Skip(8)) return true;
        continue;
      case 5:
        if (!stream.Skip(4)) return true;
        continue;
      case 3:
      case 4:
        continue;  // groups: what is in them is passed over as fields, which counts more rather than less
      case 2:
        break;
      default:
        return true;
    }
    if (!stream.ReadVarint32(&length)) return true;
    const auto at = static_cast<std::size_t>(stream.CurrentPosition());
    if (length > bytes.size() - at) return true;
    for (const CountedField& field : counted)
      if (field.field == tag >> 3) {
        if (--left < 0) return false;
        if (field.inside &&
            !count_fields(bytes.subspan(at, length), {field.inside, static_cast<std::size_t>(field.fields)}, left))
          return false;
      }
    if (!stream.Skip(static_cast<int>(length))) return true;
  }
  return true;
}

inline bool count_messages(std::span<const std::byte> bytes) {
  static constexpr CountedField dimension[] = {{1, nullptr, 0}}, shape[] = {{2, dimension, 1}},
                                type[] = {{1, shape, 1}}, info[] = {{2, type, 1}}, attribute[] = {{5, nullptr, 0}},
                                node[] = {{1, nullptr, 0}, {2, nullptr, 0}, {5, attribute, 1}},
                                graph[] = {{1, node, 3}, {5, nullptr, 0}, {11, info, 1}, {12, info, 1}},
                                model[] = {{7, graph, 4}, {8, nullptr, 0}};
  int left = most_messages;
  return count_fields(bytes, model, left);
}

}  // namespace edgelite::onnx
