// Cross-layer equalisation: the network computes what it did, and the ranges on both sides of a channel are one.
#include <edgelite/host/compare.hpp>
#include <edgelite/host/equalization_words.hpp>

#include "quantization_networks.hpp"

using namespace quantization_test;

namespace {

// Expand, depthwise, project: two pairs; then one through groups; the last convolution ends the chain.
struct Chain : Network<Input<6, 6, 4>, PointwiseConv2d<8, Bias>, BatchNorm2d, Relu, DepthwiseConv2d<Bias>, Relu,
                       Conv2d<12, Kernel<3>>, BatchNorm2d, Conv2d<6, Groups<3>, Bias>, Relu, Flatten, Linear<5>> {};

// Channels of very different size, as training leaves them.
auto uneven() {
  auto p = random_parameters<Chain>(4);
  const auto gamma = tensor(*p, "1.weight");
  for (std::size_t c = 0; c < gamma.size(); ++c) gamma[c] = std::pow(4.0f, static_cast<float>(c % 5) - 2);
  return p;
}

// Largest |weight| of each output channel of operation i, and of what reads each input channel, by hand from the
// canonical layout [channels][input channels of the group][taps].
template <class Net> std::vector<float> written_by(const Parameters<Net, float>& p, int i) {
  const Source<float> s = source(p, i);
  std::vector<float> largest;
  for (int o = 0; o < s.op.channels; ++o)
    for (int k = 0; k < s.op.per_channel; ++k) {
      if (k == 0) largest.push_back(0);
      largest.back() = std::max(largest.back(), std::abs(s.weight(o, k)));
    }
  return largest;
}
template <class Net> std::vector<float> read_by(const Parameters<Net, float>& p, int i) {
  const Source<float> s = source(p, i);
  const int taps = s.op.window.kernel_h * s.op.window.kernel_w, in_group = s.op.per_channel / taps,
            out_group = s.op.channels / s.op.groups;
  std::vector<float> largest(static_cast<std::size_t>(s.op.groups * in_group));
  for (int o = 0; o < s.op.channels; ++o)
    for (int c = 0; c < in_group; ++c)
      for (int t = 0; t < taps; ++t) {
        float& most = largest[static_cast<std::size_t>(o / out_group * in_group + c)];
        most = std::max(most, std::abs(s.weight(o, c * taps + t)));
      }
  return largest;
}

}  // namespace

TEST_CASE("outputs stay, ranges meet") {
  const auto before = uneven();
  auto after = uneven();
  const EqualizationResult<Chain> result = equalize<Chain>(*after);
  CHECK(result == EqualizationResult<Chain>{Equalization::done, Equalization::done, Equalization::done,
                                            Equalization::next_operation, Equalization::not_a_convolution,
                                            Equalization::network_output});
  CHECK(to_text<Chain>(result).starts_with("0 (Conv2d): equalized with 3 (DepthwiseConv2d 3x3)\n3 (Depth"));
  for (int i = 0; i < 3; ++i) {
    const auto r1 = written_by(*after, i), r2 = read_by(*after, i + 1), was1 = written_by(*before, i),
               was2 = read_by(*before, i + 1);
    REQUIRE(r1.size() == r2.size());
    double apart = 0;
    for (std::size_t c = 0; c < r1.size(); ++c) {
      CHECK(r1[c] == doctest::Approx(r2[c]).epsilon(1e-3));
      apart = std::max(apart, std::abs(std::log(double(was1[c] / was2[c]))));
    }
    CHECK(apart > 0.3);
  }
  const auto samples = random_samples<Chain>(3);
  for (std::size_t n = 0; n < 3; ++n) {
    const auto x = float_values(*before, &samples[n * input_size<Chain>]).back(),
               y = float_values(*after, &samples[n * input_size<Chain>]).back();
    float largest = 0, difference = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      largest = std::max(largest, std::abs(x[k]));
      difference = std::max(difference, std::abs(x[k] - y[k]));
    }
    CHECK(difference <= 1e-5f * largest);
  }
}

TEST_CASE("one pair: each channel's range becomes the geometric mean") {
  struct Pair : Network<Input<2, 2, 2>, PointwiseConv2d<2, Bias>, PointwiseConv2d<1>> {};
  auto p = std::make_unique<Parameters<Pair, float>>();
  p->data = {8, 2, 0.5f, 0.25f, /* bias */ 4, 3, /* second */ 2, -8};
  equalize<Pair>(*p);
  const std::array<float, 8> expected{4, 1, 2, 1, 2, 12, 4, -2};  // s = 2 and 1/4
  for (std::size_t i = 0; i < 8; ++i) CHECK(p->data[i] == doctest::Approx(expected[i]));
}

TEST_CASE("per-tensor weights gain by it") {
  const auto p = uneven();
  auto equal = uneven();
  equalize<Chain>(*equal);
  const auto samples = random_samples<Chain>(20);
  const auto sqnr = [&](const Parameters<Chain, float>& trained) {
    auto q = std::make_unique<Parameters<Chain, std::int8_t>>();
    REQUIRE(!quantize_network<Chain>(trained, samples, {.per_tensor = true}, *q));
    Comparison comparison;
    REQUIRE(!compare<Chain>(trained, *q, samples, comparison));
    return comparison.values.back().sqnr();
  };
  CHECK(sqnr(*equal) > sqnr(*p) + 3);
}

TEST_CASE("what does not commute with a scale is left as it is, and said") {
  struct Kept : Network<Input<4, 4, 3>, Conv2d<4>, Relu6, DepthwiseConv2d<>, HardSwish, PointwiseConv2d<4>, BatchNorm2d,
                        Residual<PointwiseConv2d<4>>, DepthwiseConv2d<>, EarlyExit<Identity>, PointwiseConv2d<2>> {};
  const auto before = random_parameters<Kept>();
  auto after = random_parameters<Kept>();
  const EqualizationResult<Kept> result = equalize<Kept>(*after);
  CHECK(result == EqualizationResult<Kept>{Equalization::clamp, Equalization::next_operation,
                                           Equalization::not_a_convolution, Equalization::read_twice,
                                           Equalization::next_operation, Equalization::not_a_convolution,
                                           Equalization::network_output, Equalization::network_output});
  CHECK(after->data == before->data);
  CHECK(to_text<Kept>(result) ==
        "0 (Conv2d): skipped: a clamp other than Relu, such as Relu6, follows\n"
        "2 (DepthwiseConv2d 3x3): skipped: 3 (HardSwish), which follows, is no convolution\n"
        "4 (Conv2d): skipped: several operations read its result\n"
        "6.0 (Conv2d): skipped: 6 (Residual), which follows, is no convolution\n"
        "7 (DepthwiseConv2d 3x3): skipped: its result leaves the network\n"
        "9 (Conv2d): skipped: its result leaves the network\n");
}

TEST_CASE("channels that are zero on one side stay as they are") {
  struct Pair : Network<Input<2, 2, 2>, PointwiseConv2d<2, Bias>, PointwiseConv2d<1>> {};
  auto p = std::make_unique<Parameters<Pair, float>>();
  p->data = {0, 0, 0.5f, 0.25f, 4, 3, 2, 0};
  const auto before = p->data;
  equalize<Pair>(*p);
  CHECK(p->data == before);
}
