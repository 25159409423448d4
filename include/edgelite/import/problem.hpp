// What a reader of models does not understand of a file: one problem an operator, all of them at once.
#pragma once

#include "edgelite/host/error.hpp"

namespace edgelite::graph {

struct Problem {
  int operation = -1;  // the operator's index in the file; -1: the model as a whole
  std::string name;    // of the operator: CONV_2D
  std::string tensor;  // the name of what it makes
  std::string what;    // one sentence: what was expected, what was found
};

// operator 3 CONV_2D, tensor "features/conv": expected stride 1, found 0
inline std::string text(const Problem& problem) {
  std::string place;
  if (problem.operation >= 0)
    place = "operator " + std::to_string(problem.operation) + " " + printable(problem.name) + ", ";
  if (!problem.tensor.empty()) place += "tensor \"" + printable(problem.tensor) + "\", ";
  if (!place.empty()) place.resize(place.size() - 2), place += ": ";
  return place + problem.what;
}

}  // namespace edgelite::graph
