// expect: Concat: the results of all branches must have one height and one width
// shapes: Input<8, 8, 6>, edgelite::Input<4, 8, 6>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 4>, el::Concat<el::Conv2d<6>, el::Conv2d<6, el::Stride<2, 1>>>> {};
#else
struct Net : el::Network<el::Input<8, 8, 4>, el::Concat<el::Conv2d<6>, el::Conv2d<6>>> {};
#endif

#include "use.hpp"
