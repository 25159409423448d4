// Random networks: the scheduled run (additions joined, concats and slices in place, memory shared) must equal the
// observed one (every value apart), bit for bit in float too: the schedule changes where numbers lie, not how they are
// made. On both policies, in float and int8, on every architecture, in an arena that begins as garbage.
#include <doctest/doctest.h>

#include <cstring>
#include <edgelite/edgelite.hpp>
#include <edgelite/quantization/convert.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

constexpr unsigned mix(unsigned x) {
  x = (x ^ (x >> 15)) * 0x2c1b3c6dU;
  x = (x ^ (x >> 12)) * 0x297a2d39U;
  return x ^ (x >> 15);
}

// A layer drawn by number, on C channels; `channels` is what it makes of them.
template <unsigned Kind, unsigned Seed, int C, int Depth> struct Draw;
template <unsigned Seed, int C, int Depth, int Length> struct Body;

template <class L, int C> struct Drawn {
  using type = L;
  static constexpr int channels = C;
};
template <unsigned Seed> inline constexpr int width = 4 * static_cast<int>(mix(Seed) % 3 + 1);

template <unsigned S, int C, int D> struct Draw<0, S, C, D> : Drawn<PointwiseConv2d<width<S>>, width<S>> {};
template <unsigned S, int C, int D>
struct Draw<1, S, C, D> : Drawn<Conv2d<width<S>, Kernel<3>, Groups<2>, Bias>, width<S>> {};
template <unsigned S, int C, int D> struct Draw<2, S, C, D> : Drawn<DepthwiseConv2d<>, C> {};
template <unsigned S, int C, int D> struct Draw<3, S, C, D> : Drawn<BatchNorm2d, C> {};
template <unsigned S, int C, int D> struct Draw<4, S, C, D> : Drawn<Relu6, C> {};
template <unsigned S, int C, int D> struct Draw<5, S, C, D> : Drawn<HardSwish, C> {};
template <unsigned S, int C, int D> struct Draw<6, S, C, D> : Drawn<SqueezeExcite<Reduction<2>>, C> {};
template <unsigned S, int C, int D> struct Draw<7, S, C, D> {
  using type = Residual<typename Body<S + 1, C, D + 1, 2>::type, PointwiseConv2d<C>,
                        std::conditional_t<S % 2 == 0, BatchNorm2d, Relu>>;
  static constexpr int channels = C;
};
template <unsigned S, int C, int D> struct Draw<8, S, C, D> {
  using type = Sequence<
      Residual<Shortcut<PointwiseConv2d<8>, BatchNorm2d>, typename Body<S + 1, C, D + 1, 1>::type, PointwiseConv2d<8>>,
      Relu>;
  static constexpr int channels = 8;
};
template <unsigned S, int C, int D> struct Draw<9, S, C, D> {
  using Left = Body<S + 1, C / 2, D + 1, 1>;
  using Right = Body<S + 2, C, D + 1, 1>;
  using type =
      Concat<Sequence<Slice<S % 2 ? 0 : C / 2, C / 2>, typename Left::type>, typename Right::type, Slice<0, 4>>;
  static constexpr int channels = Left::channels + Right::channels + 4;
};
template <unsigned S, int C, int D>
struct Draw<10, S, C, D> {  // DenseNet's step: the input is a part of its own concat
  using Right = Body<S + 2, C, D + 1, 1>;
  using type = Concat<Sequence<>, typename Right::type>;
  static constexpr int channels = C + Right::channels;
};
template <unsigned S, int C, int D> struct Draw<11, S, C, D> {
  using type = Residual<typename Body<S + 1, C, D + 1, 1>::type, PointwiseConv2d<C>, Sigmoid>;
  static constexpr int channels = C;
};

template <unsigned Seed, int C, int Depth> using Any = Draw<mix(Seed) % (Depth < 2 ? 12 : 6), mix(Seed + 77), C, Depth>;

template <unsigned Seed, int C, int Depth> struct Body<Seed, C, Depth, 1> {
  using First = Any<Seed * 5 + 1, C, Depth>;
  using type = typename First::type;
  static constexpr int channels = First::channels;
};
template <unsigned Seed, int C, int Depth, int Length> struct Body {
  using First = Any<Seed * 5 + 1, C, Depth>;
  using Rest = Body<Seed * 3 + 2, First::channels, Depth, Length - 1>;
  using type = Sequence<typename First::type, typename Rest::type>;
  static constexpr int channels = Rest::channels;
};

template <unsigned Seed>
struct Random : Network<Input<6, 5, 4>, typename Body<Seed, 4, 0, 3>::type,
                        EarlyExit<GlobalAveragePool, Named<"early", Linear<3>>>,
                        typename Body<Seed + 1000, Body<Seed, 4, 0, 3>::channels, 0, 2>::type> {};

template <class Net, class T, class Arch, class Watch>
void compare(const Parameters<Net, T>& parameters, const std::array<T, input_size<Net>>& image, Watch watch) {
  static Weights<Net, T, Arch> weights{};
  prepare(parameters, weights);
  constexpr std::size_t last = output_size<Net, 1>;
  static std::array<std::array<T, 3>, 3> early;
  static std::array<std::array<T, last>, 3> late;
  static Arena<arena_bytes<Net, T, Unscheduled, Arch>> whole;
  static Arena<arena_bytes<Net, T, Small, Arch>> shared;
  CHECK(sizeof shared <= sizeof whole);
  std::memset(&early, 0x55, sizeof early);
  std::memset(&late, 0x55, sizeof late);
  const auto outputs = [&](std::size_t k) { return Outputs<T, 2>{early[k].data(), late[k].data()}; };
  observe<Net>(weights, image.data(), outputs(0), whole, watch);
  std::memset(&shared, 0x7f, sizeof shared);
  run<Net, Small>(weights, image.data(), outputs(1), shared, [](int) { return true; });
  std::memset(&shared, 0x7f, sizeof shared);
  run<Net, Speed>(weights, image.data(), outputs(2), shared, [](int) { return true; });
  CHECK((early[0] == early[1] && early[0] == early[2]));
  CHECK((late[0] == late[1] && late[0] == late[2]));
}

template <unsigned Seed> void test() {
  using Net = Random<Seed>;
  CAPTURE(Seed);
  auto parameters = std::make_unique<Parameters<Net, float>>();
  unsigned n = 0;
  for (const TensorInfo& t : tensors<Net>) {
    const auto numbers = reference::random_vector(t.size(), Seed + ++n);
    for (int i = 0; i < t.size(); ++i) {
      float& x = parameters->data[static_cast<std::size_t>(t.offset + i)];
      x = numbers[static_cast<std::size_t>(i)];
      if (t.label().ends_with("running_var")) x = x * x + 0.5f;
    }
  }
  std::array<float, input_size<Net>> image;
  const auto numbers = reference::random_vector(input_size<Net>, Seed);
  std::copy(numbers.begin(), numbers.end(), image.begin());

  Ranges<Net> ranges{};
  for (float x : image) ranges[0].include(x);
  compare<Net, float, NativeArch>(*parameters, image, [&](int value, auto x) {
    collect(ranges, value, x);
    return true;
  });
  auto quantized = std::make_unique<Parameters<Net, std::int8_t>>();
  convert(*parameters, ranges, *quantized);
  std::array<std::int8_t, input_size<Net>> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = quantize(image[i], quantized->values[0]);
  compare<Net, std::int8_t, NativeArch>(*quantized, bytes, [](int, auto) { return true; });
}

template <int... Seed> void test_all(std::integer_sequence<int, Seed...>) { (test<unsigned{Seed}>(), ...); }

}  // namespace

TEST_CASE("random networks give the same scheduled and observed") { test_all(std::make_integer_sequence<int, 10>{}); }
