// expect: Sub: both branches must give the same shape
// shapes: Input<4, 4, 8>, edgelite::Input<4, 4, 9>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Sub<el::Relu, el::Conv2d<9>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Sub<el::Relu, el::Conv2d<8>>> {};
#endif

#include "use.hpp"
