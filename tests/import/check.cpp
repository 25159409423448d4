// What readers must not hand on is refused with a sentence, whatever its numbers are.
#include <doctest/doctest.h>

#include <climits>
#include <cmath>
#include <edgelite/import/write_program.hpp>
#include <functional>
#include <limits>

#include "draft.hpp"

namespace {

using namespace import_test;
using graph::Graph;

// input 0, operator 0: conv2d -> 1, operator 1: clamp -> 2, operator 2: max_pool -> 3, operator 3: add(3, 3) -> 4
Draft sample(graph::Element element = graph::Element::float32) {
  Draft d(element);
  const int x = d.clamp(d.conv<Kernel<3>, Bias>(d.input({8, 8, 4}), 6), 0, 6);
  const int y = d.pool(Kind::max_pool, x);
  d.graph.outputs = {d.join(Kind::add, {y, y})};
  return d;
}

std::string message(const std::function<void(Graph&)>& damage, graph::Element element = graph::Element::float32) {
  Graph g = sample(element).graph;
  REQUIRE(!graph::check(g));
  damage(g);
  return graph::check(g).message;
}
std::string int8_message(const std::function<void(Graph&)>& damage) { return message(damage, graph::Element::int8); }

TEST_CASE("indices and order") {
  CHECK(message([](Graph& g) { g.inputs.clear(); }) == "net.file: the graph has no input");
  CHECK(message([](Graph& g) { g.outputs.clear(); }) == "net.file: the graph has no output");
  CHECK(message([](Graph& g) {
          g.inputs = {0, 7};
        }) == "net.file: input of the graph: tensor 7 is none of the graph's 5");
  CHECK(message([](Graph& g) { g.inputs = {0, 0}; }) == "net.file: input of the graph: tensor 0 \"t0\" is made twice");
  CHECK(message([](Graph& g) { g.outputs = {-1}; }) == "net.file: output of the graph: no node makes tensor -1");
  CHECK(message([](Graph& g) { g.inputs.assign(9, 0); }) ==
        "net.file: expected at most 8 inputs and 16 outputs, found 9 and 1");
  CHECK(message([](Graph& g) { g.nodes.resize(70000); }) == "net.file: expected at most 65536 nodes, found 70000");
  CHECK(message([](Graph& g) { g.nodes[1].inputs = {3}; }) ==
        "net.file: operator 1: reads tensor 3 \"t3\" before a node has made it");  // a cycle
  CHECK(message([](Graph& g) { g.nodes[1].inputs = {INT_MIN}; }) ==
        "net.file: operator 1: reads tensor -2147483648 before a node has made it");
  CHECK(message([](Graph& g) { g.nodes[2].output = 1; }) == "net.file: operator 2: tensor 1 \"t1\" is made twice");
  CHECK(message([](Graph& g) { g.nodes[2].output = INT_MAX; }) ==
        "net.file: operator 2: tensor 2147483647 is none of the graph's 5");
  CHECK(message([](Graph& g) { g.nodes[3].inputs.pop_back(); }) ==
        "net.file: operator 3: add: expected 2 inputs, found 1");
  CHECK(message([](Graph& g) { g.nodes[3].kind = Kind::concat, g.nodes[3].inputs.clear(); }) ==
        "net.file: operator 3: concat: expected inputs, found 0");
  CHECK(message([](Graph& g) { g.nodes[0].kind = static_cast<Kind>(200); }) ==
        "net.file: operator 0: unknown kind 200");
  CHECK(message([](Graph& g) { g.nodes[0].source = "a\nb", g.nodes[0].kind = static_cast<Kind>(99); }) ==
        "net.file: a?b: unknown kind 99");
}

TEST_CASE("shapes") {
  CHECK(message([](Graph& g) {
          g.values[0].shape = {0, 8, 4};
        }) == "net.file: input of the graph: tensor 0 \"t0\": expected extents from 1 to 16777216, found 0 x 8 x 4");
  CHECK(message([](Graph& g) {
          g.values[0].shape = {INT_MAX, INT_MAX, INT_MIN};
        }).find("found 2147483647 x 2147483647 x -2") < std::string::npos);
  CHECK(message([](Graph& g) {
          g.values[0].shape = {1 << 24, 1 << 24, 1 << 24};
        }) ==
        "net.file: input of the graph: tensor 0 \"t0\" of 16777216 x 16777216 x 16777216: expected less than 268435456 "
        "elements in all tensors together");
  CHECK(message([](Graph& g) { g.values[1].shape.height = 9; }) ==
        "net.file: operator 0: tensor 1 \"t1\": expected 8 x 8 x 6 as the node makes it, found 9 x 8 x 6");
  CHECK(message([](Graph& g) { g.nodes[3].inputs[1] = 2; }) ==
        "net.file: operator 3: expected two inputs of one shape, found tensor 3 \"t3\" of 4 x 4 x 6 and tensor 2 "
        "\"t2\" of "
        "8 x 8 x 6 (reads tensor 3 \"t3\" of 4 x 4 x 6, makes tensor 4 \"t4\")");
}

TEST_CASE("options") {
  // Each of these ints, in turn, in every extent of a window: nothing overflows, and what is not positive is refused.
  for (const int n : {INT_MIN, -1, 0, 1 << 25, INT_MAX})
    for (int Window::*extent : {&Window::kernel_h, &Window::kernel_w, &Window::stride_h, &Window::stride_w,
                                &Window::dilation_h, &Window::dilation_w})
      CHECK(message([&](Graph& g) {
              g.nodes[0].window.window.*extent = n;
            }).find("expected kernel, stride and dilation from 1 to 16777216") < std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[0].window.window.dilation_h = 1 << 24; }).find("with its dilation is larger") <
        std::string::npos);
  CHECK(message([](Graph& g) {
          g.nodes[0].window.rule = WindowOptions::Rule::valid, g.values[0].shape.width = 2;
        }).find("the kernel 3 x 3 is larger than the padded input 8 x 2 x 4") < std::string::npos);
  CHECK(message([](Graph& g) {
          g.nodes[2].window.rule = WindowOptions::Rule::explicit_padding, g.nodes[2].window.pad_top = INT_MAX;
        }).find("expected padding from 0") < std::string::npos);
  CHECK(message([](Graph& g) {
          g.nodes[2].window.rule = WindowOptions::Rule::explicit_padding, g.nodes[2].window.pad_top = 2;
        }).find("padding smaller than the kernel") < std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[0].window.groups = 0; }).find("expected groups from 1") < std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[0].window.groups = 3; }).find("divide 4 input channels and 6 filters, found 3") <
        std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[0].filters = INT_MIN; }).find("expected filters from 1") < std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[1].low = std::nanf(""); }).find("a lower bound below") < std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[1].high = 1e30f; }).find("cannot be written as a ratio") < std::string::npos);
  for (const auto kind : {Kind::slice, Kind::crop, Kind::pad, Kind::resize_nearest, Kind::resize_bilinear,
                          Kind::channel_shuffle, Kind::reshape})
    for (const int n : {INT_MIN, INT_MAX})
      CHECK(message([&](Graph& g) { g.nodes[1].kind = kind, g.nodes[1].extents.fill(n); }).substr(0, 30) ==
            "net.file: operator 1: expected");
}

TEST_CASE("weights") {
  CHECK(message([](Graph& g) { g.nodes[0].weights.weight.pop_back(); }) ==
        "net.file: operator 0: expected 216 weights, found 215 (reads tensor 0 \"t0\" of 8 x 8 x 4, makes tensor 1 "
        "\"t1\")");
  CHECK(message([](Graph& g) { g.nodes[0].weights.bias.clear(); }).find("expected 6 biases, found 0") <
        std::string::npos);
  CHECK(message([](Graph& g) { g.nodes[0].window.bias = false; }).find("expected 0 biases, found 6") <
        std::string::npos);
  CHECK(int8_message([](Graph& g) {
          g.nodes[0].weights.scale.pop_back();
        }).find("expected 6 scales of weights, found 5") < std::string::npos);
  CHECK(int8_message([](Graph& g) {
          g.nodes[0].weights.scale[2] = 0;
        }).find("filter 2: expected a positive, finite scale, found 0") < std::string::npos);
  CHECK(int8_message([](Graph& g) {
          g.nodes[0].weights.stored_bias[1] = INT_MIN;
        }).find("filter 1: its sums can leave 32 bits (bias -2147483648, 36 weights)") < std::string::npos);
}

TEST_CASE("int8: scales and zero points") {
  for (const float scale : {0.0f, -1.0f, 1e-40f, std::numeric_limits<float>::infinity(), std::nanf("")})
    CHECK(int8_message([&](Graph& g) {
            g.values[0].quantization.scale = scale;
          }).find("expected a scale from 1.2e-38") < std::string::npos);
  CHECK(int8_message([](Graph& g) {
          g.values[0].quantization.zero_point = 128;
        }).find("expected a zero point from -128 to 127, found 128") < std::string::npos);
  CHECK(
      int8_message([](Graph& g) { g.values[3].quantization.zero_point = 1; }) ==
      "net.file: operator 2: max_pool: expected one scale and zero point, found tensor 2 \"t2\" with scale 1 and zero "
      "point 0 and tensor 3 \"t3\" with scale 1 and zero point 1");
  CHECK(int8_message([](Graph& g) {
          g.nodes[1].kind = Kind::sigmoid;
        }).find("expected scale 0.00390625 and zero point -128, found scale 1") < std::string::npos);
  CHECK(message([](Graph& g) { g.values[3].quantization.scale = 0; }).empty());  // of no matter in float
}

TEST_CASE("int8: a clamp with another scale than the operation that it joins") {
  Graph g = sample(graph::Element::int8).graph;
  g.values[1].quantization.scale = 2;
  graph::Layers layers;
  graph::Written written;
  REQUIRE(!graph::check(g));
  REQUIRE(!graph::compose(g, layers));
  CHECK(graph::write_program(g, layers, written).message ==
        "net.file: operator 1: expected scale 2 and zero point 0, those of tensor 1 \"t1\", as the clamp is computed "
        "with "
        "the node before it; found scale 1 and zero point 0; a requantize between the two keeps them apart");
  g.outputs = {4, 1};  // what two read is not joined
  REQUIRE(!graph::compose(g, layers));
  CHECK(!graph::write_program(g, layers, written));
}

TEST_CASE("more operations than a program holds, and no quadratic time") {
  Draft d;
  int x = d.input({1, 1, 1});
  graph::Layers layers;
  while (d.graph.nodes.size() < 2048) x = d.relu(x);
  d.graph.outputs = {x};
  CHECK(!graph::compose(d.graph, layers));
  while (d.graph.nodes.size() < 60000) x = d.relu(x);
  REQUIRE(!graph::check(d.graph));
  CHECK(!graph::compose(d.graph, layers));  // the output needs the first 2048 only
  d.graph.outputs = {x};
  CHECK(graph::compose(d.graph, layers).message == "net.file: expected at most 2048 operations, found 60000");

  Draft wide;
  const int y = wide.input({1, 1, 1});
  wide.graph.outputs = {wide.join(Kind::concat, std::vector<int>(20000, y))};
  REQUIRE(!graph::check(wide.graph));
  CHECK(graph::compose(wide.graph, layers).message ==
        "net.file: expected operations that read at most 16384 values together, found 20000");
}

TEST_CASE("ratios are the shortest decimal ones, and exact") {
  const auto text = [](float number) {
    graph::Ratio ratio;
    if (!graph::find_ratio(number, ratio)) return std::string("none");
    CHECK(ratio.value() == number);
    return std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
  };
  CHECK(text(0) == "0/1");
  CHECK(text(-0.01f) == "-1/100");
  CHECK(text(0.2f) == "1/5");
  CHECK(text(6) == "6/1");
  CHECK(text(-2.5f) == "-5/2");
  CHECK(text(1e9f) == "1000000000/1");
  CHECK(text(1 / 3.0f) == "16666667/50000000");
  CHECK(text(std::ldexp(1.0f, -40)) == "1/1099511627776");
  CHECK(text(std::ldexp(1.0f, 62)) == "4611686018427387904/1");
  CHECK(text(1e-30f) == "none");
  CHECK(text(1e19f) == "none");
  CHECK(text(std::numeric_limits<float>::infinity()) == "none");
  CHECK(text(std::nanf("")) == "none");
  unsigned bits = 1;
  for (int i = 0; i < 20000; ++i) {  // ratio.value() == number wherever there is one, as there is from 2^-38 to 2^63
    bits = bits * 1664525 + 1013904223;
    const float number = std::ldexp(static_cast<float>(bits >> 8), static_cast<int>(bits % 59) - 38);
    if (number > 0 && number < 9e18f) CHECK(text(number) != "none");
  }
}

}  // namespace
