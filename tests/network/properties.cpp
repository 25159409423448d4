// What must hold without an oracle: layers that are each other's special cases, and layers that undo or do nothing.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <memory>
#include <set>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

template <class Net> std::vector<float> result(const std::vector<float>& data, const std::vector<float>& input) {
  auto parameters = std::make_unique<Parameters<Net, float>>();
  REQUIRE(data.size() == parameters->data.size());
  if constexpr (parameter_count < Net >> 0) std::copy(data.begin(), data.end(), parameters->data.begin());
  auto weights = std::make_unique<Weights<Net, float, NativeArch>>();
  prepare(*parameters, *weights);
  auto arena = std::make_unique<Arena<arena_bytes<Net, float, Small>>>();
  std::vector<float> output(output_size<Net>);
  run<Net, Small>(*weights, std::span<const float, input_size<Net>>(input.data(), input_size<Net>),
                  std::span<float, output_size<Net>>(output.data(), output_size<Net>), *arena);
  return output;
}

template <class Net> std::vector<float> result(unsigned seed) {
  return result<Net>(reference::random_vector(parameter_count<Net>, seed),
                     reference::random_vector(Net::input.size(), seed + 1));
}

template <class... Layers> struct Net : Network<Input<5, 6, 12>, Layers...> {};

}  // namespace

TEST_CASE("a depthwise convolution is a convolution with as many groups as channels") {
  using Depthwise = Net<DepthwiseConv2d<Kernel<3>, Stride<2>, Bias>>;
  using Grouped = Net<Conv2d<12, Kernel<3>, Stride<2>, Groups<12>, Bias>>;
  CHECK(reference::relative_error(result<Depthwise>(1), result<Grouped>(1)) < 1e-6);
  using DepthwiseTwo = Net<DepthwiseConv2d<Kernel<3>, DepthMultiplier<2>>>;
  using GroupedTwo = Net<Conv2d<24, Kernel<3>, Groups<12>>>;
  CHECK(reference::relative_error(result<DepthwiseTwo>(2), result<GroupedTwo>(2)) < 1e-6);
}

TEST_CASE("a grouped convolution with one group is the pointwise convolution") {
  CHECK(result<Net<Conv2d<7, Groups<1>, Bias>>>(3) == result<Net<PointwiseConv2d<7, Bias>>>(3));
  // and one whose weights outside the groups are zero is the grouped one
  const auto input = reference::random_vector(5 * 6 * 12, 4), grouped = reference::random_vector(6 * 4, 5);
  std::vector<float> whole(6 * 12);
  for (std::size_t o = 0; o < 6; ++o)
    for (std::size_t i = 0; i < 4; ++i) whole[o * 12 + o / 2 * 4 + i] = grouped[o * 4 + i];
  CHECK(reference::relative_error(result<Net<PointwiseConv2d<6, Groups<3>>>>(grouped, input),
                                  result<Net<PointwiseConv2d<6>>>(whole, input)) < 1e-6);
}

TEST_CASE_TEMPLATE("packing keeps every weight once and fills up with zeros", Arch, Scalar, NativeArch) {
  const auto packed_once = []<class N>(N) {
    Parameters<N, float> parameters{};
    for (std::size_t i = 0; i < parameters.data.size(); ++i) parameters.data[i] = static_cast<float>(i + 1);
    Weights<N, float, Arch> weights{};
    prepare(parameters, weights);
    std::multiset<float> found(weights.elements.begin(), weights.elements.end());
    found.erase(0.0f);
    return std::equal(found.begin(), found.end(), parameters.data.begin(), parameters.data.end());
  };
  CHECK(packed_once(Net<Conv2d<7, Kernel<3>>>{}));
  CHECK(packed_once(Net<Conv2d<9, Kernel<3>, Groups<3>>>{}));
  CHECK(packed_once(Net<PointwiseConv2d<65>>{}));
  CHECK(packed_once(Net<DepthwiseConv2d<Kernel<5>>>{}));
}

TEST_CASE("a shuffle undone is the identity") {
  const auto input = reference::random_vector(5 * 6 * 12, 7);
  CHECK(result<Net<ChannelShuffle<3>, ChannelShuffle<4>>>({}, input) == input);
  CHECK(result<Net<ChannelShuffle<3>, ChannelShuffle<3>>>({}, input) != input);
  CHECK(result<Net<Pad<2>, Crop<2, 2, 5, 6>>>({}, input) == input);
}

TEST_CASE("a gate of ones is the identity") {
  using Gated = Net<SqueezeExcite<Reduction<4>>>;
  std::vector<float> data = reference::random_vector(parameter_count<Gated>, 5);
  std::fill(data.end() - 12, data.end(), 100.0f);  // the last tensor is fc2.bias: sigmoid(100) is 1
  const auto input = reference::random_vector(5 * 6 * 12, 6);
  CHECK(result<Gated>(data, input) == input);
}
