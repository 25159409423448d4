// expect: Add: both branches must give the same shape
// shapes: Input<4, 4, 8>, edgelite::Input<4, 4, 9>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Add<el::Conv2d<8>, el::Conv2d<9, el::Kernel<3>>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Add<el::Conv2d<8>, el::Conv2d<8, el::Kernel<3>>>> {};
#endif

#include "use.hpp"
