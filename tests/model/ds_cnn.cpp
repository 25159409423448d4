#include <edgelite/model/ds_cnn.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = DsCnn<100, el::Input<32, 32, 3>, 64, 1>;
using Tiny = DsCnn<200, el::Input<64, 64, 3>>;

static_assert(el::metrics<DsCnn<>>.parameters == 22'604);
static_assert(el::metrics<DsCnn<>>.multiply_accumulates == 2'656'768);
static_assert(el::checked<Small> && el::checked<Tiny>);

TEST_CASE("DS-CNN equals its reference") { check<DsCnn<>, el::Scalar, el::NativeArch>("ds_cnn"); }

TEST_CASE("DS-CNN in int8") { check_int8<DsCnn<>>("ds_cnn", {32, 27}); }

}  // namespace
