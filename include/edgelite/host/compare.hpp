// compare<Net>(trained, quantized, inputs, comparison): runs the float and the int8 network over the same inputs and
// says of every value how far apart they are, so that one sees which layer hurts.
//
//   sqnr          signal-to-quantization-noise ratio, 10 log10(sum of x^2 / sum of (x - y)^2) in dB, x of the float
//                 network, y of the int8 one; infinite where nothing differs
//   alone         the same, had only this value been stored in 8 bits: what its scale and zero point cost. Far above
//                 sqnr: the error comes from the layers before it or from the weights
//   relative_rms  sqrt(sum of (x - y)^2 / sum of x^2)
//   max_error     largest |x - y|
//   saturation    share of the stored elements at -128 or 127 whose float element lies beyond
//
// to_text(comparison) is a table, worst first. Errors: those of check_samples.
#pragma once

#include <cmath>
#include <cstdio>
#include <limits>

#include "edgelite/host/calibrate.hpp"
#include "edgelite/host/eigen.hpp"
#include "edgelite/host/table.hpp"

namespace edgelite {

// One value of the network: what the operation of this name makes.
struct ValueError {
  OperationName name;
  Quantization quantization{};
  double signal = 0, noise = 0, noise_alone = 0, max_error = 0;  // sums of squares
  std::int64_t elements = 0, saturated = 0;

  double sqnr() const { return decibels(noise); }
  double alone() const { return decibels(noise_alone); }
  double relative_rms() const { return noise > 0 ? std::sqrt(noise / signal) : 0; }
  double saturation() const {
    return elements > 0 ? static_cast<double>(saturated) / static_cast<double>(elements) : 0;
  }

 private:
  double decibels(double error) const {
    return error > 0 ? 10 * std::log10(signal / error) : std::numeric_limits<double>::infinity();
  }
};

struct Comparison {
  std::vector<ValueError> values;  // by id: the inputs, then in the order of the program
  std::size_t samples = 0;

  std::vector<ValueError> worst_first() const {
    auto sorted = values;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const ValueError& a, const ValueError& b) { return a.sqnr() < b.sqnr(); });
    return sorted;
  }
};

namespace detail {

using Pixels = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Adds one sample's value: x of the float network, stored of the int8 one.
inline void add_difference(ValueError& e, const Pixels& x, const TensorView<const std::int8_t>& stored) {
  const Quantization q = e.quantization;
  const auto y = host::as_matrix(stored).cast<float>().array();
  const Eigen::ArrayXXf difference = x.array() - (y - static_cast<float>(q.zero_point)) * q.scale;
  const Eigen::ArrayXXf steps = x.array() / q.scale + static_cast<float>(q.zero_point);
  e.signal += x.cast<double>().squaredNorm();
  e.noise += difference.matrix().cast<double>().squaredNorm();
  e.noise_alone += x.unaryExpr([q](float v) { return double(v - dequantize(quantize(v, q), q)); }).squaredNorm();
  e.max_error = std::max(e.max_error, double(difference.abs().maxCoeff()));
  e.elements += x.size();
  e.saturated += ((steps < -128.5f && y == -128) || (steps > 127.5f && y == 127)).count();
}

}  // namespace detail

template <class Net, class Arch = NativeArch>
Error compare(const Parameters<Net, float>& trained, const Parameters<Net, std::int8_t>& quantized,
              std::span<const float> inputs, Comparison& comparison) {
  if (Error error = check_samples<Net>(inputs)) return error;
  const auto exact = std::make_unique<Weights<Net, float, Arch>>();
  const auto rounded = std::make_unique<Weights<Net, std::int8_t, Arch>>();
  prepare(trained, *exact);
  prepare(quantized, *rounded);
  Observer<Net, float, Arch> observe_exact;
  Observer<Net, std::int8_t, Arch> observe_rounded;
  Comparison result;
  for (const OperationName& name : value_names<Net>())
    result.values.push_back({name, quantized.values[result.values.size()]});
  std::vector<detail::Pixels> values(result.values.size());
  std::vector<std::int8_t> input(sample_size<Net>);
  for (; !inputs.empty(); inputs = inputs.subspan(input.size()), ++result.samples) {
    const auto real = inputs_of<Net>(inputs.data());
    const auto stored = inputs_of<Net>(static_cast<const std::int8_t*>(input.data()));
    quantize_sample<Net>(inputs.data(), quantized, input.data());
    for (std::size_t k = 0; k < real.size(); ++k)
      values[k] = host::as_matrix(host::contiguous_view(real[k], Net::inputs[k]));
    observe_exact(*exact, inputs.data(), [&](int value, const TensorView<const float>& x) {
      values[static_cast<std::size_t>(value)] = host::as_matrix(x);
      return true;
    });
    const auto add = [&](int value, const TensorView<const std::int8_t>& y) {
      const auto v = static_cast<std::size_t>(value);
      detail::add_difference(result.values[v], values[v], y);
      return true;
    };
    for (std::size_t k = 0; k < stored.size(); ++k)
      add(static_cast<int>(k), host::contiguous_view(stored[k], Net::inputs[k]));
    observe_rounded(*rounded, input.data(), add);
  }
  comparison = std::move(result);
  return {};
}

enum class Order { worst_first, network };

inline std::string to_text(const Comparison& comparison, Order order = Order::worst_first) {
  const auto number = [](const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return std::string(text);
  };
  const auto decibels = [&](double value) { return std::isinf(value) && value > 0 ? "exact" : number("%.1f", value); };
  std::vector<std::array<std::string, 9>> table{
      {"path", "operation", "scale", "zero point", "SQNR dB", "alone dB", "relative RMS", "max error", "saturated %"}};
  for (const ValueError& v : order == Order::worst_first ? comparison.worst_first() : comparison.values)
    table.push_back({v.name.path, v.name.layer, number("%.6g", double(v.quantization.scale)),
                     std::to_string(v.quantization.zero_point), decibels(v.sqnr()), decibels(v.alone()),
                     number("%.5f", v.relative_rms()), number("%.4g", v.max_error),
                     number("%.3f", 100 * v.saturation())});
  return to_table(table);
}

}  // namespace edgelite
