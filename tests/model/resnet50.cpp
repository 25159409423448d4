#include <edgelite/model/resnet50.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = ResNet50<100, el::Input<32, 32, 3>, 1>;
using Tiny = ResNet50<200, el::Input<64, 64, 3>, 2>;

static_assert(el::metrics<ResNet50<>>.parameters == 25'557'032);
static_assert(el::metrics<ResNet50<>>.multiply_accumulates == 4'089'184'256);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 23'712'932);
static_assert(el::metrics<Small>.multiply_accumulates == 333'848'576);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 23'917'832);
static_assert(el::metrics<Tiny>.multiply_accumulates == 334'053'376);

TEST_CASE("ResNet-50 equals torchvision's") { check<ResNet50<>, el::NativeArch>("resnet50"); }

TEST_CASE("ResNet-50 in int8") { check_int8<ResNet50<1000, Image<32>>>("resnet50", {27, 26}); }

}  // namespace
