// Dropout: y = x when a network is run; it acts in training only (Srivastava et al. 2014). Emits nothing, but keeps its
// place in the list, so that the layers after it have the names that PyTorch gives them.
#pragma once

#include "edgelite/layer/identity.hpp"

namespace edgelite {

struct Dropout : Identity {};

}  // namespace edgelite
