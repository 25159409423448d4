// expect: Residual: the layers inside must give the same shape as the shortcut
// shapes: Input<4, 4, 32>, edgelite::Input<4, 4, 24>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 16>, el::Residual<el::Shortcut<el::Conv2d<24, el::Stride<2>>>,
                                                           el::Conv2d<32, el::Kernel<3>, el::Stride<2>>>> {};
#else
struct Net : el::Network<el::Input<8, 8, 16>, el::Residual<el::Shortcut<el::Conv2d<32, el::Stride<2>>>,
                                                           el::Conv2d<32, el::Kernel<3>, el::Stride<2>>>> {};
#endif

#include "use.hpp"
