// expect: Conv2d: the kernel is larger than the padded input
// shapes: Input<4, 6, 3>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 6, 3>, el::Conv2d<8, el::Kernel<7>, el::Padding<1>>> {};
#else
struct Net : el::Network<el::Input<4, 6, 3>, el::Conv2d<8, el::Kernel<5>, el::Padding<1>>> {};
#endif

#include "use.hpp"
