// expect: Clamp<Low, High>: the lower bound must be below the upper one
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<4, 4, 8>, el::Clamp<std::ratio<1>, std::ratio<1>>> {};
#else
struct Net : el::Network<el::Input<4, 4, 8>, el::Clamp<std::ratio<0>, std::ratio<1>>> {};
#endif

#include "use.hpp"
