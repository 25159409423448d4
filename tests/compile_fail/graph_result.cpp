// expect: Graph: its parts may read the graph's inputs and the nodes before them
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Relu, 0>, el::Results<2>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Relu, 0>, el::Results<1>>> {};
#endif

#include "use.hpp"
