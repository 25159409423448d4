// expect: Network: the first layer reads all the inputs; begin with a Graph or a layer of so many values
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

using Both = el::Inputs<el::Input<4, 4, 8>, el::Input<4, 4, 8>>;
#ifdef MISUSE
struct Net : el::Network<Both, el::Conv2d<8>> {};
#else
struct Net : el::Network<Both, el::ConcatOf, el::Conv2d<8>> {};
#endif

int main() { return el::program<Net>.input_count == 2 ? 0 : 1; }
