// expect: Linear: the input must be 1 x 1 x C; put Flatten or GlobalAveragePool before it
// shapes: Input<4, 4, 6>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Conv2d<6>, el::Linear<10>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Conv2d<6>, el::GlobalAveragePool, el::Linear<10>> {};
#endif

#include "use.hpp"
