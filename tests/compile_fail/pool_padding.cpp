// expect: pooling: Padding<> must be smaller than the kernel
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::MaxPool2d<el::Kernel<2>, el::Padding<0, 2, 0, 1>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::MaxPool2d<el::Kernel<2>, el::Padding<0, 1, 0, 1>>> {};
#endif

#include "use.hpp"
