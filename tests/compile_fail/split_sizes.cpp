// expect: Split: the Sizes<> must add up to the input's channels
// shapes: Input<4, 4, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Split<el::Sizes<3, 6>, el::Relu, el::Conv2d<5>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Split<el::Sizes<3, 5>, el::Relu, el::Conv2d<5>>> {};
#endif

#include "use.hpp"
