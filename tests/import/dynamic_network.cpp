// A network known at run time only computes what its type computes, bit for bit, observed value by value, too; it
// counts, plans and hashes alike.
#include <doctest/doctest.h>

#include <edgelite/import/dynamic_network.hpp>
#include <edgelite/network/program_hash.hpp>
#include <edgelite/quantization/convert.hpp>
#include <map>

#include "draft.hpp"
#include "graph_of.hpp"
#include "imported.hpp"
#include "reference/tensor.hpp"

namespace {

using namespace import_test;

template <class Norm>
struct Rich
    : Network<Input<9, 8, 3>, Conv2d<12, Kernel<3>, Stride<2>, Bias>, Norm, Relu6, DepthwiseConv2d<Padding<1>>, Norm,
              HardSwish,
              Residual<PointwiseConv2d<24>, Norm, Relu, DepthwiseConv2d<Kernel<3>>, Norm, SqueezeExcite<Reduction<2>>,
                       PointwiseConv2d<12>, Norm>,
              Concat<Sequence<PointwiseConv2d<4, Groups<2>>, Norm, Relu>, MaxPool2d<Kernel<3>, Stride<1>, Padding<1>>,
                     AveragePool2d<Kernel<3>, Stride<1>, Padding<1>>, Sequence<>>,
              Split<Identity, Sequence<Conv2d<20, Kernel<3>>, Norm>>, Conv2d<40, Groups<4>>, Norm, ChannelShuffle<4>,
              EarlyExit<GlobalAveragePool, Linear<3>, Softmax>, DepthwiseConv2d<DepthMultiplier<2>, Stride<2>, Valid>,
              Slice<3, 10>, Requantize, Pad<1>, Crop<1, 0, 3, 3>, ResizeBy<2>, Resize<5, 7, Bilinear>,
              AveragePool2d<Kernel<2>, Stride<2>>, Silu, Residual<Shortcut<LeakyRelu<>>, HardSigmoid>, Flatten,
              Linear<7>> {};
struct Entangled
    : Network<Inputs<Input<6, 5, 4>, Input<1, 1, 8>>,
              Graph<Node<Sequence<Conv2d<8, Kernel<3>, Bias>, Clamp<std::ratio<-1, 2>, std::ratio<3, 4>>>, 0>,
                    Node<ProductOf, 2, 1>, Node<DepthwiseConv2d<>, 3>, Node<DifferenceOf, 3, 4>,
                    Node<Add<Identity, Constant<6, 5, 8>>, 5>, Node<Reshape<5, 6, 8>, 6>,
                    Node<Sequence<LeakyRelu<std::ratio<1, 5>>, Flatten, Linear<3>>, 6>, Results<3, 8, 7>>,
              GlobalAveragePool> {};
struct WithNorms : Rich<BatchNorm2d> {};
struct WithoutNorms : Rich<Identity> {};
struct ToEven : RoundedToEven<WithoutNorms> {};

template <class Net> auto random_parameters() {
  auto parameters = std::make_unique<Parameters<Net, float>>();
  const auto numbers = reference::random_vector(parameter_count<Net>, 5);
  std::copy(numbers.begin(), numbers.end(), parameters->data.begin());
  for (const Operation& op : written<Net>.operations)
    if (op.role == Role::affine) {
      float* mean = parameters->data.data() + op.parameter_offset + 2 * op.channels;
      std::fill_n(mean, op.channels, 0.0f);
      std::fill_n(mean + op.channels, op.channels, 1 - op.epsilon);
    }
  return parameters;
}

// The values of program<Net>, by id.
template <class Net, class T> using Values = std::array<std::vector<T>, program<Net>.value_count>;

template <class T> std::vector<T> elements(TensorView<const T> x) {
  std::vector<T> all;
  for (int i = 0; i < x.shape.height; ++i)
    for (int j = 0; j < x.shape.width; ++j)
      for (int c = 0; c < x.shape.channels; ++c) all.push_back(x(i, j, c));
  return all;
}

template <class Net, class T>
auto observed(const Weights<Net, T>& weights, const std::vector<T>& image, std::vector<std::vector<T>>& outputs) {
  Values<Net, T> values;
  Outputs<T, program<Net>.output_count> to{};
  outputs.resize(to.size());
  for (std::size_t k = 0; k < to.size(); ++k) {
    outputs[k].resize(static_cast<std::size_t>(program<Net>.shape(program<Net>.outputs[k]).size()));
    to[k] = outputs[k].data();
  }
  auto arena = std::make_unique<Arena<arena_bytes<Net, T, Unscheduled>>>();
  observe<Net>(weights, inputs_of<Net>(image.data()), to, *arena, [&](int v, TensorView<const T> x) {
    values[static_cast<std::size_t>(v)] = elements(x);
    return true;
  });
  return values;
}

// Of a written value: the one of program<Net> that it is.
template <class Net> int simplified(int value) {
  constexpr int inputs = written<Net>.input_count;
  for (const Operation& op : program<Net>.operations)
    if (op.written + inputs == value) return op.output;
  return value < inputs ? value : simplified<Net>(written<Net>[value - inputs].input[0]);
}

template <class Net, class T> void check(const Parameters<Net, T>& parameters, const std::vector<T>& image) {
  const graph::Graph g = [&] {
    graph::Graph of = graph_of(parameters);
    if (Net::rounds_to_even) of.rounding = Rounding::to_even;
    return of;
  }();
  const graph::Written w = written_of<Net>();
  graph::DynamicNetwork<T> network;
  const Error error = network.make(g, w);
  REQUIRE_MESSAGE(!error, error.message);

  CHECK(network.hash() == program_hash(program<Net>));
  CHECK(network.template arena_bytes<Small>() == arena_bytes<Net, T, Small>);
  CHECK(network.template arena_bytes<Unscheduled>() == arena_bytes<Net, T, Unscheduled>);
  CHECK(network.metrics() == metrics<Net>);

  auto weights = std::make_unique<Weights<Net, T>>();
  prepare(parameters, *weights);
  std::vector<std::vector<T>> expected, outputs;
  const auto values = observed<Net, T>(*weights, image, expected);
  std::vector<std::vector<T>> inputs;
  for (std::size_t k = 0, at = 0; k < input_count<Net>; at += inputs[k++].size())
    inputs.emplace_back(image.begin() + static_cast<std::ptrdiff_t>(at),
                        image.begin() + static_cast<std::ptrdiff_t>(at) + Net::inputs[k].size());
  REQUIRE(!network.run(inputs, outputs));
  CHECK(outputs == expected);
  int seen = 0;
  REQUIRE(!network.observe(inputs, [&](int value, TensorView<const T> x) {
    ++seen;
    CHECK(elements(x) == values[static_cast<std::size_t>(simplified<Net>(value))]);
  }));
  CHECK(seen == program<Net>.operation_count);
}

template <class Net> void check_int8() {
  const auto parameters = random_parameters<Net>();
  const auto image = reference::random_vector(sample_size<Net>, 6);
  auto weights = std::make_unique<Weights<Net, float>>();
  prepare(*parameters, *weights);
  std::vector<std::vector<float>> outputs;
  auto values = observed<Net, float>(*weights, image, outputs);
  for (std::size_t k = 0, at = 0; k < input_count<Net>; at += values[k++].size())
    values[k].assign(image.begin() + static_cast<std::ptrdiff_t>(at),
                     image.begin() + static_cast<std::ptrdiff_t>(at) + Net::inputs[k].size());
  Ranges<Net> ranges{};
  for (std::size_t v = 0; v < values.size(); ++v)
    for (const float x : values[v]) ranges[v].include(x);
  auto quantized = std::make_unique<Parameters<Net, std::int8_t>>();
  convert(*parameters, ranges, *quantized);
  std::vector<std::int8_t> bytes(image.size());
  for (std::size_t k = 0, at = 0; k < input_count<Net>; at += values[k++].size())
    quantize(values[k], quantized->values[k], std::span(bytes).subspan(at));
  check<Net, std::int8_t>(*quantized, bytes);
}

// A concat of more values than an operation reads is several operations: their results are none of the file's tensors.
template <class T> void check_long_concat(bool entangled) {
  Draft d(is_quantized<T> ? graph::Element::int8 : graph::Element::float32);
  const int x = d.input({2, 3, 2});
  std::vector<int> parts{x};
  for (int k = 1; k < 2 * max_inputs + 2; ++k)
    parts.push_back(d.conv(entangled ? parts[static_cast<std::size_t>(k / 2)] : x, 1 + k % 3));
  const int all = d.join(Kind::concat, parts);
  d.graph.outputs = {d.conv(all, 4)};
  for (graph::Value& value : d.graph.values) value.quantization = {0.25f, 3};

  const graph::DynamicNetwork<T> network = composed<T>(d.graph);
  CHECK(network.numbers().program().operation_count > static_cast<int>(d.graph.nodes.size()));
  std::vector<std::vector<T>> inputs(1, std::vector<T>(12));
  for (std::size_t i = 0; i < inputs[0].size(); ++i) inputs[0][i] = static_cast<T>(i);
  std::map<int, std::vector<std::vector<T>>> pixels;  // of each value: the channels of each pixel
  REQUIRE(!network.observe(inputs, [&](int value, TensorView<const T> y) {
    CHECK(y.shape == d.graph.values[static_cast<std::size_t>(value)].shape);
    auto& of_value = pixels[value];
    CHECK(of_value.empty());
    for (int p = 0; p < y.shape.pixels(); ++p) {
      of_value.emplace_back();
      for (int c = 0; c < y.shape.channels; ++c) of_value.back().push_back(y(p / 3, p % 3, c));
    }
  }));
  CHECK(pixels.size() == d.graph.nodes.size());
  for (std::size_t p = 0; p < 6; ++p) {
    std::vector<T> expected(inputs[0].begin() + static_cast<std::ptrdiff_t>(2 * p),
                            inputs[0].begin() + static_cast<std::ptrdiff_t>(2 * p) + 2);
    for (std::size_t k = 1; k < parts.size(); ++k) {
      const auto& part = pixels[parts[k]].at(p);
      expected.insert(expected.end(), part.begin(), part.end());
    }
    CHECK(pixels[all].at(p) == expected);
  }
}

}  // namespace

TEST_CASE("a dynamic network in float is its type") {
  check<WithNorms, float>(*random_parameters<WithNorms>(), reference::random_vector(sample_size<WithNorms>, 6));
  check<Entangled, float>(*random_parameters<Entangled>(), reference::random_vector(sample_size<Entangled>, 6));
}

TEST_CASE("a dynamic network in int8 is its type") {
  check_int8<WithoutNorms>();
  check_int8<ToEven>();
  check_int8<Entangled>();
}

TEST_CASE("the parts of a long concat are no tensors of the file") {
  for (const bool entangled : {false, true}) {
    check_long_concat<float>(entangled);
    check_long_concat<std::int8_t>(entangled);
  }
}

TEST_CASE("tensors that are no input of the network") {
  const graph::Graph g = graph_of(*random_parameters<Entangled>());
  graph::DynamicNetwork<float> network;
  REQUIRE(!network.make(g, written_of<Entangled>()));
  std::vector<std::vector<float>> outputs;
  CHECK(network.run({}, outputs).message == "network.file: expected 2 inputs, found 0");
  CHECK(network.run({std::vector<float>(120), std::vector<float>(7)}, outputs).message ==
        "network.file: input tensor 1 \"v1\": expected 8 elements, found 7");
  CHECK(graph::DynamicNetwork<std::int8_t>().make(g, written_of<Entangled>()).message ==
        "network.file: expected a graph of int8, found float");
}
