// A program written at run time: what written<Net> is for a type.
#pragma once

#include <memory>
#include <vector>

#include "edgelite/layer/operation.hpp"

namespace edgelite::graph {

inline constexpr int longest_program = 2048;  // operations of an imported network

struct Written {
  std::unique_ptr<Program<longest_program>> program;
  std::vector<int> node;  // of each operation: its node of the graph; -1: none, it moves its input
};

}  // namespace edgelite::graph
