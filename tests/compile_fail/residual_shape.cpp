// expect: Residual: the layers inside must give back the shape of their input
// shapes: Input<4, 4, 16>, edgelite::Input<8, 8, 16>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 16>, el::Residual<el::Conv2d<16, el::Kernel<3>, el::Stride<2>>, el::Relu6>> {};
#else
struct Net : el::Network<el::Input<8, 8, 16>, el::Residual<el::Conv2d<16, el::Kernel<3>>, el::Relu6>> {};
#endif

#include "use.hpp"
