// expect: ChannelShuffle: Groups must divide the input's channels
// shapes: Input<6, 6, 24>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

#ifdef MISUSE
struct Net : el::Network<el::Input<6, 6, 12>, el::PointwiseConv2d<24, el::Groups<3>>, el::ChannelShuffle<5>> {};
#else
struct Net : el::Network<el::Input<6, 6, 12>, el::PointwiseConv2d<24, el::Groups<3>>, el::ChannelShuffle<3>> {};
#endif

#include "use.hpp"
