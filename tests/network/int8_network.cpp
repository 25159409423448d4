// An int8 network against the naive int8 operations, value by value and end to end; activations' tables against the
// exact functions.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <memory>

#include "reference/elementwise.hpp"
#include "reference/quantized.hpp"

namespace {

using namespace edgelite;
using Bytes = reference::Tensor<std::int8_t>;

struct Mixed : Network<Input<7, 8, 5>, Conv2d<8, Kernel<3>, Stride<2>, Bias>, Relu6,
                       Residual<PointwiseConv2d<16>, Relu, DepthwiseConv2d<>, BatchNorm2d, Relu,
                                SqueezeExcite<Reduction<4>, HardSigmoid>, PointwiseConv2d<8>, BatchNorm2d>,
                       Relu, GlobalAveragePool, Linear<10>> {};

enum Id { input, stem, expanded, filtered, squeezed, hidden, scores, gate, gated, projected, sum, mean, logits, count };
static_assert(program<Mixed>.value_count == count);

// The naive network: the same numbers as the Parameters, taken in the order of the operations.
class Naive {
 public:
  explicit Naive(const Parameters<Mixed, std::int8_t>& p) : p_(p) {}

  std::vector<Bytes> operator()(const Bytes& image) {
    std::vector<Bytes> v(count);
    v[input] = image;
    v[stem] = convolution(v, input, stem, 8, 5, reference::same_window(7, 8, 3, 2), 1, 0, 6);
    v[expanded] = convolution(v, stem, expanded, 16, 8, {}, 1, 0, unbounded);
    v[filtered] = convolution(v, expanded, filtered, 16, 16, reference::same_window(4, 4, 3), 16, 0, unbounded);
    v[squeezed] = reference::average_pool(v[filtered], {}, reference::Window{4, 4});
    v[hidden] = convolution(v, squeezed, hidden, 4, 16, {}, 1, 0, unbounded);
    v[scores] = convolution(v, hidden, scores, 16, 4, {}, 1, -unbounded, unbounded);
    v[gate] = v[scores];
    for (std::int8_t& b : v[gate].data) {
      const double x = double(affine(scores).scale) * (b - affine(scores).zero_point);
      b = reference::Clamp{}(std::lround(reference::hard_sigmoid(x) / double(affine(gate).scale)) +
                             affine(gate).zero_point);
    }
    v[gated] = reference::combine(reference::mul, v[filtered], v[gate], affine(filtered), affine(gate), affine(gated));
    v[projected] = convolution(v, gated, projected, 8, 16, {}, 1, -unbounded, unbounded);
    v[sum] = reference::combine(reference::add, v[projected], v[stem], affine(projected), affine(stem), affine(sum),
                                bounds(sum, 0, unbounded));
    v[mean] = reference::average_pool(v[sum], {}, reference::Window{4, 4});
    const Taken t = take(mean, logits, 10, 8);
    v[logits] = reference::linear(v[mean].data, affine(mean).zero_point, t.weight, t.bias, t.factors,
                                  affine(logits).zero_point, {});
    return v;
  }

 private:
  struct Taken {
    std::vector<std::int8_t> weight;
    std::vector<std::int32_t> bias;
    std::vector<reference::FixedPoint> factors;
  };
  reference::Affine affine(Id id) const { return {p_.values[id].scale, p_.values[id].zero_point}; }
  reference::Clamp bounds(Id id, float low, float high) const {
    const auto stored = [&](float x, int otherwise) {
      return std::abs(x) < unbounded ? reference::Clamp{}(std::lround(x / affine(id).scale) + affine(id).zero_point)
                                     : otherwise;
    };
    return {stored(low, -128), stored(high, 127)};
  }
  Taken take(Id from, Id to, int filters, int per_filter) {
    Taken t;
    for (int i = 0; i < filters * per_filter; ++i) t.weight.push_back(p_.weight.at(weight_++));
    for (int o = 0; o < filters; ++o, ++channel_) {
      t.bias.push_back(p_.bias.at(channel_));
      t.factors.push_back(reference::fixed_point(double(affine(from).scale) * double(p_.scale.at(channel_)) /
                                                 double(affine(to).scale)));
    }
    return t;
  }
  Bytes convolution(const std::vector<Bytes>& v, Id from, Id to, int filters, int channels, reference::Window w,
                    int groups, float low, float high) {
    const Taken t = take(from, to, filters, channels / groups * w.kernel_height * w.kernel_width);
    return reference::conv2d(v[from], affine(from).zero_point, t.weight, t.bias, t.factors, affine(to).zero_point,
                             bounds(to, low, high), w, groups);
  }

  const Parameters<Mixed, std::int8_t>& p_;
  std::size_t weight_ = 0, channel_ = 0;
};

std::unique_ptr<Parameters<Mixed, std::int8_t>> make_parameters() {
  auto p = std::make_unique<Parameters<Mixed, std::int8_t>>();
  const auto weights = reference::random_vector<std::int8_t>(static_cast<int>(p->weight.size()), 11);
  std::copy(weights.begin(), weights.end(), p->weight.begin());
  for (auto& w : p->weight) w = std::max<std::int8_t>(w, -127);
  for (std::size_t o = 0; o < p->bias.size(); ++o) {
    p->bias[o] = static_cast<std::int32_t>(o * 977 % 2001) - 1000;
    p->scale[o] = 0.003f + 0.0004f * static_cast<float>(o % 9);
  }
  p->values = {{{0.02f, -7},
                {0.04f, -128},
                {0.05f, -100},
                {0.04f, -90},
                {0.04f, -90},
                {0.03f, -128},
                {1 / 32.0f, 3},
                {1 / 256.0f, -128},
                {0.03f, -95},
                {0.05f, 11},
                {0.06f, -80},
                {0.06f, -80},
                {0.04f, 5}}};
  return p;
}

// Neither constant nor saturated: else a comparison says little.
bool is_lively(const Bytes& t) {
  const auto [least, most] = std::minmax_element(t.data.begin(), t.data.end());
  return *least != *most && std::count(t.data.begin(), t.data.end(), 127) < t.size() / 2;
}

template <class Arch, class Policy>
void check_run(const Weights<Mixed, std::int8_t, Arch>& weights, const Bytes& image, const Bytes& expected) {
  auto arena = std::make_unique<Arena<arena_bytes<Mixed, std::int8_t, Policy, Arch>>>();
  arena->bytes.fill(std::byte{0x55});
  std::array<std::int8_t, 10> output{};
  run<Mixed, Policy>(weights, std::span<const std::int8_t, 280>(image.data.data(), 280),
                     std::span<std::int8_t, 10>(output), *arena);
  CHECK(std::equal(output.begin(), output.end(), expected.data.begin()));
}

}  // namespace

TEST_CASE_TEMPLATE("an int8 network equals the naive operations, bit for bit", Arch, Scalar, NativeArch) {
  const auto parameters = make_parameters();
  auto weights = std::make_unique<Weights<Mixed, std::int8_t, Arch>>();
  prepare(*parameters, *weights);
  const auto image = reference::random_tensor<std::int8_t>(7, 8, 5, 12);
  const std::vector<Bytes> expected = Naive(*parameters)(image);

  auto arena = std::make_unique<Arena<arena_bytes<Mixed, std::int8_t, Unscheduled, Arch>>>();
  std::array<std::int8_t, 10> output{};
  int seen = 0;
  observe<Mixed>(*weights, image.data.data(), Outputs<std::int8_t, 1>{output.data()}, *arena, [&](int id, auto view) {
    CAPTURE(id);
    const Bytes& e = expected[static_cast<std::size_t>(id)];
    REQUIRE(Shape{e.height, e.width, e.channels} == view.shape);
    Bytes seen_value(e.height, e.width, e.channels);
    reference::for_each(e, [&](int y, int x, int c) { seen_value.at(y, x, c) = view(y, x, c); });
    CHECK(seen_value.data == e.data);
    CHECK(is_lively(e));
    ++seen;
    return true;
  });
  CHECK(seen == count - 1);
  check_run<Arch, Small>(*weights, image, expected[logits]);
  check_run<Arch, Speed>(*weights, image, expected[logits]);
}

namespace {

// The table's entry is the nearest step to the exact value; where two are equally near (to float's precision) either
// will do.
template <class Layer, class F> void check_table(F exact, Quantization in, Quantization out) {
  struct Net : Network<Input<16, 16, 1>, Layer> {};
  Parameters<Net, std::int8_t> parameters{};
  parameters.values = {{in, out}};
  Weights<Net, std::int8_t, NativeArch> weights{};
  prepare(parameters, weights);
  std::array<std::int8_t, 256> x{}, y{};
  for (std::size_t i = 0; i < 256; ++i) x[i] = static_cast<std::int8_t>(static_cast<int>(i) - 128);
  Arena<arena_bytes<Net, std::int8_t, Small>> arena{};
  run<Net, Small>(weights, x, y, arena);
  for (std::size_t i = 0; i < 256; ++i) {
    const double steps = exact(double(in.scale) * (x[i] - in.zero_point)) / double(out.scale) + out.zero_point;
    const double bounded = std::min(std::max(steps, -128.0), 127.0);
    CAPTURE(steps);
    CHECK(std::abs(y[i] - bounded) <= 0.5 + 1e-3);
  }
}

}  // namespace

TEST_CASE("int8 activations are the exact functions, rounded to the nearest step") {
  const Quantization in{0.06f, 10}, out{0.05f, -40};
  check_table<HardSwish>(reference::hard_swish, in, out);
  check_table<Silu>(reference::silu, in, out);
  check_table<LeakyRelu<>>([](double x) { return reference::leaky_relu(x); }, in, out);
  check_table<Sigmoid>(reference::sigmoid, in, {1 / 256.0f, -128});
  check_table<HardSigmoid>(reference::hard_sigmoid, in, {1 / 256.0f, -128});
  check_table<Relu6>(reference::relu6, in, out);
  check_table<Relu>(reference::relu, in, out);
}
