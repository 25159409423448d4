// expect: MobileNetV1: height and width must be multiples of
// expect: MobileNetV2: height and width must be multiples of
// expect: MobileNetV3Small: height and width must be multiples of
// expect: MobileNetV3Large: height and width must be multiples of
// shapes: Input<64, 65, 3>
#include <edgelite/model/mobilenet_v1.hpp>
#include <edgelite/model/mobilenet_v2.hpp>
#include <edgelite/model/mobilenet_v3.hpp>

using namespace edgelite::model;

#ifdef MISUSE
using Image = edgelite::Input<64, 65, 3>;
#else
using Image = edgelite::Input<64, 96, 3>;
#endif

static_assert(sizeof(MobileNetV1<10, Image>) && sizeof(MobileNetV2<10, Image>) && sizeof(MobileNetV3Small<10, Image>) &&
              sizeof(MobileNetV3Large<10, Image>));
