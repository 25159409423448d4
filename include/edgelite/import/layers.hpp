// The tree of layers that a graph becomes: what import/compose.hpp makes, and what import/type_text.hpp and
// import/write_program.hpp read.
#pragma once

#include <vector>

#include "edgelite/import/graph.hpp"

namespace edgelite::graph {

struct Layers {
  enum class Form : std::uint8_t {
    layer,     // node, or a Flatten before a linear layer if node is -1
    residual,  // branches: the layers, then the shortcut's unless that is the input itself
    add,       // branches: two; so are those of subtract and multiply
    subtract,
    multiply,
    concat,  // up to max_inputs branches; node -1: a part of a longer concat
    split,   // branches: the slice first, then the layers of its part
    graph    // branches: the layers of each node; of one that reads several values, none
  };

  // Of a graph: the values that a branch reads, by number: the graph's inputs, then one a branch.
  struct Reads {
    int joins = -1;  // of several values: the node that joins them, or part_of_concat; -1: of one
    std::vector<int> numbers;
  };
  static constexpr int part_of_concat = -2;  // the values are some of those that a longer concat joins

  struct Part {
    Form form = Form::layer;
    int node = -1;                           // the layer's node, or the one that joins the branches
    std::vector<std::vector<int>> branches;  // parts, one layer after another
    std::vector<Reads> reads;                // of a graph: one a branch
    std::vector<int> results;                // of a graph whose result is not its last value, or that has several
    int height = 0;                          // levels of layers inside
  };

  std::vector<char> in_storage_order;  // of each node: a flatten that no linear layer reads, so Reshape<1, 1, C>
  std::vector<Part> parts;
  std::vector<int> sequence;  // the network's layers
};

}  // namespace edgelite::graph
