#include <edgelite/model/squeezenet.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = SqueezeNet<100, el::Input<32, 32, 3>, 1>;
using Tiny = SqueezeNet<200, el::Input<64, 64, 3>, 2>;
using C32 = SqueezeNet<10, el::Input<32, 32, 3>, 1>;

static_assert(el::metrics<SqueezeNet<>>.parameters == 1'235'496);
static_assert(el::metrics<SqueezeNet<>>.multiply_accumulates == 349'151'936);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 773'796);
static_assert(el::metrics<Small>.multiply_accumulates == 17'331'968);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 825'096);
static_assert(el::metrics<Tiny>.multiply_accumulates == 17'898'176);

TEST_CASE("SqueezeNet 1.1 equals torchvision's") {
  check<SqueezeNet<>, el::NativeArch>("squeezenet");
  check<C32, el::Scalar, el::NativeArch>("squeezenet_c32");
}

TEST_CASE("SqueezeNet 1.1 in int8") { check_int8<C32>("squeezenet_c32", {26, 21}); }

}  // namespace
