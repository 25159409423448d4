// expect: a layer's options are Kernel<>, Stride<>, Padding<>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<8, int>> {};
#else
struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<8, el::Stride<2>>> {};
#endif

#include "use.hpp"
