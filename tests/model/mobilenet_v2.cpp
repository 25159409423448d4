#include <edgelite/model/mobilenet_v2.hpp>

#include "model_golden.hpp"

using namespace model_test;

namespace {

using C32 = MobileNetV2<10, el::Input<32, 32, 3>, std::ratio<1>, 1>;
using C32Narrow = MobileNetV2<10, el::Input<32, 32, 3>, std::ratio<1, 2>, 1, 1>;

static_assert(el::metrics<MobileNetV2<>>.parameters == 3'504'872);
static_assert(el::metrics<MobileNetV2<>>.multiply_accumulates == 300'774'272);
static_assert(el::metrics<MobileNetV2<10, el::Input<32, 32, 3>, std::ratio<1>, 1, 1>>.multiply_accumulates ==
              87'976'448);

TEST_CASE("MobileNetV2 equals torchvision's") {
  check<MobileNetV2<>, el::NativeArch>("mobilenet_v2");
  check<C32, el::Scalar, el::NativeArch>("mobilenet_v2_c32");
}

}  // namespace
