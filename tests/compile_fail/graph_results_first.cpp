// expect: Graph: Results<> stands once, after all nodes
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Results<0>, el::Node<el::Relu, 0>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Graph<el::Node<el::Relu, 0>, el::Results<0>>> {};
#endif

#include "use.hpp"
