// expect: BasicBlock: its filters must be as many as the input's channels, with a stride twice as many
// shapes: Input<4, 4, 12>, edgelite::Input<4, 4, 14>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<8, 8, 8>, el::BasicBlock<12, el::Stride<2>>> {};
#else
struct Net : el::Network<el::Input<8, 8, 8>, el::BasicBlock<16, el::Stride<2>>> {};
#endif

#include "use.hpp"
