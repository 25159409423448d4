// expect: ShuffleNetV1: height and width must be multiples of
// expect: ShuffleNetV2: height and width must be multiples of
// expect: GhostNet: height and width must be multiples of
// shapes: Input<16, 32, 3>
#include <edgelite/model/ghostnet.hpp>
#include <edgelite/model/shufflenet_v1.hpp>
#include <edgelite/model/shufflenet_v2.hpp>

using namespace edgelite::model;

#ifdef MISUSE
using Image = edgelite::Input<16, 32, 3>;
#else
using Image = edgelite::Input<32, 32, 3>;
#endif

static_assert(sizeof(ShuffleNetV1<10, Image>) && sizeof(ShuffleNetV2<10, Image>) && sizeof(GhostNet<10, Image>));
