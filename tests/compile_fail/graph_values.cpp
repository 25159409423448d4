// expect: Node<Layer, Numbers...>: the layer takes another number of values
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Conv2d<8>, 0, 0>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Conv2d<8>, 0>>> {};
#endif

#include "use.hpp"
