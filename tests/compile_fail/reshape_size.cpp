// expect: Reshape<Height, Width, Channels>: must have as many elements as its input
// shapes: Input<4, 4, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Reshape<4, 8, 8>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Reshape<4, 2, 16>> {};
#endif

#include "use.hpp"
