#include <edgelite/model/efficientnet_lite.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = EfficientNetLite0<100, el::Input<32, 32, 3>, 1>;
using Tiny = EfficientNetLite0<200, el::Input<64, 64, 3>, 2>;
using C32 = EfficientNetLite0<10, el::Input<32, 32, 3>, 1>;

static_assert(el::metrics<EfficientNetLite0<>>.parameters == 4'652'008);
static_assert(el::metrics<EfficientNetLite0<>>.multiply_accumulates == 385'187'552);
static_assert(el::metrics<EfficientNetLite1<>>.parameters == 5'416'680);
static_assert(el::metrics<EfficientNetLite1<>>.multiply_accumulates == 600'185'232);
static_assert(el::metrics<EfficientNetLite2<>>.parameters == 6'092'072);
static_assert(el::metrics<EfficientNetLite2<>>.multiply_accumulates == 859'736'272);
static_assert(el::metrics<EfficientNetLite3<>>.parameters == 8'197'096);
static_assert(el::metrics<EfficientNetLite3<>>.multiply_accumulates == 1'383'321'872);
static_assert(el::metrics<EfficientNetLite4<>>.parameters == 13'006'568);
static_assert(el::metrics<EfficientNetLite4<>>.multiply_accumulates == 2'553'034'336);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 3'499'108);
static_assert(el::metrics<Small>.multiply_accumulates == 31'467'392);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 3'627'208);
static_assert(el::metrics<Tiny>.multiply_accumulates == 31'595'392);

TEST_CASE("EfficientNet-Lite equals timm's") {
  check<EfficientNetLite0<>, el::NativeArch>("efficientnet_lite0");
  check<EfficientNetLite4<10, el::Input<60, 68, 3>>, el::NativeArch>("efficientnet_lite4_small");
  check<C32, el::Scalar, el::NativeArch>("efficientnet_lite0_c32");
}

TEST_CASE("EfficientNet-Lite0 in int8") { check_int8<C32>("efficientnet_lite0_c32", {32, 22}); }

}  // namespace
