#pragma once

#include "resnet8.hpp"

// Does the network give the expected output for an image?
bool equals(const std::int8_t (&image)[resnet8::input_size], const std::int8_t (&expected)[resnet8::output_size]);
