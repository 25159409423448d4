// expect: Flatten: its result is in storage order; of layers with weights or parts, only Linear may read it
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Flatten, el::BatchNorm2d, el::Linear<10>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::BatchNorm2d, el::Flatten, el::Relu, el::Dropout, el::Linear<10>> {};
#endif

#include "use.hpp"
