// Requantize: y = x, with a scale and a zero point of its own in int8 (TFLite QUANTIZE from int8 to int8). For a branch
// of a Concat, whose results share one scale, or before a pool, which keeps its input's.
//
// int8: y = clamp(zo + round((x - zx) sx / so)), the factor in double, the rounding multiply_double_rounding's. float:
// a copy.
#pragma once

#include "edgelite/layer/activation.hpp"

namespace edgelite {

struct Requantize : Activation<Requantize> {
  static constexpr float apply(float x) { return x; }
  static constexpr std::int8_t stored(int v, Quantization in, Quantization out) {
    return requantized(v, double{in.scale} / double{out.scale}, in, out);
  }
};

}  // namespace edgelite
