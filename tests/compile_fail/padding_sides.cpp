// expect: Padding: say Padding<All>, Padding<Rows, Columns> or Padding<Top, Bottom, Left, Right>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Conv2d<8, el::Kernel<3>, el::Padding<1, 1, 1>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Conv2d<8, el::Kernel<3>, el::Padding<1, 1, 1, 0>>> {};
#endif

#include "use.hpp"
