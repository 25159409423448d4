// EarlyExit<Layers...>: layers(x) is an output of the network, in the order in which exits are written; y = x goes on.
//
// run's callback hears of every output as it is made and may stop there (BranchyNet, Teerapittayanon et al. 2016).
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

template <class... Layers> struct EarlyExit : Layer {
  using children = Children<Layers...>;

  static constexpr Value emit(Builder& b, Value x) {
    b.output(emit_in_turn<Layers...>(b, x));
    return x;
  }
};

}  // namespace edgelite
