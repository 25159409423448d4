#include <edgelite/model/resnet20.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = ResNet20<100, el::Input<32, 32, 3>, 1>;
using Tiny = ResNet20<200, el::Input<64, 64, 3>, 2>;

static_assert(el::metrics<ResNet20<>>.parameters == 269'722);
static_assert(el::metrics<ResNet20<>>.multiply_accumulates == 40'551'040);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 275'572);
static_assert(el::metrics<Small>.multiply_accumulates == 40'556'800);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 282'072);
static_assert(el::metrics<Tiny>.multiply_accumulates == 40'563'200);

TEST_CASE("ResNet-20 equals its reference") { check<ResNet20<>, el::Scalar, el::NativeArch>("resnet20"); }

TEST_CASE("ResNet-20 in int8") { check_int8<ResNet20<>>("resnet20", {38, 26}); }

}  // namespace
