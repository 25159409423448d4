// A network that is known at run time only, packed for an architecture, is what Weights<Net, T, Arch> of its type would
// be there: elements, constants, offsets and hash. That PacksAs is the architecture: tests/network/packing_layout.cpp.
#include <doctest/doctest.h>

#include <cstring>
#include <edgelite/import/pack_for.hpp>

#include "graph_of.hpp"

namespace {

using namespace import_test;

struct Net : Network<Input<4, 3, 5>, Conv2d<19, Kernel<2>, Bias>, Relu, DepthwiseConv2d<Kernel<2>>, PointwiseConv2d<34>,
                     Add<HardSwish, Constant<4, 3, 34>>, Conv2d<6, Groups<2>>,
                     DepthwiseConv2d<DepthMultiplier<3>, Kernel<1>>, LeakyRelu<>, AveragePool2d<>, Flatten, Linear<3>> {
};

float number(std::size_t i) { return static_cast<float>(i * 37 % 256) - 128; }

auto parameters(float) {
  auto p = std::make_unique<Parameters<Net, float>>();
  for (std::size_t i = 0; i < p->data.size(); ++i) p->data[i] = number(i);
  return p;
}
auto parameters(std::int8_t) {
  auto p = std::make_unique<Parameters<Net, std::int8_t>>();
  for (std::size_t i = 0; i < p->weight.size(); ++i) p->weight[i] = static_cast<std::int8_t>(number(i));
  for (std::size_t i = 0; i < p->scale.size(); ++i) p->scale[i] = 0.01f * static_cast<float>(1 + i);
  for (Quantization& q : p->values) q = {0.05f, -3};
  for (int i = 0; i < program<Net>.operation_count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (int o = quantized_layout<Net>.channel[at]; o < quantized_layout<Net>.channel[at + 1]; ++o)
      p->bias[static_cast<std::size_t>(o)] = program<Net>[i].biased ? 100 * o - 900 : 0;
  }
  return p;
}

}  // namespace

TEST_CASE_TEMPLATE("numbers packed by the name of an architecture", T, float, std::int8_t) {
  const auto numbers = parameters(T{});
  const graph::Graph g = graph_of(*numbers);
  graph::Numbers of_graph;
  REQUIRE(!of_graph.make(g, written_of<Net>()));
  int count = 0;
  graph::any_architecture([&]<class Arch>(std::string_view name, Arch) {
    CAPTURE(name);
    ++count;
    using W = Weights<Net, T, Arch>;
    auto expected = std::make_unique<W>();
    std::memset(static_cast<void*>(expected.get()), 0, sizeof *expected);
    prepare(*numbers, *expected);
    graph::PackedNumbers<T> packed;
    REQUIRE(!graph::pack_for<T>(name, of_graph, packed));
    CHECK(packed.layout_hash == W::layout_hash);
    CHECK(std::equal(packed.elements.begin(), packed.elements.end(), expected->elements.begin(),
                     expected->elements.end()));
    CHECK(std::equal(packed.constants.begin(), packed.constants.end(), expected->constants.begin(),
                     expected->constants.end()));
    return false;
  });
  CHECK(count == 11);
}

TEST_CASE("an architecture that there is not") {
  const auto numbers = parameters(1.0f);
  const graph::Graph g = graph_of(*numbers);
  graph::Numbers of_graph;
  REQUIRE(!of_graph.make(g, written_of<Net>()));
  graph::PackedNumbers<float> packed;
  CHECK(graph::pack_for<float>("avx3", of_graph, packed).message ==
        "no architecture is called 'avx3': there are scalar, sse2, sse4.1, avx, avx2, avx512, avx-vnni, avx512-vnni, "
        "neon, neon-dot, neon-i8mm");
}
