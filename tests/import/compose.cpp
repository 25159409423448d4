// A graph becomes the type that a person would write: the text is that type's, the program written at run time is
// program<Net>, path for path.
#include <doctest/doctest.h>

#include <edgelite/import/type_text.hpp>
#include <edgelite/import/write_program.hpp>
#include <edgelite/network/program_hash.hpp>

#include "draft.hpp"

namespace {

using namespace import_test;
namespace el = edgelite;

// A type and its own text.
#define NETWORK(name, ...)                                 \
  struct name : __VA_ARGS__ {                              \
    static constexpr std::string_view text = #__VA_ARGS__; \
  }

// Without comments and white space.
std::string condensed(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "//") i = std::min(text.find('\n', i), text.size() - 1);
    if (text[i] != ' ' && text[i] != '\n') result += text[i];
  }
  return result;
}

std::uint64_t hash_of(const Operation& op) {
  Hash hash;
  edgelite::detail::mix(hash, op);
  return hash.value;
}

template <class Net> void check_program(const graph::Graph& g, const graph::Layers& layers) {
  graph::Written w;
  const Error error = graph::write_program(g, layers, w);
  REQUIRE_MESSAGE(!error, error.message);
  REQUIRE(w.program->operation_count == written<Net>.operation_count);
  REQUIRE(w.node.size() == static_cast<std::size_t>(w.program->operation_count));
  for (int i = 0; i < w.program->operation_count; ++i) {
    const Operation &found = (*w.program)[i], &expected = written<Net>[i];
    INFO("operation ", i);
    CHECK(hash_of(found) == hash_of(expected));
    REQUIRE(found.path.depth == expected.path.depth);
    CHECK(found.path.index == expected.path.index);
    if (const int n = w.node[static_cast<std::size_t>(i)]; n >= 0) {
      const auto& node = g.nodes[static_cast<std::size_t>(n)];
      CHECK(found.to == g.values[static_cast<std::size_t>(node.output)].shape);
    } else {
      CHECK((found.role == Role::concat || found.to.size() == found.from.size()));
    }
  }
  CHECK(program_hash(*w.program) == program_hash(written<Net>));
  CHECK(program_hash(edgelite::detail::simplify(*w.program)) == program_hash(program<Net>));
  CHECK(checked<Net>);
}

// The text of the graph's type, which must be that of Net.
template <class Net> std::string check_network(const graph::Graph& g) {
  const Error error = graph::check(g);
  REQUIRE_MESSAGE(!error, error.message);
  graph::Layers layers;
  const Error wrong = graph::compose(g, layers);
  REQUIRE_MESSAGE(!wrong, wrong.message);
  const std::string text = graph::type_text(g, layers, "Network");
  INFO(text);
  REQUIRE(condensed(text) ==
          condensed("namespace el = edgelite;\n struct Network : " + std::string(Net::text) + " {};"));
  check_program<Net>(g, layers);
  return text;
}

NETWORK(Chain,
        el::Network<
            el::Input<15, 16, 3>, el::Conv2d<8, el::Kernel<3>, el::Stride<2>, el::Bias>, el::Relu6,
            el::DepthwiseConv2d<>, el::BatchNorm2d, el::HardSwish,
            el::DepthwiseConv2d<el::Kernel<5, 3>, el::Padding<2, 1, 0, 1>, el::Dilation<1, 2>, el::DepthMultiplier<2>>,
            el::LeakyRelu<>, el::PointwiseConv2d<12, el::Groups<4>>, el::LeakyRelu<std::ratio<1, 5>>,
            el::MaxPool2d<el::Kernel<3>, el::Stride<2>>, el::Sigmoid, el::AveragePool2d<el::Stride<1>>, el::Silu,
            el::ChannelShuffle<3>, el::Pad<1>, el::Pad<1, 0, 0, 2>, el::Pad<0, 1, 0, 0, 0, 4>, el::Crop<1, 1, 4, 6>,
            el::Slice<2, 12>, el::Resize<8, 9>, el::Resize<4, 4, el::Bilinear>,
            el::Clamp<std::ratio<-1>, std::ratio<5, 2>>, el::Clamp<el::NoLowerBound, std::ratio<3>>, el::HardSigmoid,
            el::Reshape<2, 8, 12>, el::Flatten, el::Relu, el::Linear<10, el::NoBias>, el::Softmax>);

TEST_CASE("every kind of layer, one after another") {
  Draft d;
  int x = d.input({15, 16, 3});
  x = d.conv<Kernel<3>, Stride<2>, Bias>(x, 8);
  x = d.clamp(x, 0, 6);
  x = d.depthwise<Padding<1>>(x);
  x = d.layer(Kind::batch_norm, x);
  x = d.layer(Kind::hard_swish, x);
  x = d.depthwise<Kernel<5, 3>, Padding<2, 1, 0, 1>, Dilation<1, 2>, DepthMultiplier<2>>(x);
  x = d.leaky_relu(x, 0.01f);
  x = d.conv<Groups<4>>(x, 12);
  x = d.leaky_relu(x, 0.2f);
  x = d.pool<Kernel<3>, Stride<2>, Padding<1>>(Kind::max_pool, x);
  x = d.layer(Kind::sigmoid, x);
  x = d.pool<Kernel<2>, Stride<1>, Same>(Kind::average_pool, x);
  x = d.layer(Kind::silu, x);
  x = d.layer(Kind::channel_shuffle, x, {3});
  x = d.layer(Kind::pad, x, {1, 1, 1, 1});
  x = d.layer(Kind::pad, x, {1, 0, 0, 2});
  x = d.layer(Kind::pad, x, {0, 1, 0, 0, 0, 4});
  x = d.layer(Kind::crop, x, {1, 1, 4, 6});
  x = d.layer(Kind::slice, x, {2, 12});
  x = d.layer(Kind::resize_nearest, x, {8, 9});
  x = d.layer(Kind::resize_bilinear, x, {4, 4});
  x = d.clamp(x, -1, 2.5f);
  x = d.clamp(x, -unbounded, 3);
  x = d.layer(Kind::hard_sigmoid, x);
  x = d.layer(Kind::reshape, x, {2, 8, 12});
  x = d.layer(Kind::flatten, x);
  x = d.relu(x);
  x = d.linear(x, 10, false);
  d.graph.outputs = {d.layer(Kind::softmax, x)};
  check_network<Chain>(d.graph);
}

NETWORK(ToEven, el::RoundedToEven<el::Network<el::Input<5, 5, 2>, el::Requantize, el::Flatten, el::Linear<3>>>);

TEST_CASE("int8: rounding to even, another scale, a linear layer that reads an image") {
  Draft d(graph::Element::int8);
  d.graph.rounding = Rounding::to_even;
  const int x = d.input({5, 5, 2});
  const int same = d.layer(Kind::requantize, x), other = d.layer(Kind::requantize, same);
  d.graph.values[static_cast<std::size_t>(other)].quantization = {0.5f, 3};
  d.graph.outputs = {d.linear(other, 3)};
  check_network<ToEven>(d.graph);
}

NETWORK(
    Blocks,
    el::Network<el::Input<8, 8, 4>, el::PointwiseConv2d<8>,
                el::Residual<el::PointwiseConv2d<16>, el::Relu, el::DepthwiseConv2d<>, el::PointwiseConv2d<8>>,
                el::Residual<el::Shortcut<el::PointwiseConv2d<12>>, el::DepthwiseConv2d<>, el::PointwiseConv2d<12>>,
                el::Relu,
                el::Mul<el::Identity, el::Sequence<el::GlobalAveragePool, el::PointwiseConv2d<12>, el::HardSigmoid>>,
                el::Add<el::Sigmoid, el::Silu>, el::Sub<el::MaxPool2d<el::Stride<1>>, el::Identity>,
                el::Concat<el::PointwiseConv2d<2>, el::Residual<el::DepthwiseConv2d<>>, el::Identity>,
                el::Split<el::Identity, el::Sequence<el::Relu, el::DepthwiseConv2d<>>>, el::ChannelShuffle<2>,
                el::Split<el::Sizes<6, 20>, el::Residual<el::Sigmoid>, el::Identity>,
                el::Concat<el::Slice<2, 4>, el::Slice<0, 4>>, el::Add<el::Identity, el::Constant<8, 8, 8>>,
                el::Add<el::Identity, el::Identity>, el::GlobalAveragePool>);

TEST_CASE("branches that meet again are composites") {
  Draft d;
  int x = d.conv(d.input({8, 8, 4}), 8);
  int y = d.relu(d.conv(x, 16));
  x = d.join(Kind::add, {x, d.conv(d.depthwise(y), 8)});
  y = d.conv(x, 12);
  x = d.relu(d.join(Kind::add, {y, d.conv(d.depthwise(x), 12)}));
  x = d.join(Kind::multiply, {x, d.layer(Kind::hard_sigmoid, d.conv(d.layer(Kind::global_average_pool, x), 12))});
  x = d.join(Kind::add, {d.layer(Kind::sigmoid, x), d.layer(Kind::silu, x)});
  x = d.join(Kind::subtract, {d.pool<Stride<1>>(Kind::max_pool, x), x});
  y = d.conv(x, 2);
  x = d.join(Kind::concat, {y, d.join(Kind::add, {d.depthwise(x), x}), x});
  y = d.layer(Kind::slice, x, {13, 13});
  x = d.join(Kind::concat, {d.layer(Kind::slice, x, {0, 13}), d.depthwise(d.relu(y))});
  x = d.layer(Kind::channel_shuffle, x, {2});
  y = d.layer(Kind::slice, x, {0, 6});
  y = d.join(Kind::add, {y, d.layer(Kind::sigmoid, y)});
  x = d.join(Kind::concat, {y, d.layer(Kind::slice, x, {6, 20})});
  x = d.join(Kind::concat, {d.layer(Kind::slice, x, {2, 4}), d.layer(Kind::slice, x, {0, 4})});
  x = d.join(Kind::add, {x, d.constant({8, 8, 8})});
  x = d.join(Kind::add, {x, x});
  d.graph.outputs = {d.layer(Kind::global_average_pool, x)};
  check_network<Blocks>(d.graph);
}

NETWORK(Entangled,
        el::Network<el::Input<6, 6, 4>, el::Relu,
                    el::Residual<el::Sub<el::Graph<el::Node<el::Sequence<el::PointwiseConv2d<4>, el::Relu>, 0>,
                                                   el::Node<el::Residual<el::DepthwiseConv2d<>>, 0>,
                                                   el::Node<el::SumOf, 1, 2>, el::Node<el::ProductOf, 3, 1>>,
                                         el::Identity>,
                                 el::Sigmoid>,
                    el::GlobalAveragePool>);

TEST_CASE("what is not series-parallel is the smallest Graph around it") {
  Draft d;
  const int x = d.relu(d.input({6, 6, 4}));
  const int a = d.relu(d.conv(x, 4)), b = d.join(Kind::add, {x, d.depthwise(x)});
  const int c = d.join(Kind::multiply, {d.join(Kind::add, {a, b}), a});
  const int e = d.layer(Kind::sigmoid, d.join(Kind::subtract, {c, x}));
  d.graph.outputs = {d.layer(Kind::global_average_pool, d.join(Kind::add, {e, x}))};
  check_network<Entangled>(d.graph);
}

NETWORK(Outputs, el::Network<el::Input<6, 6, 4>, el::DepthwiseConv2d<>, el::Relu,
                             el::Graph<el::Node<el::Sequence<el::GlobalAveragePool, el::Linear<3>>, 0>,
                                       el::Node<el::PointwiseConv2d<2>, 0>, el::Results<2, 0, 1>>>);
NETWORK(InputsAndOutputs, el::Network<el::Inputs<el::Input<6, 6, 4>, el::Input<1, 1, 4>>,
                                      el::Graph<el::Node<el::PointwiseConv2d<4>, 0>, el::Node<el::ProductOf, 2, 1>,
                                                el::Node<el::Constant<6, 6, 1>, 0>, el::Node<el::ConcatOf, 0, 3, 4>>,
                                      el::Relu, el::GlobalAveragePool>);

TEST_CASE("several inputs and outputs") {
  Draft d;
  const int x = d.relu(d.depthwise(d.input({6, 6, 4})));
  const int first = d.linear(d.layer(Kind::global_average_pool, x), 3);
  d.relu(first);  // nobody reads it
  d.graph.outputs = {d.conv(x, 2), x, first};
  check_network<Outputs>(d.graph);

  Draft e;
  const int image = e.input({6, 6, 4}), scale = e.input({1, 1, 4});
  const int scaled = e.join(Kind::multiply, {e.conv(image, 4), scale});
  const int shared = e.join(Kind::concat, {image, scaled, e.constant({6, 6, 1})});
  e.graph.outputs = {e.layer(Kind::global_average_pool, e.relu(shared))};
  check_network<InputsAndOutputs>(e.graph);
}

NETWORK(Copies, el::Network<el::Input<2, 2, 1>, el::Graph<el::Node<el::Identity, 0>, el::Results<0, 0>>>);

TEST_CASE("what changes nothing is no layer; an input that is an output") {
  Draft d;
  const int x = d.input({2, 2, 1});
  const int y = d.layer(Kind::channel_shuffle, d.layer(Kind::reshape, d.join(Kind::concat, {x}), {2, 2, 1}), {1});
  d.graph.outputs = {x, y};
  check_network<Copies>(d.graph);
}

NETWORK(Shuffled, el::Network<el::Input<2, 2, 8>, el::ChannelShuffle<2>, el::Split<el::Identity, el::Relu>>);

TEST_CASE("the same move twice is one") {
  Draft d;
  const int x = d.input({2, 2, 8});
  const int a = d.layer(Kind::slice, d.layer(Kind::channel_shuffle, x, {2}), {0, 4});
  const int b = d.layer(Kind::slice, d.layer(Kind::channel_shuffle, x, {2}), {4, 4});
  d.graph.outputs = {d.join(Kind::concat, {a, d.relu(b)})};
  check_network<Shuffled>(d.graph);
}

NETWORK(
    Dense,
    el::Network<el::Input<2, 2, 2>, el::Concat<el::Identity, el::PointwiseConv2d<1>>,
                el::Concat<el::Identity, el::PointwiseConv2d<3>>, el::Concat<el::Identity, el::PointwiseConv2d<5>>>);

TEST_CASE("a concat that begins as an earlier one goes on from it") {
  Draft d;
  std::vector<int> all{d.input({2, 2, 2})};
  int x = all[0];
  for (const int filters : {1, 3, 5}) {
    all.push_back(d.conv(x, filters));
    x = d.join(Kind::concat, all);
  }
  d.graph.outputs = {x};
  check_network<Dense>(d.graph);
}

NETWORK(
    Long,
    el::Network<el::Input<4, 4, 1>,
                el::Concat<el::Concat<el::Relu, el::Relu, el::Relu, el::Relu, el::Relu, el::Relu, el::Relu, el::Relu>,
                           el::Concat<el::Relu, el::Relu>>,
                el::Graph<el::Node<el::Sigmoid, 0>, el::Node<el::SumOf, 1, 0>,
                          el::Node<el::ConcatOf, 0, 1, 2, 0, 1, 2, 0, 1>, el::Node<el::ConcatOf, 3, 2>>>);

TEST_CASE("long concats are concats of concats") {
  Draft d;
  const int x = d.input({4, 4, 1});
  std::vector<int> branches;
  for (int k = 0; k < 10; ++k) branches.push_back(d.relu(x));
  const int y = d.join(Kind::concat, branches), a = d.layer(Kind::sigmoid, y), b = d.join(Kind::add, {a, y});
  d.graph.outputs = {d.join(Kind::concat, {y, a, b, y, a, b, y, a, b})};
  check_network<Long>(d.graph);
}

NETWORK(Orders,
        el::Network<el::Input<2, 3, 4>, el::Concat<el::Sequence<el::Flatten, el::Relu, el::Linear<5>>,
                                                   el::Sequence<el::Reshape<1, 1, 24>, el::PointwiseConv2d<5>>>>);

TEST_CASE("flatten is a reshape where no linear layer reads it") {
  Draft d;
  const int x = d.input({2, 3, 4});
  const int a = d.linear(d.relu(d.layer(Kind::flatten, x)), 5), b = d.conv(d.layer(Kind::flatten, x), 5);
  d.graph.outputs = {d.join(Kind::concat, {a, b})};
  check_network<Orders>(d.graph);

  Draft e;
  const int flat = e.layer(Kind::flatten, e.input({2, 3, 4}));
  e.graph.outputs = {e.linear(flat, 5), e.conv(flat, 5)};
  graph::Layers layers;
  CHECK(graph::compose(e.graph, layers).message ==
        "net.file: operator 0: is read by a linear layer and by operator 2, which needs another order of its numbers; "
        "that is not supported");
}

NETWORK(Windows,
        el::Network<el::Input<9, 9, 2>, el::AveragePool2d<el::Kernel<3>, el::Stride<1>, el::Padding<1>>,
                    el::AveragePool2d<el::Kernel<3>, el::Stride<1>>, el::Pad<1, 0, 1, 0>,
                    el::AveragePool2d<el::Kernel<3>, el::Stride<2>, el::Padding<1>, el::ExcludePadding>,
                    el::AveragePool2d<el::Stride<1>, el::Padding<0, 1, 0, 1>>, el::Crop<0, 0, 4, 4>,
                    el::MaxPool2d<el::Kernel<3>, el::Valid, el::CeilMode>, el::Conv2d<3, el::Kernel<2>, el::Valid>>);

TEST_CASE("windows in the shortest words that place them alike") {
  Draft d;
  int x = d.input({9, 9, 2});
  x = d.pool<Kernel<3>, Stride<1>, Padding<1>>(Kind::average_pool, x, true);
  x = d.pool<Kernel<3>, Stride<1>, Padding<1>>(Kind::average_pool, x);
  x = d.layer(Kind::pad, x, {1, 0, 1, 0});
  x = d.pool<Kernel<3>, Stride<2>, Padding<1>>(Kind::average_pool, x);  // 10 x 10: Same would begin inside
  x = d.pool<Kernel<2>, Stride<1>, Same>(Kind::average_pool, x, true);  // only Padding<> counts
  x = d.layer(Kind::crop, x, {0, 0, 4, 4});
  x = d.pool<Kernel<3>, Padding<0>, CeilMode>(Kind::max_pool, x);  // the second window is cut off
  d.graph.outputs = {d.conv<Kernel<2>, Padding<0>>(x, 3)};
  check_network<Windows>(d.graph);
}

const std::string_view spelled = R"(namespace el = edgelite;

struct Net : el::Network<
    el::Input<32, 32, 3>,  // image
    el::Conv2d<16, el::Kernel<3>, el::Stride<2>, el::Bias>, el::Relu,  // t2
    el::Residual<  // sum of __/_/_
        el::PointwiseConv2d<64>,  // t3
        el::DepthwiseConv2d<>, el::BatchNorm2d, el::HardSwish,  // t6
        el::Mul<  // t10
            el::Identity,
            el::Sequence<
                el::GlobalAveragePool,  // t7
                el::PointwiseConv2d<64, el::Bias>, el::HardSigmoid>>,  // t9
        el::PointwiseConv2d<16>>,  // t11
    el::GlobalAveragePool,  // t13
    el::Linear<10>> {};  // xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
)";

TEST_CASE("the text is one for a person") {
  Draft d;
  const int x = d.relu(d.conv<Kernel<3>, Stride<2>, Bias>(d.input({32, 32, 3}), 16));
  int y = d.layer(Kind::hard_swish, d.layer(Kind::batch_norm, d.depthwise(d.conv(x, 64))));
  y = d.join(Kind::multiply, {y, d.layer(Kind::hard_sigmoid, d.conv<Bias>(d.layer(Kind::global_average_pool, y), 64))});
  y = d.join(Kind::add, {d.conv(y, 16), x});
  d.graph.outputs = {d.linear(d.layer(Kind::global_average_pool, y), 10)};
  d.graph.values[0].name = "image";
  d.graph.values[static_cast<std::size_t>(y)].name = "sum of ?\?/\n/*";
  d.graph.values.back().name = std::string(1000, 'x');
  graph::Layers layers;
  REQUIRE(!graph::check(d.graph));
  REQUIRE(!graph::compose(d.graph, layers));
  CHECK(graph::type_text(d.graph, layers, "Net") == spelled);
}

}  // namespace
