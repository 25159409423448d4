#include <edgelite/model/optimized_cnn.hpp>

#include "model_int8.hpp"

using namespace model_test;

namespace {

using Small = OptimizedCNN<100, el::Input<32, 32, 3>, 1>;
using Tiny = OptimizedCNN<200, el::Input<64, 64, 3>, 2>;

static_assert(el::metrics<OptimizedCNN<>>.parameters == 3'218'186);
static_assert(el::metrics<OptimizedCNN<>>.multiply_accumulates == 257'503'232);
static_assert(el::checked<Small>);
static_assert(el::metrics<Small>.parameters == 3'402'596);
static_assert(el::metrics<Small>.multiply_accumulates == 257'687'552);
static_assert(el::checked<Tiny>);
static_assert(el::metrics<Tiny>.parameters == 3'607'496);
static_assert(el::metrics<Tiny>.multiply_accumulates == 257'892'352);

TEST_CASE("The optimized lightweight CNN equals its reference") {
  check<OptimizedCNN<>, el::Scalar, el::NativeArch>("optimized_cnn");
}

TEST_CASE("The optimized lightweight CNN in int8") { check_int8<OptimizedCNN<>>("optimized_cnn", {28, 20}); }

}  // namespace
