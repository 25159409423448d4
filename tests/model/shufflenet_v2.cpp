#include <edgelite/model/shufflenet_v2.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<ShuffleNetV2<1000, Image<224>, std::ratio<1, 2>>>(1'366'792, 40'476'448));
static_assert(counts<ShuffleNetV2<>>(2'278'604, 144'907'992));
static_assert(counts<ShuffleNetV2<1000, Image<224>, std::ratio<3, 2>>>(3'503'624, 295'759'392));
static_assert(counts<ShuffleNetV2<1000, Image<224>, std::ratio<2>>>(7'393'996, 583'253'464));
static_assert(counts<ShuffleNetV2<200, Image<64>>>(1'458'604, 11'950'432));
static_assert(counts<ShuffleNetV2<100, Image<32>, std::ratio<1>, 1>>(1'356'104, 11'848'032));

TEST_CASE("ShuffleNetV2 equals torchvision's") {
  check<ShuffleNetV2<>, el::NativeArch>("shufflenet_v2");
  check<ShuffleNetV2<10, Image<32>, std::ratio<1, 2>, 1, 1>, el::Scalar, el::NativeArch>("shufflenet_v2_x0_5_c32");
}

TEST_CASE("ShuffleNetV2 in int8") {
  check_int8<ShuffleNetV2<10, Image<32>, std::ratio<1, 2>, 1, 1>>("shufflenet_v2_x0_5_c32", {33, 20});
}
