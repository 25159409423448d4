#include <edgelite/model/ghostnet.hpp>

#include "model_int8.hpp"

using namespace model_test;

static_assert(counts<GhostNet<1000, Image<224>, std::ratio<1, 2>>>(2'587'292, 42'328'152));
static_assert(counts<GhostNet<>>(5'182'508, 141'150'512));
static_assert(counts<GhostNet<1000, Image<224>, std::ratio<13, 10>>>(7'358'820, 227'003'256));
static_assert(counts<GhostNet<200, Image<64>>>(4'157'708, 14'179'072));
static_assert(counts<GhostNet<100, Image<32>, std::ratio<1>, 1>>(4'029'608, 14'051'072));

TEST_CASE("GhostNet equals timm's") {
  check<GhostNet<>, el::NativeArch>("ghostnet");
  check<GhostNet<10, Image<32>, std::ratio<1, 2>, 1>, el::Scalar, el::NativeArch>("ghostnet_050_c32");
}

TEST_CASE("GhostNet in int8") {
  check_int8<GhostNet<10, Image<32>, std::ratio<1, 2>, 1>>("ghostnet_050_c32", {22, 15});
}
