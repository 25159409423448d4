// expect: DepthwiseConv2d: the kernel is larger than the padded input
// shapes: Input<4, 4, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::DepthwiseConv2d<el::Kernel<5>, el::Valid>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::DepthwiseConv2d<el::Kernel<3>, el::Valid>> {};
#endif

#include "use.hpp"
