// int8 networks against the naive int8 operations, value by value and end to end.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <memory>

#include "int8_naive.hpp"
#include "reference/elementwise.hpp"
#include "reference/movement.hpp"

namespace {

using namespace edgelite;
using int8_test::Bytes;

struct Mixed : Network<Input<7, 8, 5>, Conv2d<8, Kernel<3>, Stride<2>, Bias>, Relu6,
                       Residual<PointwiseConv2d<16>, Relu, DepthwiseConv2d<>, BatchNorm2d, Relu,
                                SqueezeExcite<Reduction<4>, HardSigmoid>, PointwiseConv2d<8>, BatchNorm2d>,
                       Relu, GlobalAveragePool, Linear<10>> {
  enum Id {
    input_image,
    stem,
    expanded,
    filtered,
    squeezed,
    hidden,
    scores,
    gate,
    gated,
    projected,
    sum,
    mean,
    logits,
    count
  };

  static constexpr std::array<Quantization, count> values{{{0.02f, -7},
                                                           {0.04f, -128},
                                                           {0.05f, -100},
                                                           {0.04f, -90},
                                                           {0.03f, -97},
                                                           {0.03f, -128},
                                                           {1 / 32.0f, 3},
                                                           {1 / 256.0f, -128},
                                                           {0.03f, -95},
                                                           {0.05f, 11},
                                                           {0.06f, -80},
                                                           {0.05f, -101},
                                                           {0.04f, 5}}};

  static std::vector<Bytes> naive(int8_test::NaiveNetwork<Mixed> n, const Bytes& image) {
    std::vector<Bytes> v(count);
    v[input_image] = image;
    v[stem] = n.convolution(image, input_image, stem, 8, reference::same_window(7, 8, 3, 2), 1, 0, 6);
    v[expanded] = n.convolution(v[stem], stem, expanded, 16, {}, 1, 0);
    v[filtered] = n.convolution(v[expanded], expanded, filtered, 16, reference::same_window(4, 4, 3), 16, 0);
    v[squeezed] = reference::mean(v[filtered], n.affine(filtered), n.affine(squeezed));
    v[hidden] = n.convolution(v[squeezed], squeezed, hidden, 4, {}, 1, 0);
    v[scores] = n.convolution(v[hidden], hidden, scores, 16);
    v[gate] = v[scores];
    for (std::int8_t& b : v[gate].data) {
      const double x = double(n.affine(scores).scale) * (b - n.zero(scores));
      b = reference::Clamp{}(std::lround(reference::hard_sigmoid(x) / double(n.affine(gate).scale)) + n.zero(gate));
    }
    v[gated] =
        reference::combine(reference::mul, v[filtered], v[gate], n.affine(filtered), n.affine(gate), n.affine(gated));
    v[projected] = n.convolution(v[gated], gated, projected, 8);
    v[sum] = reference::combine(reference::add, v[projected], v[stem], n.affine(projected), n.affine(stem),
                                n.affine(sum), n.bounds(sum, 0, unbounded));
    v[mean] = reference::mean(v[sum], n.affine(sum), n.affine(mean));
    v[logits] = n.linear(v[mean], mean, logits, 10);
    return v;
  }
};

// From the first convolution to the resized image all values share one scale.
struct Branches
    : Network<Input<4, 5, 6>, PointwiseConv2d<8>, Split<Identity, Conv2d<4, Kernel<3>>>, ChannelShuffle<2>,
              Concat<MaxPool2d<Kernel<3>, Stride<1>>, AveragePool2d<Kernel<3>, Stride<1>, Padding<1>>, Slice<1, 3>>,
              Pad<1, 0, 0, 2>, ResizeBy<2, Bilinear>, WeightedSum<Identity, DepthwiseConv2d<>>, Crop<1, 2, 5, 7>,
              Resize<4, 9>> {
  enum Id {
    input_image,
    stem,
    left,
    right,
    filtered,
    joined,
    shuffled,
    most,
    mean,
    part,
    all,
    padded,
    resized,
    depthwise,
    sum,
    cropped,
    grown,
    count
  };

  static constexpr std::array<Quantization, count> values = [] {
    std::array<Quantization, count> q{};
    q.fill({0.05f, -21});
    q[input_image] = {0.02f, -7};
    q[depthwise] = {0.04f, 9};
    q[sum] = q[cropped] = q[grown] = {0.03f, 4};
    return q;
  }();

  static std::vector<Bytes> naive(int8_test::NaiveNetwork<Branches> n, const Bytes& image) {
    std::vector<Bytes> v(count);
    const reference::Window around = reference::Window::square(3, 1, 1);
    v[input_image] = image;
    v[stem] = n.convolution(image, input_image, stem, 8);
    v[left] = reference::slice(v[stem], 0, 4);
    v[right] = reference::slice(v[stem], 4, 4);
    v[filtered] = n.convolution(v[right], right, filtered, 4, around);
    v[joined] = reference::concat<std::int8_t>({v[left], v[filtered]});
    v[shuffled] = reference::channel_shuffle(v[joined], 2);
    v[most] = reference::max_pool(v[shuffled], around);
    v[mean] = reference::average_pool(v[shuffled], {}, around, reference::Padded::counted, n.zero(shuffled));
    v[part] = reference::slice(v[shuffled], 1, 3);
    v[all] = reference::concat<std::int8_t>({v[most], v[mean], v[part]});
    v[padded] = reference::pad(v[all], 1, 0, 0, 2, static_cast<std::int8_t>(n.zero(all)));
    v[resized] = reference::resize_bilinear(v[padded], 2 * v[padded].height, 2 * v[padded].width);
    v[depthwise] = n.convolution(v[resized], resized, depthwise, v[resized].channels, around, v[resized].channels);
    const int8_test::Numbers w = n.take(resized, sum, 1, 2);
    v[sum] = reference::combine(reference::add, v[resized], v[depthwise], scaled(n.affine(resized), w, 0),
                                scaled(n.affine(depthwise), w, 1), n.affine(sum));
    v[cropped] = reference::crop(v[sum], 1, v[sum].height - 6, 2, v[sum].width - 9);
    v[grown] = reference::resize_nearest(v[cropped], 4, 9);
    return v;
  }
  static reference::Affine scaled(reference::Affine q, const int8_test::Numbers& w, std::size_t i) {
    return {q.scale * w.scales[0] * static_cast<float>(w.weight[i]), q.zero_point};
  }
};

// Every way into the epilogue: several pixels, one pixel, depthwise, an addition after it.
template <template <class> class Rounded> struct Plain : Rounded<Network<Input<6, 7, 5>, Conv2d<12, Kernel<3>, Bias>,
                                                         Residual<DepthwiseConv2d<>, Relu, PointwiseConv2d<12>>,
                                                         Conv2d<9, Kernel<6, 7>, Valid>>> {};
template <class Net> using Exact = Net;

template <class Net> std::vector<Bytes> plain_naive(int8_test::NaiveNetwork<Net> n, const Bytes& image) {
  std::vector<Bytes> v{image};
  v.push_back(n.convolution(image, 0, 1, 12, reference::Window::square(3, 1, 1)));
  v.push_back(n.convolution(v[1], 1, 2, 12, reference::Window::square(3, 1, 1), 12, 0));
  v.push_back(n.convolution(v[2], 2, 3, 12));
  v.push_back(reference::combine(reference::add, v[3], v[1], n.affine(3), n.affine(1), n.affine(4)));
  reference::Window whole;
  whole.kernel_height = 6, whole.kernel_width = 7;
  v.push_back(n.convolution(v[4], 4, 5, 9, whole));
  return v;
}

}  // namespace

TEST_CASE_TEMPLATE("an int8 network equals the naive operations, bit for bit", Arch, Scalar, NativeArch) {
  const auto parameters = int8_test::random_parameters<Mixed>(Mixed::values);
  const auto image = reference::random_tensor<std::int8_t>(7, 8, 5, 12);
  int8_test::check<Mixed, Arch>(*parameters, Mixed::naive(int8_test::NaiveNetwork<Mixed>(*parameters), image));
}

TEST_CASE_TEMPLATE("int8 layers of branches equal the naive operations, bit for bit", Arch, Scalar, NativeArch) {
  const auto parameters = int8_test::random_parameters<Branches>(Branches::values);
  parameters->weight[parameters->weight.size() - 2] = 100;  // the weighted sum's
  parameters->weight[parameters->weight.size() - 1] = 60;
  parameters->scale.back() = 0.01f;
  const auto image = reference::random_tensor<std::int8_t>(4, 5, 6, 12);
  int8_test::check<Branches, Arch>(*parameters, Branches::naive(int8_test::NaiveNetwork<Branches>(*parameters), image));
}

TEST_CASE_TEMPLATE("a network rounds its sums as it is told", Arch, Scalar, NativeArch) {
  const std::array<Quantization, 6> values{
      {{0.02f, -7}, {0.05f, 3}, {0.06f, -128}, {0.07f, 11}, {0.08f, -5}, {0.4f, 1}}};
  const auto image = reference::random_tensor<std::int8_t>(6, 7, 5, 12);
  using ToEven = Plain<RoundedToEven>;
  const auto exact = int8_test::random_parameters<Plain<Exact>>(values);
  const auto to_even = int8_test::random_parameters<ToEven>(values);
  const auto a = plain_naive<Plain<Exact>>(int8_test::NaiveNetwork<Plain<Exact>>(*exact), image);
  const auto b = plain_naive<ToEven>(int8_test::NaiveNetwork<ToEven>(*to_even), image);
  CHECK(a[4].data != b[4].data);
  int8_test::check<Plain<Exact>, Arch>(*exact, a);
  int8_test::check<ToEven, Arch>(*to_even, b);
}
