// expect: Graph: takes Node<>s, and Results<> after them
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Conv2d<8>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Conv2d<8>, 0>>> {};
#endif

#include "use.hpp"
