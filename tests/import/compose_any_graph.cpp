// Graphs of any form, drawn at random: the program that the tree of layers emits computes what the graph says.
#include <doctest/doctest.h>

#include <algorithm>
#include <climits>
#include <edgelite/import/type_text.hpp>
#include <edgelite/import/write_program.hpp>
#include <random>

#include "draft.hpp"

namespace {

using namespace import_test;

// A graph of any form over values of one shape.
Draft random_graph(unsigned seed, graph::Element element = graph::Element::float32) {
  Draft d(element);
  const auto draw = [&](int below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<int>(seed >> 8) % below;
  };
  std::vector<int> values;
  for (int k = draw(8) == 0 ? 2 : 1; k > 0; --k) values.push_back(d.input({2, 2, 8}));
  const int nearness = 1 + draw(6);
  const auto any = [&] {
    const int count = static_cast<int>(values.size());
    return values[static_cast<std::size_t>(count - 1 - draw(std::min(count, nearness)))];
  };
  for (int left = 2 + draw(40); left > 0; --left) {
    const int x = any();
    switch (draw(11)) {
      case 0:
        values.push_back(d.conv(x, 8));
        break;
      case 1:
        values.push_back(d.layer(Kind::sigmoid, x));
        break;
      case 2:
        values.push_back(d.join(Kind::add, {x, d.constant({2, 2, 8})}));
        break;
      case 3:
        values.push_back(d.join(Kind::concat, {d.layer(Kind::slice, x, {0, 4}), d.layer(Kind::slice, any(), {4, 4})}));
        break;
      case 4:
        values.push_back(d.layer(Kind::channel_shuffle, x, {1 + draw(2)}));
        break;
      case 5:
        values.push_back(d.join(Kind::multiply, {x, any()}));
        break;
      case 6:
        values.push_back(d.join(Kind::subtract, {x, any()}));
        break;
      case 7: {
        std::vector<int> parts(values.begin(),
                               values.begin() + std::min(static_cast<int>(values.size()), 2 + draw(12)));
        values.push_back(d.conv(d.join(Kind::concat, std::move(parts)), 8));
        break;
      }
      default:
        values.push_back(d.join(Kind::add, {x, any()}));
        break;
    }
  }
  for (graph::Value& value : d.graph.values) value.quantization = {1 / 256.f, -128};
  for (int k = draw(4) == 0 ? 3 : 1; k > 0; --k) d.graph.outputs.push_back(k == 1 ? values.back() : any());
  return d;
}

using Values = std::vector<int>;

// Every node that leads to an output has its operation, which reads what the node reads. A value of the program is one
// of the graph, or the parts of a concat, which the program may join in another order of steps.
void check_meaning(const graph::Graph& g) {
  graph::Layers layers;
  graph::Written w;
  REQUIRE(!graph::check(g));
  REQUIRE(!graph::compose(g, layers));
  const Error error = graph::write_program(g, layers, w);
  REQUIRE_MESSAGE(!error, error.message);
  const graph::Live live = graph::find_live(g);
  const auto& p = *w.program;
  std::vector<Values> parts(g.values.size());  // of each value of the graph
  for (std::size_t v = 0; v < parts.size(); ++v) parts[v] = {live.value(static_cast<int>(v))};
  const auto joined = [&](const Values& values) {
    Values all;
    for (const int v : values) {
      const Values& own = parts[static_cast<std::size_t>(live.value(v))];
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  };
  for (const graph::Node& node : g.nodes)
    if (node.kind == Kind::concat && live.value(node.output) == node.output)
      parts[static_cast<std::size_t>(node.output)] = joined(node.inputs);

  std::vector<Values> holds(static_cast<std::size_t>(p.value_count));  // of each value of the program
  std::vector<int> operations(g.nodes.size());
  for (std::size_t k = 0; k < g.inputs.size(); ++k) holds[k] = {g.inputs[k]};
  for (int i = 0; i < p.operation_count; ++i) {
    const Operation& op = p[i];
    std::vector<Values> reads;
    for (int k = 0; k < op.inputs; ++k)
      reads.push_back(holds[static_cast<std::size_t>(op.input[static_cast<std::size_t>(k)])]);
    Values& made = holds[static_cast<std::size_t>(op.output)];
    const int n = w.node[static_cast<std::size_t>(i)];
    if (n < 0) {
      for (const Values& part : reads) made.insert(made.end(), part.begin(), part.end());
      continue;
    }
    const graph::Node& node = g.nodes[static_cast<std::size_t>(n)];
    ++operations[static_cast<std::size_t>(n)];
    CHECK((op.path.depth > 0 && op.path.depth <= max_nesting));
    made = joined({node.output});
    std::vector<Values> expected;
    for (const int input : node.inputs) expected.push_back(joined({input}));
    if (node.kind == Kind::add) std::sort(reads.begin(), reads.end()), std::sort(expected.begin(), expected.end());
    if (node.kind == Kind::concat) {
      Values all;
      for (const Values& part : reads) all.insert(all.end(), part.begin(), part.end());
      reads = {all};
      expected = {made};
    }
    CHECK((reads == expected));
  }
  for (std::size_t n = 0; n < g.nodes.size(); ++n) {
    if (g.nodes[n].kind == Kind::constant)
      CHECK((operations[n] > 0) == (live.node[n] != 0));
    else
      CHECK(operations[n] == int{live.node[n]});
  }
  REQUIRE(p.output_count == static_cast<int>(g.outputs.size()));
  for (int k = 0; k < p.output_count; ++k)
    CHECK((holds[static_cast<std::size_t>(p.output(k))] == joined({g.outputs[static_cast<std::size_t>(k)]})));
}

TEST_CASE("graphs of any form keep their meaning") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    INFO("seed ", seed);
    check_meaning(random_graph(seed).graph);
  }
}

// One number of the graph becomes another one.
void damage(graph::Graph& g, std::mt19937& random) {
  const auto draw = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
  constexpr std::array<int, 14> numbers{INT_MIN, -2, -1, 0, 1, 2, 3, 5, 8, 9, 4097, 1 << 24, 1 << 30, INT_MAX};
  const int number = draw(2) == 0 ? numbers[draw(numbers.size())] : static_cast<int>(draw(g.values.size()));
  graph::Value& value = g.values[draw(g.values.size())];
  graph::Node& node = g.nodes[draw(g.nodes.size())];
  Window& w = node.window.window;
  const std::array<int*, 16> fields{&value.shape.height,
                                    &value.shape.width,
                                    &value.shape.channels,
                                    &value.quantization.zero_point,
                                    &node.output,
                                    &node.filters,
                                    &node.extents[draw(6)],
                                    &node.window.pad_top,
                                    &node.window.groups,
                                    &node.window.multiplier,
                                    &w.kernel_h,
                                    &w.stride_w,
                                    &w.dilation_h,
                                    &g.inputs[draw(g.inputs.size())],
                                    &g.outputs[draw(g.outputs.size())],
                                    node.inputs.empty() ? &node.output : &node.inputs[draw(node.inputs.size())]};
  switch (draw(6)) {
    case 0:
      node.kind = static_cast<Kind>(draw(30));
      break;
    case 1:
      node.inputs.push_back(number);
      break;
    case 2:
      node.window.rule = static_cast<WindowOptions::Rule>(draw(4));
      break;
    case 3:
      (draw(2) == 0 ? node.low : node.slope) = static_cast<float>(number);
      break;
    default:
      *fields[draw(fields.size())] = number;
      break;
  }
}

TEST_CASE("damaged graphs are refused, or have a program and a type") {
  int refused = 0, composed = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    INFO("seed ", seed);
    std::mt19937 random(seed);
    graph::Graph g = random_graph(seed % 200, static_cast<graph::Element>(seed % 2)).graph;
    for (unsigned times = 1 + seed % 3; times > 0; --times) damage(g, random);
    graph::Layers layers;
    graph::Written w;
    Error error = graph::check(g);
    if (!error) error = graph::compose(g, layers);
    if (!error) error = graph::write_program(g, layers, w);
    ++(error ? refused : composed);
    if (error)
      CHECK(error.message.substr(0, 10) == "net.file: ");
    else
      CHECK(graph::type_text(g, layers, "Network").find("> {};") != std::string::npos);
  }
  CHECK(refused > 500);
  CHECK(composed > 500);
}

TEST_CASE("what nests too deep is flat") {
  for (int levels = 1; levels < 40; ++levels)
    for (const Kind kind : {Kind::add, Kind::multiply, Kind::concat}) {
      INFO("levels ", levels);
      Draft d;
      std::vector<int> forks{d.input({2, 2, 1})};
      while (static_cast<int>(forks.size()) < levels) forks.push_back(d.conv(forks.back(), 1));
      int y = d.layer(Kind::sigmoid, forks.back());
      for (; !forks.empty(); forks.pop_back()) y = d.conv(d.join(kind, {d.relu(y), forks.back()}), 1);
      d.graph.outputs = {y};
      check_meaning(d.graph);
    }
}

}  // namespace
