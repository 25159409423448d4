// expect: SqueezeExcite: Reduction<R> is larger than the number of channels
// shapes: Input<8, 8, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 8>, el::SqueezeExcite<el::Reduction<16>>> {};
#else
struct Net : el::Network<el::Input<8, 8, 8>, el::SqueezeExcite<el::Reduction<8>>> {};
#endif

#include "use.hpp"
