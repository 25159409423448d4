// How every architecture lies its packed weights out, in plain C++ on every host: so a host packs for a target that its
// compiler cannot build for. Architectures have these numbers from here (their meaning: scalar.hpp), and their names.
//
//   X::name, X::alignment   of the architecture X
//   X::Layout<T>            a PackingLayout: what kernels read of Primitives<X, T> when they pack
//
// An architecture stands for what NativeArch is with its flags: its float layout is FloatArch's.
#pragma once

#include <cstdint>
#include <type_traits>

namespace edgelite {

template <int Lanes, int MinVectors, int MaxVectors, int Group = 1, int Offset = 0, int WeightSize = 1>
struct PackingLayout {
  static constexpr int lanes = Lanes, min_vectors = MinVectors, max_vectors = MaxVectors;
  static constexpr int group = Group, offset = Offset;
  static constexpr int weight_size = WeightSize;  // elements of T that a packed weight takes: 2: widened to int16

  template <class T> static constexpr void put_weight(T*& to, T weight) {
    *to++ = weight;
    if constexpr (WeightSize == 2) *to++ = weight < 0 ? -1 : 0;
  }
};

namespace target {

template <int Alignment, class Float, class Int8> struct Target {
  static constexpr int alignment = Alignment;
  template <class T> using Layout = std::conditional_t<std::is_same_v<T, float>, Float, Int8>;
};

using OneByOne = PackingLayout<1, 4, 4>;
template <int Lanes> using XsimdFloat = PackingLayout<Lanes, 1, 3>;
template <int Lanes> using Pairs = PackingLayout<Lanes, 1, 2, 2, 0, 2>;  // of int16
template <int Lanes, int MaxVectors> using Quads = PackingLayout<Lanes, 1, MaxVectors, 4, 128>;
using NeonFloat = PackingLayout<4, 1, 4>;
template <int Group, int MaxVectors> using NeonBytes = PackingLayout<8, 1, MaxVectors, Group>;

struct Scalar : Target<4, OneByOne, OneByOne> {
  static constexpr const char* name = "scalar";
};
struct Sse2 : Target<64, XsimdFloat<4>, OneByOne> {
  static constexpr const char* name = "sse2";
};
struct Sse41 : Target<64, XsimdFloat<4>, Pairs<4>> {
  static constexpr const char* name = "sse4.1";
};
struct Avx : Target<64, XsimdFloat<8>, Pairs<4>> {
  static constexpr const char* name = Sse41::name;
};
struct Avx2 : Target<64, XsimdFloat<8>, Pairs<8>> {
  static constexpr const char* name = "avx2";
};
struct Avx512 : Target<64, XsimdFloat<16>, Pairs<8>> {
  static constexpr const char* name = Avx2::name;
};
struct AvxVnni : Target<64, XsimdFloat<8>, Quads<8, 2>> {
  static constexpr const char* name = "avx-vnni";
};
struct Avx512Vnni : Target<64, XsimdFloat<16>, Quads<16, 4>> {
  static constexpr const char* name = "avx512-vnni";
};
struct Neon : Target<16, NeonFloat, NeonBytes<16, 1>> {
  static constexpr const char* name = "neon";
};
struct NeonDot : Target<16, NeonFloat, NeonBytes<4, 2>> {
  static constexpr const char* name = "neon-dot";
};
struct NeonI8mm : Target<16, NeonFloat, NeonBytes<8, 1>> {
  static constexpr const char* name = "neon-i8mm";
};

}  // namespace target
}  // namespace edgelite
