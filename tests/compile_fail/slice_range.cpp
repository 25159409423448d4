// expect: Slice<First, Count>: the input has fewer channels
// shapes: Input<4, 4, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Slice<4, 5>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Slice<4, 4>> {};
#endif

#include "use.hpp"
