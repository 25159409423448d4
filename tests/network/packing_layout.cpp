// A host that packs for another architecture packs what that architecture reads: compared by the compiler, so that no
// CPU is needed that has it.
#include <doctest/doctest.h>

#include <edgelite/arch/packs_as.hpp>
#include <edgelite/edgelite.hpp>

namespace {

using namespace edgelite;

#if defined(__AVX512VNNI__)
using Target = target::Avx512Vnni;
#elif defined(__AVX512F__)
using Target = target::Avx512;
#elif defined(__AVXVNNI__)
using Target = target::AvxVnni;
#elif defined(__AVX2__)
using Target = target::Avx2;
#elif defined(__AVX__)
using Target = target::Avx;
#elif defined(__SSE4_1__)
using Target = target::Sse41;
#elif defined(__SSE2__)
using Target = target::Sse2;
#elif defined(__ARM_FEATURE_MATMUL_INT8)
using Target = target::NeonI8mm;
#elif defined(__ARM_FEATURE_DOTPROD)
using Target = target::NeonDot;
#elif defined(__aarch64__)
using Target = target::Neon;
#else
using Target = target::Scalar;
#endif

struct Net : Network<Input<4, 3, 5>, Conv2d<19, Kernel<2>, Bias>, Relu, DepthwiseConv2d<Kernel<2>>, PointwiseConv2d<34>,
                     Conv2d<6, Kernel<2>, Groups<2>>, DepthwiseConv2d<DepthMultiplier<3>, Kernel<1>>, HardSwish,
                     Flatten, Linear<3>, Softmax> {};

constexpr int number(int i) { return i * 37 % 256 - 128; }

constexpr auto parameters(float) {
  Parameters<Net, float> p{};
  for (std::size_t i = 0; i < p.data.size(); ++i) p.data[i] = static_cast<float>(number(static_cast<int>(i))) / 64;
  return p;
}
constexpr auto parameters(std::int8_t) {
  Parameters<Net, std::int8_t> p{};
  for (std::size_t i = 0; i < p.weight.size(); ++i) p.weight[i] = static_cast<std::int8_t>(number(static_cast<int>(i)));
  for (std::size_t i = 0; i < p.bias.size(); ++i) p.bias[i] = 100 * number(static_cast<int>(i));
  for (std::size_t i = 0; i < p.scale.size(); ++i) p.scale[i] = 0.01f * static_cast<float>(1 + i);
  for (Quantization& q : p.values) q = {0.05f, -3};
  return p;
}

template <class T> constexpr bool packs_alike() {
  using Own = Weights<Net, T, NativeArch>;
  using Foreign = Weights<Net, T, PacksAs<Target>>;
  if constexpr (Own::layout_hash != Foreign::layout_hash) {
    return false;
  } else {
    Own own{};
    Foreign foreign{};
    prepare(parameters(T{}), own);
    prepare(parameters(T{}), foreign);
    return own.elements == foreign.elements && own.constants == foreign.constants;
  }
}

}  // namespace

#if EDGELITE_WITH_XSIMD || !defined(__SSE2__)
TEST_CASE("packing for an architecture by name") {
  static_assert(packs_alike<float>());
  static_assert(packs_alike<std::int8_t>());
}
#endif
