// int8 layers against LiteRT's reference kernels, bit for bit: scales and zero points of every case, the first images
// all -128 and all 127.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <memory>

#include "reference/golden.hpp"

namespace {

using namespace edgelite;

const reference::Golden& golden() {
  static const reference::Golden file(EDGELITE_TEST_DATA "/golden/int8_operators.safetensors");
  return file;
}

// Runs a network of one operator in every case of the group. `place` says which of the group's values each of the
// network's is; a second operand comes with the image, as its last channels.
template <class Net, class Arch, std::size_t Values>
void check(const std::string& name, const std::array<int, Values>& place, const std::vector<std::int8_t>& images,
           const std::vector<std::int8_t>& expected) {
  using Policy = std::conditional_t<std::is_same_v<Arch, Scalar>, Small, Speed>;
  constexpr std::size_t inputs = input_size<Net>, outputs = output_size<Net>;
  const auto scales = golden().values<float>(name + "/scales");
  const auto zeros = golden().values<std::int32_t>(name + "/zero_points");
  const auto cases = static_cast<std::size_t>(golden().shape(name + "/scales").at(0)), values = scales.size() / cases;
  CAPTURE(name);
  REQUIRE(cases >= 4);
  REQUIRE(images.size() == cases * inputs);
  REQUIRE(expected.size() == cases * outputs);
  auto parameters = std::make_unique<Parameters<Net, std::int8_t>>();
  auto weights = std::make_unique<Weights<Net, std::int8_t, Arch>>();
  auto arena = std::make_unique<Arena<arena_bytes<Net, std::int8_t, Policy, Arch>>>();
  static_assert(Values == static_cast<std::size_t>(program<Net>.value_count));
  for (std::size_t i = 0; i < cases; ++i) {
    for (std::size_t v = 0; v < Values; ++v) {
      const std::size_t at = i * values + static_cast<std::size_t>(place[v]);
      parameters->values[v] = {scales.at(at), zeros.at(at)};
    }
    prepare(*parameters, *weights);
    std::vector<std::int8_t> y(outputs);
    run<Net, Policy>(*weights, std::span<const std::int8_t, inputs>(images.data() + i * inputs, inputs),
                     std::span<std::int8_t, outputs>(y.data(), outputs), *arena);
    CAPTURE(i);
    CHECK(std::equal(y.begin(), y.end(), expected.begin() + static_cast<std::ptrdiff_t>(i * outputs)));
  }
}

std::vector<std::int8_t> output(const std::string& name) { return golden().values<std::int8_t>(name + "/output"); }

template <class Net, class Arch> void check_unary(const std::string& name) {
  check<Net, Arch, 2>(name, {0, 1}, golden().values<std::int8_t>(name + "/input"), output(name));
}

// x and r beside one another, pixel by pixel; an r of one pixel is repeated.
std::vector<std::int8_t> beside(const std::string& name) {
  const auto shape = golden().shape(name + "/input"), second = golden().shape(name + "/second");
  const auto x = golden().values<std::int8_t>(name + "/input"), r = golden().values<std::int8_t>(name + "/second");
  const int channels = shape[3], pixels = shape[1] * shape[2], others = second[1] * second[2];
  std::vector<std::int8_t> joined;
  for (int p = 0; p < shape[0] * pixels; ++p) {
    const auto from = [&](const auto& data, int pixel) { return data.begin() + pixel * channels; };
    joined.insert(joined.end(), from(x, p), from(x, p + 1));
    const int q = others == 1 ? p / pixels : p;
    joined.insert(joined.end(), from(r, q), from(r, q + 1));
  }
  return joined;
}

template <int C> using Softmaxes = Network<Input<2, 3, C>, Softmax>;
template <int H, int W> using Mean = Network<Input<H, W, 10>, GlobalAveragePool>;
template <class... L> using Pooled = Network<Input<7, 8, 5>, L...>;
template <class... L> using Whole = Network<Input<8, 8, 5>, L...>;

// Values: x and r together, x, r (and its one pixel), the result: the slices are given scales of their own.
template <template <class, class> class Join, class... After>
using Joined = Network<Input<6, 7, 10>, Join<Slice<0, 5>, Slice<5, 5>>, After...>;
using Gated = Network<Input<6, 7, 10>, Mul<Slice<0, 5>, Sequence<Slice<5, 5>, Crop<0, 0, 1, 1>>>>;

std::vector<std::int8_t> all_bytes() {  // for each of the 48 cases of a function
  std::vector<std::int8_t> bytes(48 * 256);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::int8_t>(static_cast<int>(i % 256) - 128);
  return bytes;
}

}  // namespace

TEST_CASE_TEMPLATE("int8 softmax", Arch, Scalar, NativeArch) {
  check_unary<Softmaxes<2>, Arch>("softmax_2");
  check_unary<Softmaxes<10>, Arch>("softmax_10");
  check_unary<Softmaxes<100>, Arch>("softmax_100");
  check_unary<Softmaxes<400>, Arch>("softmax_400");
}

TEST_CASE_TEMPLATE("int8 global average pool is TFLite's MEAN", Arch, Scalar, NativeArch) {
  check_unary<Mean<1, 1>, Arch>("mean_1x1");
  check_unary<Mean<3, 5>, Arch>("mean_3x5");
  check_unary<Mean<7, 7>, Arch>("mean_7x7");
  check_unary<Mean<8, 8>, Arch>("mean_8x8");
}

TEST_CASE_TEMPLATE("int8 pools", Arch, Scalar, NativeArch) {
  check_unary<Pooled<AveragePool2d<Kernel<3>, Stride<2>, Same>>, Arch>("average_pool_same");
  check_unary<Pooled<AveragePool2d<Valid>>, Arch>("average_pool_valid");
  check_unary<Whole<AveragePool2d<Kernel<8>>>, Arch>("average_pool_whole");
  check_unary<Pooled<MaxPool2d<Kernel<3>, Stride<2>, Same>>, Arch>("max_pool_same");
  check_unary<Pooled<MaxPool2d<Valid>>, Arch>("max_pool_valid");
  check_unary<Whole<MaxPool2d<Kernel<8>>>, Arch>("max_pool_whole");
}

TEST_CASE_TEMPLATE("int8 padding", Arch, Scalar, NativeArch) {
  check_unary<Network<Input<3, 4, 5>, Pad<1, 0, 2, 3>>, Arch>("pad");
}

TEST_CASE_TEMPLATE("int8 add, sub and mul", Arch, Scalar, NativeArch) {
  check<Joined<Add>, Arch, 4>("add", {0, 0, 1, 2}, beside("add"), output("add"));
  check<Joined<Add, Relu6>, Arch, 4>("add_relu6", {0, 0, 1, 2}, beside("add_relu6"), output("add_relu6"));
  check<Joined<Sub>, Arch, 4>("sub", {0, 0, 1, 2}, beside("sub"), output("sub"));
  check<Joined<Sub, Relu6>, Arch, 4>("sub_relu6", {0, 0, 1, 2}, beside("sub_relu6"), output("sub_relu6"));
  check<Joined<Mul>, Arch, 4>("mul", {0, 0, 1, 2}, beside("mul"), output("mul"));
  check<Gated, Arch, 5>("mul_gate", {0, 0, 1, 1, 2}, beside("mul_gate"), output("mul_gate"));
}

TEST_CASE_TEMPLATE("int8 tables run over an image", Arch, Scalar, NativeArch) {
  check<Network<Input<16, 16, 1>, HardSwish>, Arch, 2>("hard_swish", {0, 1}, all_bytes(), output("hard_swish"));
  check<Network<Input<8, 16, 2>, Relu6>, Arch, 2>("relu6", {0, 1}, all_bytes(), output("relu6"));
  check<Network<Input<4, 4, 16>, Requantize>, Arch, 2>("requantize", {0, 1}, all_bytes(), output("requantize"));
}

TEST_CASE_TEMPLATE("branches of a concat come to its scale by requantising", Arch, Scalar, NativeArch) {
  std::vector<std::int8_t> twice;
  for (const std::int8_t y : output("requantize")) twice.insert(twice.end(), {y, y});
  check<Network<Input<16, 16, 1>, Concat<Requantize, Requantize>>, Arch, 4>("requantize", {0, 1, 1, 1}, all_bytes(),
                                                                            twice);
}
