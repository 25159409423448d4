// What a graph's numbers must be to fit the program that is written of it; else a sentence with file, node and reason.
#include <doctest/doctest.h>

#include <edgelite/import/numbers.hpp>

#include "graph_of.hpp"

namespace {

using namespace import_test;

struct Net : Network<Input<2, 3, 4>, Conv2d<5, Bias>, BatchNorm2d, Relu6, MaxPool2d<>, Flatten, Linear<3>, Softmax> {};
struct Int8Net : Network<Input<2, 3, 4>, Conv2d<5, Bias>, Relu6, MaxPool2d<>, Flatten, Linear<3>, Softmax> {};

// The message for a graph that `change` made wrong; empty if it is right.
template <class N, class T, class Change> std::string message(Change change) {
  auto parameters = std::make_unique<Parameters<N, T>>();
  graph::Graph g = graph_of(*parameters);
  if constexpr (is_quantized<T>) {
    for (graph::Value& value : g.values) value.quantization = {0.5f, 3};
    g.values.back().quantization = {1.0f / 256, -128};
  }
  graph::Written w = written_of<N>();
  change(g, *w.program);
  graph::Numbers numbers;
  return numbers.make(g, w).message;
}

}  // namespace

TEST_CASE("float numbers that do not fit") {
  auto wrong = [](auto change) { return message<Net, float>([&](graph::Graph& g, auto& p) { change(g, p); }); };
  CHECK(wrong([](auto&, auto&) {}) == "");
  const std::string sizes = ": its weights do not have the sizes of its operation";
  CHECK(wrong([](auto& g, auto&) { g.nodes[0].weights.weight.pop_back(); }) == "network.file: operator 0" + sizes);
  CHECK(wrong([](auto& g, auto&) { g.nodes[0].weights.bias.clear(); }) == "network.file: operator 0" + sizes);
  CHECK(wrong([](auto& g, auto&) { g.nodes[1].weights.bias.push_back(1); }) == "network.file: operator 1" + sizes);
  CHECK(wrong([](auto&, auto& p) { p[3].window.kernel_h = 1 << 29; }) ==
        "network.file: operator 3: its window is too large");
  CHECK(wrong([](auto&, auto& p) {
          p[0].to = {1 << 14, 1 << 8, 1 << 7};
        }) == "network.file: operator 0: the values of the network are too large together");
  CHECK(wrong([](auto&, auto& p) { p[0].channels = 1 << 28; }) ==
        "network.file: operator 0: the weights of the network are too large together");
}

TEST_CASE("int8 numbers that do not fit") {
  auto wrong = [](auto change) { return message<Int8Net, std::int8_t>([&](graph::Graph& g, auto&) { change(g); }); };
  CHECK(wrong([](auto&) {}) == "");
  CHECK(wrong([](auto& g) { g.nodes[0].weights.stored_bias.clear(); }) == "");
  const std::string sizes = ": its weights do not have the sizes of its operation";
  CHECK(wrong([](auto& g) { g.nodes[0].weights.stored.pop_back(); }) == "network.file: operator 0" + sizes);
  CHECK(wrong([](auto& g) { g.nodes[0].weights.stored_bias.pop_back(); }) == "network.file: operator 0" + sizes);
  CHECK(wrong([](auto& g) { g.nodes[4].weights.scale.push_back(1); }) == "network.file: operator 4" + sizes);
  CHECK(wrong([](auto& g) { g.values[1].quantization.scale = 1; }) ==
        "network.file: operator 1: it joins the operation before it, but its input and output have different scales");
}
