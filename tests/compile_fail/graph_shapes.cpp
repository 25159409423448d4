// expect: SumOf: both values must have the same shape
// shapes: Input<4, 4, 9>, edgelite::Input<4, 4, 8>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Conv2d<9>, 0>, el::Node<el::SumOf, 1, 0>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Conv2d<8>, 0>, el::Node<el::SumOf, 1, 0>>> {};
#endif

#include "use.hpp"
