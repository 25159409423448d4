// expect: pooling: ExcludePadding belongs to AveragePool2d
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::MaxPool2d<el::Kernel<3>, el::Padding<1>, el::ExcludePadding>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::AveragePool2d<el::Kernel<3>, el::Padding<1>, el::ExcludePadding>> {};
#endif

#include "use.hpp"
