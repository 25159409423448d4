// The scalar architecture is usable in constant expressions: these networks run while this file is compiled.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <edgelite/quantization/convert.hpp>

namespace {

using namespace edgelite;

template <class Net, class T>
constexpr auto result(const Parameters<Net, T>& parameters, const std::array<T, input_size<Net>>& x) {
  Weights<Net, T, Scalar> weights{};
  prepare(parameters, weights);
  return evaluate<Net>(weights, x);
}

// y = relu(1 + 2 a + 3 b) for the pixel (a, b)
struct Affine : Network<Input<1, 1, 2>, PointwiseConv2d<1, Bias>, Relu> {};
constexpr Parameters<Affine, float> affine{{2, 3, 1}};
static_assert(result(affine, {10, 100})[0] == 321);
static_assert(result(affine, {-10, 1})[0] == 0);

// A 3 x 3 window of ones with Same padding counts the neighbours of every pixel.
struct Neighbours : Network<Input<3, 3, 1>, DepthwiseConv2d<>> {};
constexpr Parameters<Neighbours, float> ones{{1, 1, 1, 1, 1, 1, 1, 1, 1}};
static_assert(result(ones, {1, 1, 1, 1, 1, 1, 1, 1, 1}) == std::array<float, 9>{4, 6, 4, 6, 9, 6, 4, 6, 4});

// x + (2 x + 1), through the addition that joins the convolution
struct Residue : Network<Input<1, 2, 1>, Residual<PointwiseConv2d<1, Bias>>> {};
static_assert(schedule<Residue, float, Scalar, Speed>.step_count == 1);
static_assert(result(Parameters<Residue, float>{{2, 1}}, {5, -7}) == std::array<float, 2>{16, -20});

// A batch norm of mean 3, variance 4 - epsilon, weight 8, bias 1 over a convolution by 2: 4 (2 x - 3) + 1
struct Normed : Network<Input<1, 1, 1>, PointwiseConv2d<1>, BatchNorm2d> {};
static_assert(program<Normed>.operation_count == 1);
static_assert(result(Parameters<Normed, float>{{2, 8, 1, 3, 4 - 1e-5f}}, {5})[0] == 29);

// int8: input and output of scale 1, weights of scale 1/2: (3 * 20) / 2 - 7
struct Quantized : Network<Input<1, 1, 1>, PointwiseConv2d<1, Bias>> {};
constexpr Parameters<Quantized, std::int8_t> quantized{{3}, {-14}, {0.5f}, {Quantization{1, 0}, Quantization{1, 0}}};
static_assert(result(quantized, {20})[0] == 23);
static_assert(result(quantized, {127})[0] == 127 && result(quantized, {-128})[0] == -128);  // saturates

constexpr bool converts() {
  Parameters<Quantized, std::int8_t> q{};
  convert(Parameters<Quantized, float>{{0.5f, 1.0f}}, Ranges<Quantized>{Range{-1, 1}, Range{-0.5f, 2}}, q);
  const std::int8_t y = result(q, {quantize(0.5f, q.values[0])})[0];
  const float error = dequantize(y, q.values[1]) - 1.25f;
  return error < 0.02f && error > -0.02f;
}
static_assert(converts());

}  // namespace

TEST_CASE("networks run while they are compiled, and give the same when they run") {
  CHECK(result(affine, {10, 100})[0] == 321);
  CHECK(result(quantized, {20})[0] == 23);
}
