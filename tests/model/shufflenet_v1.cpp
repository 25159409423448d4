#include <edgelite/model/shufflenet_v1.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<ShuffleNetV1<>>(1'865'728, 137'460'672));
static_assert(counts<ShuffleNetV1<200, Image<64>>>(1'096'928, 11'334'912));
static_assert(counts<ShuffleNetV1<100, Image<32>, std::ratio<1>, 3, 1>>(1'000'828, 11'238'912));

TEST_CASE("ShuffleNetV1 equals PyTorch's") {
  check<ShuffleNetV1<>, el::NativeArch>("shufflenet_v1");
  check<ShuffleNetV1<10, Image<32>, std::ratio<1>, 3, 1, 1>, el::Scalar, el::NativeArch>("shufflenet_v1_c32");
}

TEST_CASE("ShuffleNetV1 in int8") {
  check_int8<ShuffleNetV1<10, Image<32>, std::ratio<1>, 3, 1, 1>>("shufflenet_v1_c32", {26, 22});
}
