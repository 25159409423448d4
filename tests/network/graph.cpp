// Graphs of layers, networks of several inputs, and the layers that only they need: against naive loops, against the
// same network written with Residual and Concat, and scheduled against value by value.
#include <edgelite/network/quantized_tensors.hpp>

#include "scheduled.hpp"

namespace {

using namespace edgelite;

template <int C> using Conv = Sequence<PointwiseConv2d<C, Bias>, Relu>;

// One network in two ways; operations come in the same order, so the parameters are the same.
struct Written : Network<Input<5, 4, 6>, Conv<8>, Residual<Conv<12>, PointwiseConv2d<8>>, Relu,
                         Concat<MaxPool2d<Kernel<3>, Stride<1>>, Conv<8>, Identity>, HardSwish> {};
struct AsGraph
    : Network<Input<5, 4, 6>, Graph<Node<Conv<8>, 0>, Node<Conv<12>, 1>, Node<PointwiseConv2d<8>, 2>, Node<SumOf, 3, 1>,
                                    Node<Relu, 4>, Node<MaxPool2d<Kernel<3>, Stride<1>>, 5>, Node<Conv<8>, 5>,
                                    Node<ConcatOf, 6, 7, 5>, Node<HardSwish, 8>>> {};

// A Wheatstone bridge, which no nesting of branches makes: a = x - r, b = x k, c = a + b, d = c a, e = c - b,
// y = d + e.
struct Bridge
    : Network<Inputs<Input<3, 2, 5>, Input<3, 2, 5>>,
              Graph<Node<DifferenceOf, 0, 1>, Node<Constant<1, 1, 5>, 0>, Node<ProductOf, 0, 3>, Node<SumOf, 2, 4>,
                    Node<ProductOf, 5, 2>, Node<DifferenceOf, 5, 4>, Node<SumOf, 6, 7>, Results<5, 1, 2, 8>>> {};
static_assert(program<Bridge>.input_count == 2 && program<Bridge>.output_count == 4);
static_assert(sample_size<Bridge> == 60 && output_size<Bridge, 1> == 30);
static_assert(metrics<Bridge>.parameters == 5);

// Of what lies inside a concat, of slices, of an input, and of what runs in place; reshaped twice; and made of a
// reshaped value: a slice, a concat, an output.
struct Reshaped
    : Network<Input<4, 6, 4>,
              Graph<Node<Concat<Identity, Identity>, 0>, Node<HardSwish, 0>, Node<ConcatOf, 1, 2>,
                    Node<Reshape<2, 3, 32>, 1>, Node<Slice<8, 8>, 4>, Node<Reshape<3, 4, 4>, 5>, Node<Slice<2, 8>, 3>,
                    Node<Reshape<1, 12, 16>, 7>, Node<HardSwish, 8>, Node<Reshape<6, 1, 16>, 0>, Node<Slice<1, 3>, 10>,
                    Node<ConcatOf, 10, 10>, Node<HardSwish, 12>, Node<Sigmoid, 6>, Node<HardSwish, 0>,
                    Node<Reshape<2, 3, 16>, 15>, Node<Slice<4, 8>, 16>, Node<Sigmoid, 17>, Node<Slice<0, 4>, 16>,
                    Node<Reshape<3, 2, 4>, 19>, Node<Sigmoid, 20>, Results<4, 9, 6, 11, 13, 3, 5, 18, 21, 14>>> {};

// Constants in a concat, as a gate, as both terms; a network of nothing but one.
struct Constants
    : Network<Input<3, 4, 4>, Graph<Node<Constant<3, 4, 2>, 0>, Node<HardSwish, 0>, Node<ConcatOf, 1, 2, 1>,
                                    Node<Constant<1, 1, 8>, 0>, Node<ProductOf, 3, 4>, Node<Constant<3, 4, 8>, 0>,
                                    Node<DifferenceOf, 6, 5>, Node<Relu, 7>, Results<1, 8>>> {};
struct Alone : Network<Input<1, 1, 2>, Constant<2, 1, 3>> {};

struct Branches : Network<Input<4, 4, 6>, Sub<Conv<8>, Sequence<Conv<8>, DepthwiseConv2d<>>>,
                          Clamp<std::ratio<-1, 2>, std::ratio<3, 4>>, Sub<HardSwish, Constant<4, 4, 8>>,
                          Clamp<std::ratio<1, 8>, std::ratio<1, 4>>, LeakyRelu<>, LeakyRelu<std::ratio<1, 3>>> {};

// Inputs of several shapes, one of them read late and twice, one an output.
struct Three
    : Network<
          Inputs<Input<4, 4, 8>, Input<1, 1, 8>, Input<4, 4, 8>>,
          Graph<Node<Conv<8>, 0>, Node<Linear<8>, 1>, Node<Sigmoid, 4>, Node<ProductOf, 3, 5>, Node<SumOf, 6, 2>,
                Node<Graph<Node<ConcatOf, 0, 1, 0>, Node<Conv<8>, 2>, Node<DifferenceOf, 3, 1>>, 7, 2>, Results<2, 8>>,
          HardSwish> {};

// Hundreds of nodes: v_i = v_(i-1) - v_(i-2), which comes back after six.
constexpr int length = 300;
template <int... I> Graph<Node<DifferenceOf, I + 1, I>...> differences(std::integer_sequence<int, I...>);
struct Chain : Network<Inputs<Input<1, 2, 3>, Input<1, 2, 3>>,
                       decltype(differences(std::make_integer_sequence<int, length>{}))> {};
static_assert(program<Chain>.operation_count == length);

template <class Net> auto random_parameters(unsigned seed) {
  auto parameters = std::make_unique<Parameters<Net, float>>();
  const auto numbers = reference::random_vector(parameter_count<Net>, seed);
  for (std::size_t i = 0; i < numbers.size(); ++i) parameters->data[i] = numbers[i];
  return parameters;
}

// All outputs, by the given policy.
template <class Net, class Policy = Small>
auto outputs(const Parameters<Net, float>& parameters, const std::vector<float>& sample) {
  auto weights = std::make_unique<Weights<Net, float>>();
  prepare(parameters, *weights);
  auto arena = std::make_unique<Arena<arena_bytes<Net, float, Policy>>>();
  scheduled_test::AllOutputs<Net, float> all;
  run<Net, Policy>(*weights, inputs_of<Net>(sample.data()), all.to, *arena, [](int) { return true; });
  return all.data;
}
template <class Net> std::vector<float> random_sample(unsigned seed) {
  return reference::random_vector(static_cast<int>(sample_size<Net>), seed);
}

}  // namespace

TEST_CASE("a graph is the network that its nodes spell") {
  static_assert(program<Written>.operation_count == program<AsGraph>.operation_count);
  static_assert(arena_bytes<Written, float> == arena_bytes<AsGraph, float>);
  CHECK(tensors<AsGraph>[0].label() == "0.0.0.weight");
  CHECK(tensors<AsGraph>.back().label() == "0.6.0.bias");
  const auto p = random_parameters<Written>(1);
  Parameters<AsGraph, float> same;
  same.data = p->data;
  const auto x = random_sample<Written>(2);
  CHECK(outputs(same, x) == outputs(*p, x));
}

TEST_CASE_TEMPLATE("a graph without nesting, of two inputs, with several results", Policy, Small, Speed) {
  const auto p = random_parameters<Bridge>(3);
  const auto sample = random_sample<Bridge>(4);
  const auto y = outputs<Bridge, Policy>(*p, sample);
  for (std::size_t i = 0; i < 30; ++i) {
    const float x = sample[i], r = sample[30 + i], k = p->data[i % 5];
    const float a = x - r, b = x * k, c = a + b, d = c * a, e = c - b;
    CHECK(y[0][i] == c);
    CHECK(y[1][i] == r);
    CHECK(y[2][i] == a);
    CHECK(y[3][i] == d + e);
  }
}

TEST_CASE("three hundred nodes") {
  Parameters<Chain, float> none{};
  const auto x = random_sample<Chain>(5);
  const std::vector<float> whole{3, -2, 5, 7, 0, 1, 8, -9, 4, 2, 6, -1};
  const auto y = outputs<Chain, Small>(none, whole)[0];
  static_assert(length % 6 == 0);  // value 301 is value 1
  CHECK(y == std::vector<float>(whole.begin() + 6, whole.end()));
  static_assert(arena_bytes<Chain, float, Small, Scalar> <= 3 * 64);
}

TEST_CASE("reshaping keeps the storage order") {
  const auto p = random_parameters<Reshaped>(6);
  const auto x = random_sample<Reshaped>(7);
  const auto y = outputs(*p, x);
  const std::vector<float>&two_by_three = y[0], &halves = y[2], &whole = y[5];
  for (std::size_t i = 0; i < 24; ++i)  // the first 8 of 12 channels
    for (std::size_t c = 0; c < 8; ++c) CHECK(two_by_three[8 * i + c] == whole[12 * i + c]);
  for (std::size_t i = 0; i < 6; ++i)  // channels 8 to 15 of 32
    for (std::size_t c = 0; c < 8; ++c) CHECK(halves[8 * i + c] == two_by_three[32 * i + 8 + c]);
  for (std::size_t i = 0; i < 6; ++i)  // channels 1 to 3 of the input as 6 x 1 x 16
    for (std::size_t c = 0; c < 3; ++c) CHECK(y[3][3 * i + c] == x[16 * i + 1 + c]);
}

TEST_CASE("a constant is its parameter, in int8 with the scale of its value") {
  CHECK(tensors<Alone>[0].label() == "0.value");
  CHECK(std::span(tensors<Alone>[0].shape).first<3>().back() == 3);
  const auto p = random_parameters<Alone>(8);
  CHECK(outputs(*p, {0, 0})[0] == std::vector<float>(p->data.begin(), p->data.end()));
  static_assert(quantized_tensors<Alone>.size() == 3 && metrics<Alone>.memory_access_cost == 6 + 6);
  Ranges<Alone> ranges{Range{-1, 1}, Range{-0.5f, 0.75f}};
  Parameters<Alone, std::int8_t> q;
  static_assert(std::tuple_size_v<decltype(q.bias)> == 0 && std::tuple_size_v<decltype(q.weight)> == 6);
  REQUIRE(!convert(*p, ranges, q));
  Weights<Alone, std::int8_t> weights;
  prepare(q, weights);
  const auto y = evaluate<Alone>(weights, {5, 5});
  for (std::size_t i = 0; i < 6; ++i) CHECK(y[i] == quantize(p->data[i], q.values[1]));
  p->data[4] = NAN;
  CHECK(convert(*p, ranges, q).kind == QuantizationProblem::Kind::weight);
}

TEST_CASE("clamps and leaky ReLUs, each with its own bounds and slope") {
  using Two = Network<Input<1, 7, 9>, LeakyRelu<std::ratio<1, 4>>, Clamp<std::ratio<-1, 16>, std::ratio<3, 4>>,
                      LeakyRelu<std::ratio<-2>>, Clamp<std::ratio<1, 32>, std::ratio<1, 2>>>;
  const auto x = random_sample<Two>(9);
  std::vector<float> expected;
  for (float v : x) {
    v = std::min(std::max(v < 0 ? v / 4 : v, -0.0625f), 0.75f);
    expected.push_back(std::min(std::max(v < 0 ? v * -2 : v, 0.03125f), 0.5f));
  }
  CHECK(outputs<Two, Small>({}, x)[0] == expected);
  CHECK(outputs<Two, Speed>({}, x)[0] == expected);
}

TEST_CASE("padding of four sides") {
  using Sides = Padding<0, 2, 1, 0>;
  const auto check_equal = []<class One, class Other>(One, Other) {
    const auto p = random_parameters<One>(10);
    const auto x = random_sample<One>(11);
    Parameters<Other, float> same;
    std::copy(p->data.begin(), p->data.end(), same.data.begin());
    const auto a = outputs<One>(*p, x)[0], b = outputs<Other>(same, x)[0];
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-5));
  };
  using Padded = Pad<0, 2, 1, 0>;
  check_equal(Network<Input<7, 6, 4>, Conv2d<5, Kernel<3>, Stride<2>, Sides>>{},
              Network<Input<7, 6, 4>, Padded, Conv2d<5, Kernel<3>, Stride<2>, Valid>>{});
  check_equal(Network<Input<7, 6, 4>, DepthwiseConv2d<Kernel<3>, Sides>>{},
              Network<Input<7, 6, 4>, Padded, DepthwiseConv2d<Kernel<3>, Valid>>{});
  check_equal(Network<Input<7, 6, 4>, AveragePool2d<Kernel<3>, Stride<2>, Sides>>{},
              Network<Input<7, 6, 4>, Padded, AveragePool2d<Kernel<3>, Stride<2>, Valid>>{});
  // Same padding of 8 x 8, stride 2, is one row below and one column to the right, and does not count.
  check_equal(Network<Input<8, 8, 4>, AveragePool2d<Kernel<3>, Stride<2>, Padding<0, 1, 0, 1>, ExcludePadding>>{},
              Network<Input<8, 8, 4>, AveragePool2d<Kernel<3>, Stride<2>, Same>>{});
}

TEST_CASE("what the schedule does with them changes no number") {
  scheduled_test::check<AsGraph, NativeArch>(20);
  scheduled_test::check<Bridge, NativeArch, Small>(21);
  scheduled_test::check<Reshaped, NativeArch, Small>(22);
  scheduled_test::check<Constants, NativeArch, Small>(23);
  scheduled_test::check<Branches, NativeArch>(24);
  scheduled_test::check<Three, NativeArch, Small>(25);
}
