// Random networks: what the schedule joins and where it puts values must not change a number (scheduled.hpp).
#include "scheduled.hpp"

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
struct Draw<1, S, C, D>  // joined by the shuffle if their groups agree
    : Drawn<Sequence<Conv2d<width<S>, Kernel<S % 2 == 0 ? 3 : 1>, Groups<2>, Bias>,
                     std::conditional_t<S % 3 == 0, Relu, Identity>, ChannelShuffle<S % 5 == 0 ? 4 : 2>>,
            width<S>> {};
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

template <int... Seed> void test_all(std::integer_sequence<int, Seed...>) {
  (scheduled_test::check<Random<unsigned{Seed}>, NativeArch>(unsigned{Seed}), ...);
}

}  // namespace

TEST_CASE("random networks give the same scheduled and observed") { test_all(std::make_integer_sequence<int, 10>{}); }
