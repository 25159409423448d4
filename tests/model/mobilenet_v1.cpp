#include <edgelite/model/mobilenet_v1.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<MobileNetV1<>>(4'231'976, 568'740'352));
static_assert(counts<MobileNetV1<200, Image<64>>>(3'411'976, 46'548'992));
static_assert(counts<MobileNetV1<100, Image<32>, std::ratio<1>, 1>>(3'309'476, 46'446'592));

TEST_CASE("MobileNetV1 equals timm's") {
  check<MobileNetV1<>, el::NativeArch>("mobilenet_v1");
  check<MobileNetV1<10, Image<32>, std::ratio<1>, 1>, el::Scalar, el::NativeArch>("mobilenet_v1_c32");
}

TEST_CASE("MobileNetV1 in int8") {
  check_int8<MobileNetV1<10, Image<32>, std::ratio<1>, 1>>("mobilenet_v1_c32", {25, 23});
}
