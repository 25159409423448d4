// A channel shuffle joins the grouped convolution before it, and stays an operation of its own where it may not.
#include <doctest/doctest.h>

#include "int8_naive.hpp"
#include "reference/movement.hpp"
#include "scheduled.hpp"

namespace {

using namespace edgelite;

template <int C, class... Layers> struct Net : Network<Input<4, 5, C>, Layers...> {};

// Steps that a channel shuffle has joined.
template <class Net, class T, class Arch, class Policy> constexpr int joined() {
  constexpr auto& s = schedule<Net, T, Arch, Policy>;
  return static_cast<int>(std::count_if(s.steps.begin(), s.steps.begin() + s.step_count,
                                        [](const Step& step) { return step.shuffle >= 0; }));
}

// Scheduled in `steps` steps of which `shuffles` include a channel shuffle, on every policy and element type.
template <class Net> void check(int steps, int shuffles) {
  auto counts = [&]<class T, class Arch, class Policy>(T, Arch, Policy) {
    CHECK(schedule<Net, T, Arch, Policy>.step_count == steps);
    CHECK(joined<Net, T, Arch, Policy>() == shuffles);
  };
  counts(float{}, NativeArch{}, Speed{});
  counts(float{}, Scalar{}, Small{});
  counts(std::int8_t{}, NativeArch{}, Small{});
  counts(std::int8_t{}, Scalar{}, Speed{});
  CHECK(schedule<Net, float, NativeArch, Unscheduled>.step_count == program<Net>.operation_count);
  CHECK(joined<Net, float, NativeArch, Unscheduled>() == 0);
  scheduled_test::check<Net, NativeArch>(1);
}

}  // namespace

TEST_CASE("a shuffle unit runs in three steps: convolution and shuffle, depthwise convolution, convolution and sum") {
  check<Net<24, ShuffleUnitV1<24, 3>>>(3, 1);
  check<Net<160, ShuffleUnitV1<160, 2>>>(3, 1);
  check<Net<12, ShuffleUnitV1<160, 4, 4, Stride<2>>>>(5, 1);
}

TEST_CASE("a shuffle joins any grouped convolution, also one whose result lies inside a concat or is an output") {
  check<Net<6, Conv2d<60, Groups<3>, Bias>, Relu6, ChannelShuffle<3>>>(1, 1);
  check<Net<6, Conv2d<72, Kernel<3>, Stride<2>, Groups<2>>, ChannelShuffle<2>, PointwiseConv2d<3>>>(2, 1);
  check<Net<12, Conv2d<12, Kernel<3>, Groups<4>>, ChannelShuffle<4>, PointwiseConv2d<3>>>(2, 1);
  check<Net<6, PointwiseConv2d<6>, Concat<PointwiseConv2d<5>, Sequence<Conv2d<66, Groups<3>>, ChannelShuffle<3>>>,
            PointwiseConv2d<4>>>(4, 1);
  check<Net<8, Residual<Conv2d<8, Groups<2>>, ChannelShuffle<2>>>>(2, 1);
}

TEST_CASE("a shuffle stays apart if something else reads what it shuffles, or the groups differ") {
  check<Net<8, Conv2d<8, Groups<2>>, Concat<ChannelShuffle<2>, PointwiseConv2d<4>>, PointwiseConv2d<3>>>(4, 0);
  check<Net<8, Conv2d<8, Groups<2>>, EarlyExit<>, ChannelShuffle<2>, PointwiseConv2d<3>>>(3, 0);
  check<Net<8, Conv2d<8, Groups<2>>, ChannelShuffle<4>, PointwiseConv2d<3>>>(3, 0);
  check<Net<8, Conv2d<8, Groups<4>>, ChannelShuffle<2>, PointwiseConv2d<3>>>(3, 0);
  check<Net<8, Residual<Conv2d<8, Groups<2>>>, ChannelShuffle<2>, PointwiseConv2d<3>>>(3, 0);
  check<Net<8, Conv2d<8, Groups<2>>, HardSwish, ChannelShuffle<2>, PointwiseConv2d<3>>>(4, 0);
  check<Net<8, DepthwiseConv2d<>, ChannelShuffle<8>, PointwiseConv2d<3>>>(3, 0);
}

namespace {

struct Shuffled : Network<Input<4, 5, 6>, Conv2d<66, Groups<3>, Bias>, Relu, ChannelShuffle<3>,
                          Conv2d<40, Kernel<3>, Groups<2>>, ChannelShuffle<2>> {
  static std::vector<int8_test::Bytes> naive(int8_test::NaiveNetwork<Shuffled> n, const int8_test::Bytes& image) {
    const auto first = n.convolution(image, 0, 1, 66, {}, 3, 0), middle = reference::channel_shuffle(first, 3);
    const auto second = n.convolution(middle, 2, 3, 40, reference::same_window(4, 5, 3), 2);
    return {image, first, middle, second, reference::channel_shuffle(second, 2)};
  }
};

}  // namespace

TEST_CASE_TEMPLATE("int8 convolutions with their shuffles equal the naive operations, bit for bit", Arch, Scalar,
                   NativeArch) {
  static_assert(joined<Shuffled, std::int8_t, Arch, Speed>() == 2);
  const auto parameters =
      int8_test::random_parameters<Shuffled>({{{0.02f, -7}, {0.03f, -100}, {0.03f, -100}, {0.05f, 9}, {0.05f, 9}}});
  const auto image = reference::random_tensor<std::int8_t>(4, 5, 6, 12);
  int8_test::check<Shuffled, Arch>(*parameters, Shuffled::naive(int8_test::NaiveNetwork<Shuffled>(*parameters), image));
}

TEST_CASE("a batch: every image's channels are shuffled") {
  using Shuffling = Net<6, Conv2d<60, Groups<3>>, ChannelShuffle<3>>;
  auto parameters = std::make_unique<Parameters<Shuffling, float>>();
  const auto numbers = reference::random_vector(parameter_count<Shuffling>, 1);
  std::copy(numbers.begin(), numbers.end(), parameters->data.begin());
  auto weights = std::make_unique<Weights<Shuffling, float, NativeArch>>();
  prepare(*parameters, *weights);
  constexpr std::size_t in = input_size<Shuffling>, out = output_size<Shuffling>;
  const auto images = reference::random_vector(2 * in, 2);
  std::vector<float> together(2 * out), alone(2 * out);
  Arena<arena_bytes<Shuffling, float, Batch<2>>> arena;
  run<Shuffling, Batch<2>>(*weights, std::span<const float, 2 * in>(images), std::span<float, 2 * out>(together),
                           arena);
  for (std::size_t i = 0; i < 2; ++i)
    run<Shuffling>(*weights, std::span(images).subspan(i * in).first<in>(),
                   std::span(alone).subspan(i * out).first<out>(), arena);
  CHECK(together == alone);
}
