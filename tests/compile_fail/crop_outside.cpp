// expect: Crop<Top, Left, Height, Width>: the part must lie inside the input
// shapes: Input<6, 5, 2>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<6, 5, 2>, el::Crop<2, 1, 4, 5>> {};
#else
struct Net : el::Network<el::Input<6, 5, 2>, el::Crop<2, 1, 4, 4>> {};
#endif

#include "use.hpp"
