// A file's network, run as edgelite-import runs it: graph, check, tree of layers, program, DynamicNetwork.
#pragma once

#include <doctest/doctest.h>

#include <edgelite/import/dynamic_network.hpp>
#include <edgelite/import/write_program.hpp>

namespace import_test {

using namespace edgelite;

// The graph must outlive the network.
template <class T> graph::DynamicNetwork<T> composed(const graph::Graph& graph) {
  Error error = graph::check(graph);
  graph::Layers layers;
  graph::Written written;
  graph::DynamicNetwork<T> network;
  if (!error) error = graph::compose(graph, layers);
  if (!error) error = graph::write_program(graph, layers, written);
  if (!error) error = network.make(graph, written);
  REQUIRE_MESSAGE(!error, error.message);
  return network;
}

}  // namespace import_test
