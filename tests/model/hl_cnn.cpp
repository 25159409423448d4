#include <edgelite/model/hl_cnn.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = HLCNN<100, el::Input<32, 32, 3>, 1>;
using Tiny = HLCNN<200, el::Input<64, 64, 3>, 2>;

static_assert(el::metrics<HLCNN<>>.parameters == 2'126'820);
static_assert(el::metrics<HLCNN<>>.multiply_accumulates == 306'830'592);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 1'204'320);
static_assert(el::metrics<Small>.multiply_accumulates == 25'085'952);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 1'306'820);
static_assert(el::metrics<Tiny>.multiply_accumulates == 25'188'352);

TEST_CASE("HL-CNN equals its reference") {
  check<HLCNN<>, el::NativeArch>("hl_cnn");
  check<Small, el::Scalar, el::NativeArch>("hl_cnn_c32");
}

TEST_CASE("HL-CNN in int8") { check_int8<Small>("hl_cnn_c32", {27, 18}); }

}  // namespace
