// What can be wrong with a calibration or with scales; host/quantization_problem.hpp says it in words.
#pragma once

#include "edgelite/quantization/range.hpp"

namespace edgelite {

struct QuantizationProblem {
  enum class Kind : std::uint8_t {
    none,
    no_samples,
    activation,   // NaN or infinite
    weight,       // NaN or infinite
    value_scale,  // zero, subnormal or infinite
    fixed_scale,  // a value shares the scale 1/256 of a softmax or sigmoid and leaves [0, 1]
    multiplier    // outside [2^-32, 2^30), what core/fixed_point.hpp can hold
  };
  Kind kind = Kind::none;
  int value = -1, channel = -1;
  double found = 0;  // the weight, the scale, the end of the range, the multiplier, or how many activations

  constexpr explicit operator bool() const { return kind != Kind::none; }
};

// The scale of every value is one that can be divided by.
template <class Net> constexpr QuantizationProblem check_values(const Parameters<Net, std::int8_t>& parameters) {
  for (std::size_t v = 0; v < parameters.values.size(); ++v)
    if (const float scale = parameters.values[v].scale; !(scale >= 1.17549435e-38f && scale <= unbounded))
      return {QuantizationProblem::Kind::value_scale, static_cast<int>(v), -1, double(scale)};
  return {};
}

// Every scale of a value and every rescaling of an operation is one that the kernels can hold.
template <class Net> constexpr QuantizationProblem check_scales(const Parameters<Net, std::int8_t>& parameters) {
  using Kind = QuantizationProblem::Kind;
  constexpr auto& p = program<Net>;
  if (const auto problem = check_values(parameters)) return problem;
  auto holds = [](double multiplier) { return multiplier >= 1.0 / 4294967296 && multiplier < 1073741824; };
  for (int i = 0; i < p.operation_count; ++i) {
    const Operation& op = p[i];
    auto scale = [&](int value) { return double(parameters.values[static_cast<std::size_t>(value)].scale); };
    const double out = scale(op.output);
    if (op.tied || op.inputs == 0 || op.inputs > 2) continue;
    if (op.inputs == 2) {
      const double a = scale(op.input[0]), b = scale(op.input[1]);
      const bool product = op.role == Role::compute && op.channels == 0;
      if (const double multiplier = product ? a * b / out : (a > b ? a : b) / out; !holds(multiplier))
        return {Kind::multiplier, op.output, -1, multiplier};
      continue;
    }
    const float* scales = parameters.scale.data() + quantized_layout<Net>.channel[static_cast<std::size_t>(i)];
    for (int o = 0; o < op.channels; ++o)
      if (const double multiplier = scale(op.input[0]) * double(scales[o]) / out; !holds(multiplier))
        return {Kind::multiplier, op.output, o, multiplier};
  }
  return {};
}

}  // namespace edgelite
