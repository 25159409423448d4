// The naive int8 operations against what LiteRT's reference kernels computed: only then may they judge the library.
#include <doctest/doctest.h>

#include "reference/golden.hpp"
#include "reference/pooling.hpp"
#include "reference/quantized.hpp"

namespace {

using namespace reference;

const Golden& golden() {
  static const Golden file(EDGELITE_TEST_DATA "/golden/int8.safetensors");
  return file;
}

struct Case {
  std::string name;
  Tensor<std::int8_t> input = golden().tensor<std::int8_t>(name + "/input");
  Tensor<std::int8_t> output = golden().tensor<std::int8_t>(name + "/output");
  std::vector<float> scales = golden().values<float>(name + "/scales");
  std::vector<std::int32_t> zeros = golden().values<std::int32_t>(name + "/zero_points");

  std::vector<std::int8_t> weight() const { return golden().values<std::int8_t>(name + "/weight"); }
  std::vector<std::int32_t> bias() const { return golden().values<std::int32_t>(name + "/bias"); }
  std::vector<FixedPoint> factors() const {
    std::vector<FixedPoint> all;
    for (std::size_t i = 3; i < scales.size(); ++i)
      all.push_back(fixed_point(static_cast<double>(scales[0]) * static_cast<double>(scales[i]) /
                                static_cast<double>(scales[2])));
    return all;
  }
  Affine affine(std::size_t i) const { return {scales.at(i), zeros.at(i)}; }
};

}  // namespace

TEST_CASE("naive int8 convolutions equal LiteRT's reference kernels") {
  const Case same{"conv"}, pointwise{"pointwise"}, relu6{"conv_relu6"};
  CHECK(conv2d(same.input, same.zeros[0], same.weight(), same.bias(), same.factors(), same.zeros[2], {},
               same_window(7, 8, 3, 2))
            .data == same.output.data);
  CHECK(conv2d(pointwise.input, pointwise.zeros[0], pointwise.weight(), pointwise.bias(), pointwise.factors(),
               pointwise.zeros[2], {}, Window{})
            .data == pointwise.output.data);
  const int six = static_cast<int>(std::lround(6.0 / static_cast<double>(relu6.scales[2]))) + relu6.zeros[2];
  CHECK(conv2d(relu6.input, relu6.zeros[0], relu6.weight(), relu6.bias(), relu6.factors(), relu6.zeros[2],
               {relu6.zeros[2], std::min(six, 127)}, Window::square(3))
            .data == relu6.output.data);
}

TEST_CASE("naive int8 depthwise convolutions equal LiteRT's reference kernels") {
  const Case one{"depthwise"}, two{"depthwise_multiplier"};
  CHECK(conv2d(one.input, one.zeros[0], one.weight(), one.bias(), one.factors(), one.zeros[2], {}, same_window(7, 8, 3),
               5)
            .data == one.output.data);
  CHECK(conv2d(two.input, two.zeros[0], two.weight(), two.bias(), two.factors(), two.zeros[2], {},
               same_window(7, 8, 3, 2), 5)
            .data == two.output.data);
}

TEST_CASE("naive int8 linear equals LiteRT's reference kernel") {
  const Case c{"linear"};
  CHECK(linear(c.input.data, c.zeros[0], c.weight(), c.bias(), c.factors(), c.zeros[2], {}).data == c.output.data);
}

TEST_CASE("naive int8 pools equal LiteRT's reference kernels") {
  const Case average{"average_pool"}, largest{"max_pool"};
  CHECK(average_pool(average.input, {}, same_window(7, 8, 3, 2)).data == average.output.data);
  CHECK(max_pool(largest.input, same_window(7, 8, 3, 2)).data == largest.output.data);
}

TEST_CASE("naive int8 mean equals LiteRT's reference kernel") {
  const Case c{"mean"};
  CHECK(mean(c.input, c.affine(0), c.affine(2)).data == c.output.data);
}

TEST_CASE("naive int8 add and mul equal LiteRT's reference kernels") {
  const auto equal = [](const std::string& name, Binary* f) {
    const Case c{name};
    const auto second = golden().tensor<std::int8_t>(name + "/second");
    return combine(f, c.input, second, c.affine(0), c.affine(1), c.affine(2)).data == c.output.data;
  };
  CHECK(equal("add", reference::add));
  CHECK(equal("mul", reference::mul));
}
