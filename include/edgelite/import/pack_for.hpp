// Packing for an architecture by its name, on any host: the bytes and the layout hash of Weights<Net, T, NativeArch> as
// a compiler for that architecture would have them.
//
//   scalar                                    no vectors: Cortex-M, RISC-V
//   sse2, sse4.1, avx, avx2, avx512,          x86 with these instructions, float by xsimd; avx2 needs FMA,
//   avx-vnni, avx512-vnni                     avx512 F, CD, BW, DQ and VL
//   neon, neon-dot, neon-i8mm                 aarch64: Armv8.0; with dot products; with matrix products of bytes
#pragma once

#include <string>
#include <string_view>

#include "edgelite/arch/packs_as.hpp"
#include "edgelite/import/packed_numbers.hpp"

namespace edgelite::graph {

// visit(name, PacksAs<X>) for every architecture, until one returns true.
template <class Visit> bool any_architecture(Visit visit) {
  return visit("scalar", PacksAs<target::Scalar>{}) || visit("sse2", PacksAs<target::Sse2>{}) ||
         visit("sse4.1", PacksAs<target::Sse41>{}) || visit("avx", PacksAs<target::Avx>{}) ||
         visit("avx2", PacksAs<target::Avx2>{}) || visit("avx512", PacksAs<target::Avx512>{}) ||
         visit("avx-vnni", PacksAs<target::AvxVnni>{}) || visit("avx512-vnni", PacksAs<target::Avx512Vnni>{}) ||
         visit("neon", PacksAs<target::Neon>{}) || visit("neon-dot", PacksAs<target::NeonDot>{}) ||
         visit("neon-i8mm", PacksAs<target::NeonI8mm>{});
}

template <class T> Error pack_for(std::string_view architecture, const Numbers& numbers, PackedNumbers<T>& to) {
  std::string known;
  const bool found = any_architecture([&]<class Arch>(std::string_view name, Arch) {
    known.append(known.empty() ? "" : ", ").append(name);
    if (name == architecture) pack<T, Arch>(numbers, to);
    return name == architecture;
  });
  if (found) return {};
  return {"no architecture is called '" + printable(architecture) + "': there are " + known};
}

}  // namespace edgelite::graph
