// takes<In, Stride>: do height and width divide by a network's whole stride? Elsewhere the last rows and columns get
// lost in some frameworks and are padded in others, so networks refuse such inputs.
#pragma once

#include "edgelite/network/program.hpp"

namespace edgelite::model {

template <class In, int Stride>
inline constexpr bool takes = In::shape.height % Stride == 0 && In::shape.width % Stride == 0;

}  // namespace edgelite::model
