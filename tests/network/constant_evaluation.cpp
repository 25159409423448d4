// The scalar architecture runs while the compiler does: whole networks in static_asserts.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>

namespace {

using namespace edgelite;

template <class Net, class T> constexpr auto scalar_weights(const Parameters<Net, T>& parameters) {
  Weights<Net, T, Scalar> weights{};
  prepare(parameters, weights);
  return weights;
}

// A box of ones over ones counts the neighbours.
struct Box : Network<Input<3, 4, 1>, Conv2d<1, Kernel<3>>> {};
constexpr auto box = [] {
  Parameters<Box, float> p{};
  p.data.fill(1);
  std::array<float, 12> ones{};
  ones.fill(1);
  return evaluate<Box>(scalar_weights(p), ones);
}();
static_assert(box == std::array<float, 12>{4, 6, 6, 4, 6, 9, 9, 6, 4, 6, 6, 4});

// y = relu6(2 x - 1 + x), by channel; then the mean of each
struct Doubled : Network<Input<1, 2, 2>, Residual<DepthwiseConv2d<Kernel<1>, Bias>>, Relu6, GlobalAveragePool> {};
constexpr auto doubled = [] {
  Parameters<Doubled, float> p{{2, 2, -1, -1}};
  return evaluate<Doubled>(scalar_weights(p), {0, 1, 4, 2});  // 3 x - 1: -1 2 11 5
}();
static_assert(doubled == std::array<float, 2>{3, 3.5f});

// The same in int8: scales of 1/2, weights of 127 x 2/127, so y = 3 x - 1 in halves.
constexpr auto quantized = [] {
  Parameters<Doubled, std::int8_t> p{};
  p.weight = {127, 127};
  p.bias = {-127, -127};  // scale 1/2 x 2/127 = 1/127: -1
  p.scale = {2 / 127.0f, 2 / 127.0f};
  p.values.fill({0.5f, 0});
  return evaluate<Doubled>(scalar_weights(p), {0, 2, 8, 4});
}();
static_assert(quantized == std::array<std::int8_t, 2>{6, 7});

// A batch norm folds: (2 x - 3) / sqrt(4) x 10 + 1 with epsilon 0
struct Normal : Network<Input<1, 1, 1>, PointwiseConv2d<1>, BatchNorm<Epsilon<std::ratio<0>>>> {};
static_assert(program<Normal>.operation_count == 1);
constexpr auto normal = [] {
  Parameters<Normal, float> p{{2, 10, 1, 3, 4}};
  return evaluate<Normal>(scalar_weights(p), {5});
}();
static_assert(normal == std::array<float, 1>{36});

}  // namespace

TEST_CASE("what the compiler computed is what runs") {
  Parameters<Box, float> p{};
  p.data.fill(1);
  const auto weights = scalar_weights(p);
  std::array<float, 12> ones{}, y{};
  ones.fill(1);
  Arena<arena_bytes<Box, float, Speed, Scalar>> arena{};
  run<Box>(weights, ones, y, arena);
  CHECK(y == box);
}
