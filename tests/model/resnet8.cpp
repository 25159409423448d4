// ResNet-8 against LiteRT: tests/network/tflite_models.cpp.
#include <edgelite/model/resnet8.hpp>

#include "model_int8.hpp"

using namespace model_test;

TEST_CASE("ResNet-8 in int8") { check_int8(*counter_parameters<ResNet8<>>(), {40, 28}); }
