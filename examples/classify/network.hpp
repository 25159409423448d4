// The network with all its memory, static, for one element type. Each is compiled by itself, for the compiler's time.
#pragma once

#include <edgelite/core/quantize.hpp>
#include <edgelite/host/image.hpp>
#include <edgelite/host/load_parameters.hpp>

#include "classifier.hpp"

namespace classify {

template <class T> struct Memory {
  static inline constinit edgelite::Parameters<Net, T> parameters{};
  static inline constinit edgelite::Weights<Net, T> weights{};
  static inline constinit edgelite::Arena<edgelite::arena_bytes<Net, T>> arena{};
  static inline constinit std::array<float, edgelite::input_size<Net>> pixels{};
  static inline constinit std::array<T, edgelite::input_size<Net>> input{};
  static inline constinit std::array<T, edgelite::output_size<Net>> output{};

  static edgelite::Error load(const std::string& file) {
    if (edgelite::Error error = edgelite::load_parameters(file, parameters)) return error;
    edgelite::prepare(parameters, weights);
    return {};
  }
  static void see(Picture picture) {
    edgelite::normalize(picture, pixels);
    if constexpr (edgelite::is_quantized<T>)
      edgelite::quantize(pixels, parameters.values.front(), input);
    else
      input = pixels;
  }
  static void infer() { edgelite::run<Net>(weights, input, output, arena); }
  static Probabilities logits() {
    Probabilities result{};
    if constexpr (edgelite::is_quantized<T>)
      edgelite::dequantize(output, parameters.values[std::size_t{edgelite::program<Net>.output(0)}], result);
    else
      result = output;
    return result;
  }
  static edgelite::Report report() { return edgelite::report<Net>(weights); }
};

template <class T> Classifier classifier(std::string_view element) {
  using M = Memory<T>;
  return {element,  edgelite::NativeArch::name, edgelite::arena_bytes<Net, T>, M::load, M::see, M::infer, M::logits,
          M::report};
}

}  // namespace classify
