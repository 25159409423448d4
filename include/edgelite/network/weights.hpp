// Weights<Net, T, Arch>: a network's numbers folded and packed for one architecture: the only ones that run reads.
//
//   prepare(parameters, weights) fills the caller's object; it may lie in static memory, on the heap or in flash, and a
//   host can make it for another target. Two typed blocks: elements (T: weights, tables) and constants (bias,
//   rescaling); offsets are constexpr. layout_hash changes whenever a packed block of another layout would be misread.
#pragma once

#include <span>

#include "edgelite/arch/select.hpp"
#include "edgelite/core/hash.hpp"
#include "edgelite/network/source.hpp"

namespace edgelite {

namespace detail {

// Where the packed numbers end of an operation whose own begin at `at`; alignment: in bytes.
template <class T> constexpr PackedSize packed_end(PackedSize at, PackedSize size, int alignment) {
  const int elements = alignment / static_cast<int>(sizeof(T));
  const int constants = alignment / static_cast<int>(sizeof(typename ElementTraits<T>::Constant));
  return {at.elements + round_up(size.elements, elements > 0 ? elements : 1),
          at.constants + round_up(size.constants, constants)};
}

// The name alone does not tell how an architecture packs: its floats are as wide as xsimd and the flags allow.
template <class T, class Arch>
constexpr std::uint64_t layout_hash(std::span<const PackedSize> offsets, std::span<const Operation> operations) {
  using P = Primitives<Arch, T>;
  Hash hash;
  hash.mix(sizeof(T));
  for (const char* c = Arch::name; *c; ++c) hash.mix(static_cast<unsigned char>(*c));
  for (int x : {P::lanes, P::min_vectors, P::max_vectors, P::group, P::offset, P::weight_size})
    hash.mix(static_cast<std::uint64_t>(x));
  for (const PackedSize& at : offsets)
    hash.mix(static_cast<std::uint64_t>(at.elements)), hash.mix(static_cast<std::uint64_t>(at.constants));
  for (const Operation& op : operations)
    for (int x : {op.channels, op.per_channel, op.groups, op.window.kernel_h, op.window.kernel_w, op.to.height,
                  op.to.width, op.to.channels})
      hash.mix(static_cast<std::uint64_t>(x));
  return hash.value;
}

}  // namespace detail

// Where each operation's packed numbers begin; the last entry is the total.
template <class Net, class T, class Arch>
inline constexpr auto packed_offsets = []<int... I>(std::integer_sequence<int, I...>) {
  std::array<PackedSize, sizeof...(I) + 1> offsets{};
  std::size_t n = 0;
  auto append = [&](PackedSize size) {
    offsets[n + 1] = detail::packed_end<T>(offsets[n], size, Arch::alignment);
    return ++n;
  };
  (void)std::initializer_list<std::size_t>{
      0, append(layer_of<Net, I>::template packed<Arch, T>(program<Net>.operations[I]))...};
  return offsets;
}
(std::make_integer_sequence<int, program<Net>.operation_count>{});

template <class Net, class T, class Arch = NativeArch> struct Weights {
  using Constant = typename ElementTraits<T>::Constant;
  static constexpr const auto& offsets = packed_offsets<Net, T, Arch>;
  static constexpr std::size_t elements_count = static_cast<std::size_t>(offsets.back().elements);
  static constexpr std::size_t constants_count = static_cast<std::size_t>(offsets.back().constants);

  alignas(64) std::array<T, elements_count> elements;
  alignas(64) std::array<Constant, constants_count> constants;

  static constexpr std::uint64_t layout_hash = detail::layout_hash<T, Arch>(offsets, program<Net>.operations);
};

template <class Net, class T, class Arch>
constexpr void prepare(const Parameters<Net, T>& parameters, Weights<Net, T, Arch>& weights) {
  static_assert(checked<Net>);
  [&]<int... I>(std::integer_sequence<int, I...>) {
    auto one = [&]<int K>(std::integral_constant<int, K>) {
      constexpr PackedSize at = packed_offsets<Net, T, Arch>[std::size_t{K}];
      layer_of<Net, K>::template prepare<Arch, T>(
          program<Net>[K], source(parameters, K),
          Packed<T> { weights.elements.data() + at.elements, weights.constants.data() + at.constants });
      return 0;
    };
    (void)std::initializer_list<int>{0, one(std::integral_constant<int, I>{})...};
  }
  (std::make_integer_sequence<int, program<Net>.operation_count>{});
}

}  // namespace edgelite
