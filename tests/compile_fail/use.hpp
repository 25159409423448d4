// What a user does with a network: all of it is instantiated.
#pragma once

#include <edgelite/edgelite.hpp>

template <class Net>
inline constexpr auto outputs = edgelite::program<Net>.shape(edgelite::program<Net>.outputs[0]).size();

template <class Net> void use() {
  static edgelite::Parameters<Net, float> parameters;
  static edgelite::Weights<Net, float> weights;
  static edgelite::Arena<edgelite::arena_bytes<Net, float>> arena;
  static std::array<float, static_cast<std::size_t>(Net::input.size())> image;
  static std::array<float, static_cast<std::size_t>(outputs<Net>)> result;
  edgelite::prepare(parameters, weights);
  edgelite::run<Net>(weights, image, result, arena);
}
