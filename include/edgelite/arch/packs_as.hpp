// PacksAs<X>: the architecture X of namespace target (packing_layout.hpp) as far as packing goes, on any host:
// Weights<Net, T, PacksAs<X>> are, number for number, those of the architecture itself.
#pragma once

#include "edgelite/arch/scalar.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class X> struct PacksAs : X { using fallback = Scalar; };

template <class X, class T> struct Primitives<PacksAs<X>, T> : Primitives<Scalar, T> {
  using Layout = typename X::template Layout<T>;
  static constexpr int lanes = Layout::lanes, min_vectors = Layout::min_vectors, max_vectors = Layout::max_vectors;
  static constexpr int group = Layout::group, offset = Layout::offset, weight_size = Layout::weight_size;
  static constexpr void put_weight(T*& to, T weight) { Layout::put_weight(to, weight); }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
