// Identity: y = x; emits nothing. A branch or an option of a block that does nothing.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

struct Identity : Layer {
  static constexpr Value emit(Builder&, Value x) { return x; }
};

}  // namespace edgelite
