// expect: ResNet8: height and width must be multiples of
// expect: ResNet20: height and width must be multiples of
// expect: ResNet50: height and width must be multiples of
// expect: HLCNN: height and width must be multiples of
// expect: OptimizedCNN: height and width must be multiples of
// shapes: Input<64, 65, 3>
#include <edgelite/model/hl_cnn.hpp>
#include <edgelite/model/optimized_cnn.hpp>
#include <edgelite/model/resnet20.hpp>
#include <edgelite/model/resnet50.hpp>
#include <edgelite/model/resnet8.hpp>

using namespace edgelite::model;

#ifdef MISUSE
using Image = edgelite::Input<64, 65, 3>;
#else
using Image = edgelite::Input<64, 96, 3>;
#endif

static_assert(sizeof(ResNet8<10, Image>) + sizeof(ResNet20<10, Image>) + sizeof(ResNet50<10, Image>) +
              sizeof(HLCNN<10, Image>) + sizeof(OptimizedCNN<10, Image>));
