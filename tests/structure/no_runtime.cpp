// A network's code and nothing else: the numbers belong to the caller.
#include <edgelite/edgelite.hpp>

using namespace edgelite;

struct Example : Network<Input<16, 16, 3>, Conv2d<16, Kernel<3>, Stride<2>>, BatchNorm2d, HardSwish,
                         Residual<PointwiseConv2d<32>, BatchNorm2d, Relu6, DepthwiseConv2d<Kernel<3>>, BatchNorm2d,
                                  Relu6, SqueezeExcite<Reduction<4>>, PointwiseConv2d<16>, BatchNorm2d>,
                         GlobalAveragePool, Linear<10>> {};

template <class T, class Arch, class Policy>
void use(const Parameters<Example, T>& parameters, Weights<Example, T, Arch>& weights,
         const std::array<T, 16 * 16 * 3>& image, std::array<T, 10>& result,
         Arena<arena_bytes<Example, T, Policy, Arch>>& arena) {
  prepare(parameters, weights);
  run<Example, Policy>(weights, image, result, arena);
}

template void use<float, NativeArch, Speed>(const Parameters<Example, float>&, Weights<Example, float, NativeArch>&,
                                            const std::array<float, 768>&, std::array<float, 10>&,
                                            Arena<arena_bytes<Example, float, Speed, NativeArch>>&);
template void use<float, Scalar, Small>(const Parameters<Example, float>&, Weights<Example, float, Scalar>&,
                                        const std::array<float, 768>&, std::array<float, 10>&,
                                        Arena<arena_bytes<Example, float, Small, Scalar>>&);
template void use<std::int8_t, Scalar, Speed>(const Parameters<Example, std::int8_t>&,
                                              Weights<Example, std::int8_t, Scalar>&,
                                              const std::array<std::int8_t, 768>&, std::array<std::int8_t, 10>&,
                                              Arena<arena_bytes<Example, std::int8_t, Speed, Scalar>>&);
template void use<std::int8_t, Scalar, Small>(const Parameters<Example, std::int8_t>&,
                                              Weights<Example, std::int8_t, Scalar>&,
                                              const std::array<std::int8_t, 768>&, std::array<std::int8_t, 10>&,
                                              Arena<arena_bytes<Example, std::int8_t, Small, Scalar>>&);
