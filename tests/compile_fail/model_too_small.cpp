// expect: SqueezeNet: height and width must be at least
// shapes: Input<64, 24, 3>
#include <edgelite/model/squeezenet.hpp>

using namespace edgelite::model;

#ifdef MISUSE
using Net = SqueezeNet<10, edgelite::Input<64, 24, 3>>;
#else
using Net = SqueezeNet<10, edgelite::Input<64, 25, 3>>;
#endif

static_assert(sizeof(Net));
