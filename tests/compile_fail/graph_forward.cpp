// expect: Graph: its parts may read the graph's inputs and the nodes before them
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Relu, 0>, el::Node<el::SumOf, 1, 2>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Relu, 0>, el::Node<el::SumOf, 1, 0>>> {};
#endif

#include "use.hpp"
