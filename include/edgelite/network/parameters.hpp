// Parameters<Net, T>: a network's trained numbers in canonical layout. Plain data of the caller's: static, on the heap
// or read from a file.
//
//   float: every tensor of the written network as PyTorch's state dict has it, described by the constexpr table
//          tensors<Net>
//   int8:  the simplified network quantized: weights [channels][per_channel] with a scale a channel and zero point 0,
//          int32 bias of scale input scale x weight scale, and (scale, zero point) of every value (TFLite 8-bit
//          quantization specification); a Constant's numbers are weights with the scale and zero point of its value,
//          without bias and scale
#pragma once

#include "edgelite/network/program.hpp"

namespace edgelite {

template <class Net>
inline constexpr int parameter_count = [] {
  int count = 0;
  for (const Operation& op : written<Net>.operations) count += op.parameters;
  return count;
}();

namespace detail {

// Writes "3.block.0." for a path; returns the length that it would need.
template <class Node, class Origin, int Depth = 0>
constexpr std::size_t write_prefix(std::array<char, 64>& name, std::size_t length = 0) {
  if constexpr (Depth == Origin::path.depth) {
    return length;
  } else {
    constexpr int index = Origin::path.index[std::size_t{Depth}];
    using Child = ChildAt<Node, index>;
    auto put = [&](char c) { name[length < 63 ? length : 63] = c, ++length; };
    if constexpr (Child::label.size() > 0) {
      for (char c : Child::label) put(c);
    } else {
      int power = 1;
      while (index / power >= 10) power *= 10;
      for (; power > 0; power /= 10) put(static_cast<char>('0' + index / power % 10));
    }
    put('.');
    return write_prefix<Child, Origin, Depth + 1>(name, length);
  }
}

template <class Net, int I> constexpr TensorList tensors_of() {
  using L = written_layer<Net, I>;
  constexpr Operation op = written<Net>.operations[std::size_t{I}];
  TensorList list;
  L::tensors(op, list);
  int offset = op.parameter_offset;
  for (int i = 0; i < list.count; ++i) {
    TensorInfo& t = list.tensors[static_cast<std::size_t>(i)];
    const auto own = t.name;
    t.name = {};
    std::size_t length = write_prefix<Net, WrittenOperation<Net, I>>(t.name);
    for (std::size_t c = 0; own[c] != 0; ++c) t.name[length < 63 ? length : 63] = own[c], ++length;
    t.name[length < 63 ? length : 63] = 0;
    t.offset = offset;
    offset += t.size();
  }
  return list;
}

}  // namespace detail

template <class Net> inline constexpr auto tensors = []<int... I>(std::integer_sequence<int, I...>) {
  constexpr int count = [] {
    int total = 0;
    (void)std::initializer_list<int>{0, (total += detail::tensors_of<Net, I>().count)...};
    return total;
  }();
  std::array<TensorInfo, std::size_t{count}> all{};
  std::size_t n = 0;
  auto append = [&](const TensorList& list) {
    for (int i = 0; i < list.count; ++i) all[n++] = list.tensors[static_cast<std::size_t>(i)];
    return 0;
  };
  (void)std::initializer_list<int>{0, append(detail::tensors_of<Net, I>())...};
  return all;
}
(std::make_integer_sequence<int, written<Net>.operation_count>{});

template <class Net, class T> struct Parameters;

template <class Net> struct Parameters<Net, float> { std::array<float, std::size_t{parameter_count<Net>}> data; };

// Where the operations' weights and channels stand in the int8 parameters, and which values share a scale (the lowest
// id of each set).
template <class Net>
inline constexpr auto quantized_layout = [] {
  constexpr auto& p = program<Net>;
  struct {
    std::array<int, program<Net>.operation_count + 1> weight{}, channel{};
    std::array<int, static_cast<std::size_t>(program<Net>.value_count)> tied{};
  } layout;
  for (int i = 0; i < p.operation_count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    layout.weight[at + 1] = layout.weight[at] + p[i].channels * p[i].per_channel;
    layout.channel[at + 1] = layout.channel[at] + (p[i].role == Role::constant ? 0 : p[i].channels);
  }
  for (std::size_t v = 0; v < static_cast<std::size_t>(p.value_count); ++v) layout.tied[v] = static_cast<int>(v);
  for (int i = 0; i < p.operation_count; ++i)
    for (std::size_t k = 0; p[i].tied && k < static_cast<std::size_t>(p[i].inputs); ++k) {
      const int a = layout.tied[static_cast<std::size_t>(p[i].input[k])],
                b = layout.tied[static_cast<std::size_t>(p[i].output)];
      for (int& set : layout.tied)
        if (set == a || set == b) set = a < b ? a : b;
    }
  return layout;
}();

template <class Net> struct Parameters<Net, std::int8_t> {
  static constexpr std::size_t operations = program<Net>.operation_count;
  std::array<std::int8_t, quantized_layout<Net>.weight[operations]> weight;
  std::array<std::int32_t, quantized_layout<Net>.channel[operations]> bias;
  std::array<float, quantized_layout<Net>.channel[operations]> scale;
  std::array<Quantization, static_cast<std::size_t>(program<Net>.value_count)> values;
};

}  // namespace edgelite
