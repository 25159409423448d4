// The numbers of a network packed for one architecture: what Weights<Net, T, Arch> is for a type, number for number.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "edgelite/import/layer_table.hpp"
#include "edgelite/import/numbers.hpp"

namespace edgelite::graph {

template <class T> struct PackedNumbers {
  using Constant = typename ElementTraits<T>::Constant;
  std::vector<T> elements;
  std::vector<Constant> constants;
  std::array<PackedSize, longest_program + 1> offsets{};
  std::uint64_t layout_hash = 0;
};

template <class T, class Arch> void pack(const Numbers& numbers, PackedNumbers<T>& to) {
  const auto& p = numbers.program();
  const auto count = static_cast<std::size_t>(p.operation_count);
  for (std::size_t i = 0; i < count; ++i) {
    const Operation& op = p.operations[i];
    const PackedSize size = with_layer(numbers.node(static_cast<int>(i)), op,
                                       [&]<class L>(std::type_identity<L>) { return L::template packed<Arch, T>(op); });
    to.offsets[i + 1] = edgelite::detail::packed_end<T>(to.offsets[i], size, Arch::alignment);
  }
  to.elements.assign(static_cast<std::size_t>(to.offsets[count].elements), T(0));
  to.constants.assign(static_cast<std::size_t>(to.offsets[count].constants), 0);
  for (std::size_t i = 0; i < count; ++i) {
    const Operation& op = p.operations[i];
    const Packed<T> at{to.elements.data() + to.offsets[i].elements, to.constants.data() + to.offsets[i].constants};
    with_layer(numbers.node(static_cast<int>(i)), op, [&]<class L>(std::type_identity<L>) {
      L::template prepare<Arch, T>(op, numbers.source<T>(static_cast<int>(i)), at);
    });
  }
  to.layout_hash = edgelite::detail::layout_hash<T, Arch>(std::span(to.offsets).first(count + 1),
                                                          std::span(p.operations).first(count));
}

}  // namespace edgelite::graph
