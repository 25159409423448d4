// What a user does with the network Net of the file that ends with this header.
#pragma once

#include <edgelite/edgelite.hpp>

static edgelite::Parameters<Net, float> parameters;
static edgelite::Weights<Net, float> weights;
static edgelite::Arena<edgelite::arena_bytes<Net, float>> arena;
static std::array<float, edgelite::input_size<Net>> image;
static std::array<float, edgelite::output_size<Net>> result;

int main() {
  edgelite::prepare(parameters, weights);
  edgelite::run<Net>(weights, image, result, arena);
}
