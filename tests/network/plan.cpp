// The compile-time plan: metrics, arena against the peak of what is alive, in-place, batches, several outputs, one
// arena for two networks.
#include <doctest/doctest.h>

#include <cstring>
#include <edgelite/edgelite.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

// The four metrics by hand, Table 11 of paper 003.
struct One : Network<Input<8, 6, 4>, Conv2d<10, Kernel<3>, Stride<2>, Groups<2>>, Relu> {};
static_assert(metrics<One>.parameters == 9 * 4 * 10 / 2);
static_assert(metrics<One>.multiply_accumulates == 9 * 4 * 10 / 2 * 4 * 3);
static_assert(metrics<One>.memory_usage == 180 + 4 * 3 * 10);
static_assert(metrics<One>.memory_access_cost == 8 * 6 * 4 + 180 + 4 * 3 * 10);
static_assert(metrics<One>.peak_elements == 8 * 6 * 4 + 4 * 3 * 10);

struct Separable : Network<Input<8, 8, 4>, DepthwiseConv2d<>, BatchNorm2d, PointwiseConv2d<6>, BatchNorm2d, Relu> {};
static_assert(metrics<Separable>.parameters == 9 * 4 + 4 * 6 + 2 * 4 + 2 * 6);
static_assert(metrics<Separable>.memory_access_cost == metrics<Separable>.parameters + 2 * 64 * 4 + 64 * (4 + 6));

// One hidden value is all that lives in the arena: input and output are the caller's. Everything else runs in place.
struct InPlace : Network<Input<4, 4, 8>, PointwiseConv2d<8>, HardSwish, BatchNorm2d, Sigmoid,
                         SqueezeExcite<Reduction<2>>, HardSwish, PointwiseConv2d<4>> {};
static_assert(schedule<InPlace, float, Scalar, Speed>.elements == 4 * 4 * 8 + 8 + 4);

// A residual's addition joins the convolution and lies over the shortcut.
struct Joined : Network<Input<4, 4, 8>, PointwiseConv2d<8>, Residual<PointwiseConv2d<16>, PointwiseConv2d<8>>,
                        PointwiseConv2d<8>> {};
static_assert(program<Joined>.operation_count == 5 && schedule<Joined, float, Scalar, Speed>.step_count == 4);
static_assert(schedule<Joined, float, Scalar, Speed>.elements == 4 * 4 * (8 + 16));

// The inverted residuals of MobileNetV2: birth order wastes memory there, largest first does not.
template <int Expanded, int C, int S = 1>
using Expand = Sequence<PointwiseConv2d<Expanded>, BatchNorm2d, Relu6, DepthwiseConv2d<Stride<S>>, BatchNorm2d, Relu6,
                        PointwiseConv2d<C>, BatchNorm2d>;
struct MobileNet
    : Network<Input<64, 64, 3>, Conv2d<32, Kernel<3>, Stride<2>>, BatchNorm2d, Relu6, DepthwiseConv2d<>, BatchNorm2d,
              Relu6, PointwiseConv2d<16>, BatchNorm2d, Expand<96, 24, 2>, Residual<Expand<144, 24>>, Expand<144, 32, 2>,
              Residual<Expand<192, 32>>, Expand<192, 64, 2>, Residual<Expand<384, 64>>, Expand<384, 96>,
              Residual<Expand<576, 96>>, GlobalAveragePool, Linear<10>> {};

// The peak of what is alive in the arena, found apart from the scheduler: additions join, nothing else is shared.
template <class Net> constexpr int peak_of_hidden() {
  constexpr auto& p = program<Net>;
  int peak = 0;
  for (int i = 0; i < p.operation_count; ++i) {
    int alive = 0;
    for (int v = 1; v < p.value_count; ++v) {
      bool later = p.is_output(v), output = p.is_output(v);
      for (int k = i; k < p.operation_count; ++k)
        for (std::size_t n = 0; n < static_cast<std::size_t>(p[k].inputs); ++n) later = later || p[k].input[n] == v;
      if (!output && v <= i + 1 && later) alive += p.shape(v).size();
    }
    peak = alive > peak ? alive : peak;
  }
  return peak;
}
static_assert(schedule<MobileNet, float, Scalar, Speed>.elements <= peak_of_hidden<MobileNet>());
static_assert(arena_bytes<MobileNet, std::int8_t, Speed, Scalar> * 4 <=
              arena_bytes<MobileNet, float, Speed, Scalar> + 1024);

struct Twice : Network<Input<5, 4, 3>, Conv2d<8, Kernel<3>>, BatchNorm2d, Relu,
                       Residual<DepthwiseConv2d<>, HardSwish, PointwiseConv2d<8>>, GlobalAveragePool, Linear<4>> {};

template <class Net> auto random_weights(unsigned seed) {
  auto parameters = std::make_unique<Parameters<Net, float>>();
  const auto numbers = reference::random_vector(parameter_count<Net>, seed);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    parameters->data[i] = std::abs(numbers[i]);  // a variance must not be negative
  auto weights = std::make_unique<Weights<Net, float, NativeArch>>();
  prepare(*parameters, *weights);
  return weights;
}

template <std::size_t N> std::array<float, N> random_array(unsigned seed) {
  std::array<float, N> a;
  const auto numbers = reference::random_vector(static_cast<int>(N), seed);
  std::copy(numbers.begin(), numbers.end(), a.begin());
  return a;
}

struct TwoExits : Network<Input<4, 4, 3>, Conv2d<6, Kernel<3>>, Relu, EarlyExit<GlobalAveragePool, Linear<2>>,
                          Conv2d<8, Kernel<3>>, Relu, EarlyExit<>, GlobalAveragePool, Linear<3>> {};
static_assert(program<TwoExits>.output_count == 3 && output_size<TwoExits> == 2 && output_size<TwoExits, 1> == 128 &&
              output_size<TwoExits, 2> == 3);

struct Nothing : Network<Input<2, 3, 4>> {};

}  // namespace

TEST_CASE("a batch gives every image what it gets alone, from the same weights") {
  const auto weights = random_weights<Twice>(1);
  const auto images = random_array<3 * input_size<Twice>>(2);
  std::array<float, 12> together, alone;
  Arena<arena_bytes<Twice, float, Batch<3>>> large;
  std::memset(&large, 0x7f, sizeof large);
  run<Twice, Batch<3>>(*weights, images, together, large);
  Arena<arena_bytes<Twice, float>> small;
  for (std::size_t i = 0; i < 3; ++i) {
    std::memset(&small, 0x7f, sizeof small);
    run<Twice>(*weights, std::span(images).subspan(i * 60).first<60>(), std::span(alone).subspan(i * 4).first<4>(),
               small);
  }
  CHECK(together == alone);
  run<Twice, Batch<3, Small>>(*weights, images, alone, large);
  CHECK(together == alone);
}

TEST_CASE("two networks share one arena") {
  const auto first = random_weights<Twice>(3);
  const auto second = random_weights<InPlace>(4);
  constexpr int bytes = std::max(arena_bytes<Twice, float>, arena_bytes<InPlace, float>);
  Arena<bytes> arena;
  const auto image = random_array<input_size<Twice>>(5);
  const auto other = random_array<input_size<InPlace>>(6);
  std::array<float, 4> a, b;
  std::array<float, 64> c;
  run<Twice>(*first, image, a, arena);
  run<InPlace>(*second, other, c, arena);
  run<Twice>(*first, image, b, arena);
  CHECK(a == b);
}

TEST_CASE("a network without layers copies its input") {
  const auto image = random_array<24>(7);
  std::array<float, 24> out{};
  Weights<Nothing, float> weights{};
  Arena<arena_bytes<Nothing, float>> arena;
  run<Nothing>(weights, image, out, arena);
  CHECK(out == image);
}

TEST_CASE("an early exit's callback stops the run before anything later is computed") {
  const auto weights = random_weights<TwoExits>(8);
  const auto image = random_array<input_size<TwoExits>>(9);
  std::array<float, 2> first;
  std::array<float, 128> second;
  std::array<float, 3> third;
  const Outputs<float, 3> outputs{first.data(), second.data(), third.data()};
  Arena<arena_bytes<TwoExits, float>> arena;
  std::vector<int> seen;
  run<TwoExits>(*weights, image.data(), outputs, arena, [&](int k) {
    seen.push_back(k);
    return true;
  });
  CHECK(seen == std::vector{0, 1, 2});
  const auto whole = first;
  first.fill(-1), second.fill(-1), third.fill(-1), seen.clear();
  run<TwoExits>(*weights, image.data(), outputs, arena, [&](int k) {
    seen.push_back(k);
    return false;
  });
  CHECK(seen == std::vector{0});
  CHECK(first == whole);
  CHECK(std::count(second.begin(), second.end(), -1.0f) == 128);
  CHECK(std::count(third.begin(), third.end(), -1.0f) == 3);
}
