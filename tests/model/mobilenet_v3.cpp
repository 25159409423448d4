#include <edgelite/model/mobilenet_v3.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<MobileNetV3Small<>>(2'542'856, 56'510'400));
static_assert(counts<MobileNetV3Small<1000, Image<224>, std::ratio<3, 4>>>(1'653'920, 39'115'576));
static_assert(counts<MobileNetV3Small<200, Image<64>>>(1'722'856, 5'697'280));
static_assert(counts<MobileNetV3Small<100, Image<32>, std::ratio<1>, 1>>(1'620'356, 5'594'880));
static_assert(counts<MobileNetV3Large<>>(5'483'032, 216'589'760));
static_assert(counts<MobileNetV3Large<1000, Image<224>, std::ratio<3, 4>>>(3'377'576, 140'033'816));
static_assert(counts<MobileNetV3Large<200, Image<64>>>(4'458'232, 20'344'960));
static_assert(counts<MobileNetV3Large<100, Image<32>, std::ratio<1>, 1>>(4'330'132, 20'216'960));

TEST_CASE("MobileNetV3-Small equals torchvision's") {
  check<MobileNetV3Small<>, el::NativeArch>("mobilenet_v3_small");
  check<MobileNetV3Small<10, Image<32>, std::ratio<1>, 1>, el::Scalar, el::NativeArch>("mobilenet_v3_small_c32");
}

TEST_CASE("MobileNetV3-Large equals torchvision's") {
  check<MobileNetV3Large<>, el::NativeArch>("mobilenet_v3_large");
  check<MobileNetV3Large<10, Image<32>, std::ratio<1>, 1>, el::Scalar, el::NativeArch>("mobilenet_v3_large_c32");
}

TEST_CASE("MobileNetV3 in int8") {
  check_int8<MobileNetV3Small<10, Image<32>, std::ratio<1>, 1>>("mobilenet_v3_small_c32", {9, 9});
  check_int8<MobileNetV3Large<10, Image<32>, std::ratio<1>, 1>>("mobilenet_v3_large_c32", {15, 12});
}
