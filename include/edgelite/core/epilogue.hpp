// What happens to a channel's sum before it is stored: plain data, independent of the layer.
//
//   float: y = clamp(sum, low, high); with a second operand r: y = clamp(y + r, low2, high2)
//   int8:  v = clamp(round(sum * multiplier) + zero_point, low, high); with r: TFLite's ADD of v and r, so the fused
//          pair computes what the two operations compute one after the other
//
// The bias is where the sum starts; int8 sums are modulo 2^32. Constants: float [bias]; int8 [head: zero points, bounds,
// rounding, rescaling, wide_weights][bias][mantissa; to_even: the bits of the float multiplier][shift]; each block but
// the head is `channels` long, in the kernel's packed order.
#pragma once

#include <bit>
#include <cstdint>

#include "edgelite/core/element.hpp"
#include "edgelite/core/fixed_point.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// TFLite ADD: y = clamp(zo + round_o(round_a((a - za) 2^20) + round_b((b - zb) 2^20)))
struct QuantizedAdd {
  std::int32_t zero_a = 0, zero_b = 0, zero_out = 0, low = -128, high = 127;
  FixedPointMultiplier a, b, out;

  static constexpr int words = 11;
  static constexpr QuantizedAdd of(Quantization a, Quantization b, Quantization out, float low, float high) {
    const double larger = a.scale > b.scale ? a.scale : b.scale, twice = larger > 0 ? 2 * larger : 1;
    return {a.zero_point,
            b.zero_point,
            out.zero_point,
            quantized_bound(low, out),
            quantized_bound(high, out),
            FixedPointMultiplier::of(a.scale / twice),
            FixedPointMultiplier::of(b.scale / twice),
            FixedPointMultiplier::of(twice / (1048576.0 * out.scale))};
  }
  static constexpr QuantizedAdd read(const std::int32_t* w) {
    return {w[0], w[1], w[2], w[3], w[4], {w[5], w[6]}, {w[7], w[8]}, {w[9], w[10]}};
  }
  constexpr void write(std::int32_t* w) const {
    const std::int32_t all[words] = {zero_a,  zero_b,     zero_out, low,          high,     a.mantissa,
                                     a.shift, b.mantissa, b.shift,  out.mantissa, out.shift};
    for (int i = 0; i < words; ++i) w[i] = all[i];
  }
  constexpr bool halves_first() const { return a.mantissa == 1 << 30 && a.shift == 0; }  // the operand of larger scale
  constexpr QuantizedAdd swapped() const { return {zero_b, zero_a, zero_out, low, high, b, a, out}; }
  constexpr std::int8_t operator()(std::int32_t x, std::int32_t y) const {
    const std::int32_t sum =
        multiply_double_rounding((x - zero_a) * (1 << 20), a) + multiply_double_rounding((y - zero_b) * (1 << 20), b);
    return offset8(multiply_double_rounding(sum, out), zero_out, low, high);
  }
};

// TFLite MUL: y = clamp(zo + round((a - za) (b - zb) m)), m = sa sb / so in float, as TFLite has it
struct QuantizedProduct {
  std::int32_t zero_a = 0, zero_b = 0, zero_out = 0, low = -128, high = 127;
  FixedPointMultiplier factor;

  static constexpr int words = 7;
  static constexpr QuantizedProduct of(Quantization a, Quantization b, Quantization out, float low, float high) {
    return {a.zero_point,
            b.zero_point,
            out.zero_point,
            quantized_bound(low, out),
            quantized_bound(high, out),
            FixedPointMultiplier::of(static_cast<double>(a.scale * b.scale / out.scale))};
  }
  static constexpr QuantizedProduct read(const std::int32_t* w) { return {w[0], w[1], w[2], w[3], w[4], {w[5], w[6]}}; }
  constexpr void write(std::int32_t* w) const {
    const std::int32_t all[words] = {zero_a, zero_b, zero_out, low, high, factor.mantissa, factor.shift};
    for (int i = 0; i < words; ++i) w[i] = all[i];
  }
  constexpr std::int8_t operator()(std::int32_t x, std::int32_t y) const {
    return offset8(multiply_double_rounding((x - zero_a) * (y - zero_b), factor), zero_out, low, high);
  }
};

// The second operand of a fused addition. `present` says whether there is one: comparing a pointer with null is not a
// constant expression for every object.
template <class T> struct Second {
  bool present = false;
  const T* data = nullptr;
  const typename ElementTraits<T>::Constant* constants = nullptr;
  float low = -unbounded, high = unbounded;
  bool swapped = false;  // the stored operand was the addition's first
};

// What is known of all rescaled sums of an operation, each level more than the one before it.
enum class Rescaling : std::int32_t {
  any,
  in_vectors,  // no shift to the left, every sum below 2^30: what vectors compute exactly
  rounding,    // every shift at least 1 to the right
  halfless     // no sum times mantissa lies half way between two multiples of 2^31
};

// Of sums below 2^digits.
constexpr Rescaling rescaling_of(FixedPointMultiplier m, int digits) {
  if (m.shift > 0 || digits > 30) return Rescaling::any;
  if (m.shift == 0) return Rescaling::in_vectors;
  // A sum is a multiple of 2^(digits - 1) at most.
  return std::countr_zero(static_cast<std::uint32_t>(m.mantissa)) + digits > 30 ? Rescaling::rounding
                                                                                : Rescaling::halfless;
}

template <class T> struct Epilogue;

template <> struct Epilogue<float> {
  const float* bias;
  float low, high;
  bool has_second;
  const float* second;
  float second_low, second_high;

  static constexpr int head = 0, blocks = 1;
  static constexpr Epilogue of(const float* constants, int, float low, float high, const Second<float>& r) {
    return {constants, low, high, r.present, r.data, r.low, r.high};
  }
  constexpr float padding() const { return 0; }
};

template <> struct Epilogue<std::int8_t> {
  const std::int32_t *bias, *mantissa, *shift;
  std::int32_t zero_in, zero_out, low, high;
  Rounding rounding;
  Rescaling rescaling;
  bool wide_weights;  // some weight is -128: two products need not fit int16
  bool has_second;
  const std::int8_t* second;
  QuantizedAdd add;

  static constexpr int head = 8, blocks = 3;
  static constexpr Epilogue of(const std::int32_t* constants, int channels, float, float,
                               const Second<std::int8_t>& r) {
    const std::int32_t* bias = constants + head;
    QuantizedAdd add{};
    if (r.present) add = r.swapped ? QuantizedAdd::read(r.constants).swapped() : QuantizedAdd::read(r.constants);
    return {bias,
            bias + channels,
            bias + 2 * channels,
            constants[0],
            constants[1],
            constants[2],
            constants[3],
            static_cast<Rounding>(constants[4]),
            static_cast<Rescaling>(constants[5]),
            constants[6] != 0,
            r.present,
            r.data,
            add};
  }
  constexpr std::int8_t padding() const { return static_cast<std::int8_t>(zero_in); }
  constexpr std::int32_t scaled(std::int32_t sum, int channel) const {
    const FixedPointMultiplier m{mantissa[channel], shift[channel]};
    return rounding == Rounding::twice  ? multiply_double_rounding(sum, m)
           : rounding == Rounding::once ? multiply_single_rounding(sum, m)
                                        : multiply_to_even(sum, std::bit_cast<float>(mantissa[channel]));
  }
  constexpr std::int8_t operator()(std::int32_t sum, int channel, const std::int8_t* r) const {
    const std::int8_t v = clamp8(saturate32(std::int64_t{scaled(sum, channel)} + zero_out), low, high);
    return has_second ? add(v, *r) : v;
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
