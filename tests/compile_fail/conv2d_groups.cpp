// expect: Conv2d: Groups<G> must divide the input's channels and the filters
// shapes: Input<8, 8, 6>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 6>, el::Conv2d<12, el::Kernel<3>, el::Groups<4>>, el::Relu6> {};
#else
struct Net : el::Network<el::Input<8, 8, 6>, el::Conv2d<12, el::Kernel<3>, el::Groups<3>>, el::Relu6> {};
#endif

#include "use.hpp"
