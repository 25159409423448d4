// How a kernel's work is divided into register tiles. An architecture's table is in its Primitives: `max_vectors` and
// `min_vectors` of channels beside one another, `rows(vectors)` pixels for that many.
#pragma once

#include <type_traits>
#include <utility>

#include "edgelite/core/shape.hpp"

namespace edgelite {

// `count` parts, as equal as they can be: the first `larger` are one unit larger than `unit`.
struct EvenParts {
  int count, unit, larger;

  static constexpr EvenParts of(int total, int largest) {
    const int count = total > 0 ? (total + largest - 1) / largest : 0;
    return {count, count > 0 ? total / count : 0, count > 0 ? total % count : 0};
  }
  constexpr int size(int part) const { return part < larger ? unit + 1 : unit; }
  constexpr int largest() const { return larger > 0 ? unit + 1 : unit; }
  constexpr int first(int part) const { return part * unit + (part < larger ? part : larger); }
};

// Panels of the packed weights: vectors of channels, in steps of min_vectors, zeros filled up.
template <class P> constexpr EvenParts panels(int channels) {
  constexpr int step = P::min_vectors * P::lanes;
  return EvenParts::of((channels + step - 1) / step, P::max_vectors / P::min_vectors);
}
template <class P> constexpr int padded_to_panels(int channels) {
  return round_up(channels, P::min_vectors * P::lanes);
}

// Calls f(first, std::integral_constant<int, size>) for every part.
template <int Total, int Largest, class F> constexpr void for_each_part(F f) {
  constexpr EvenParts parts = EvenParts::of(Total, Largest);
  if constexpr (parts.larger > 0)
    for (int i = 0; i < parts.larger; ++i) f(i * (parts.unit + 1), std::integral_constant<int, parts.unit + 1>{});
  for (int i = parts.larger; i < parts.count; ++i) f(parts.first(i), std::integral_constant<int, parts.unit>{});
}

// The same for a total known at run time: a body for each size from Unit to Largest units.
template <int Largest, class F> constexpr void for_each_part(int total, F f) {
  const EvenParts parts = EvenParts::of(total, Largest);
  for (int i = 0; i < parts.count; ++i) [&]<int... N>(std::integer_sequence<int, N...>) {
      (void)((parts.size(i) == N + 1 && (f(parts.first(i), std::integral_constant<int, N + 1>{}), true)) || ...);
    }
  (std::make_integer_sequence<int, Largest>{});
}

}  // namespace edgelite
