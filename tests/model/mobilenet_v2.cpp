#include <edgelite/model/mobilenet_v2.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<MobileNetV2<>>(3'504'872, 300'774'272));
static_assert(counts<MobileNetV2<1000, Image<224>, std::ratio<7, 5>>>(6'108'776, 582'195'824));
static_assert(counts<MobileNetV2<200, Image<64>>>(2'480'072, 24'704'512));
static_assert(counts<MobileNetV2<100, Image<32>, std::ratio<1>, 1>>(2'351'972, 24'576'512));
static_assert(counts<MobileNetV2<10, Image<32>, std::ratio<1>, 1, 1>>(2'236'682, 87'976'448));

TEST_CASE("MobileNetV2 equals torchvision's") {
  check<MobileNetV2<>, el::NativeArch>("mobilenet_v2");
  check<MobileNetV2<10, Image<32>, std::ratio<1, 2>, 1, 1>, el::Scalar, el::NativeArch>("mobilenet_v2_c32");
}

TEST_CASE("MobileNetV2 in int8") {
  check_int8<MobileNetV2<10, Image<32>, std::ratio<1, 2>, 1, 1>>("mobilenet_v2_c32", {24, 16});
}
