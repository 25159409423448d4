// A network type with made-up weights, prepared, and an input.
//
// int8 parameters are quantized from the float ones for that input, which the float network runs with scalar kernels.
// Their weights have 7 bits, in [-64, 64]: without VNNI onnxruntime's sums of two products of 8 bits saturate, and peers
// shall compute the same. Time does not depend on it.
#pragma once

#include <edgelite/core/quantize.hpp>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/calibrate.hpp>
#include <edgelite/quantization/convert.hpp>
#include <stdexcept>

#include "timed.hpp"

namespace bench {

namespace el = edgelite;

template <class Net, class T> struct Prepared {
  std::unique_ptr<el::Parameters<Net, T>> parameters = std::make_unique<el::Parameters<Net, T>>();
  std::unique_ptr<el::Weights<Net, T>> weights = std::make_unique<el::Weights<Net, T>>();
  std::array<float, el::input_size<Net>> real_input{};
  std::array<T, el::input_size<Net>> input{};

  Prepared() {
    for (std::size_t i = 0; i < real_input.size(); ++i) real_input[i] = input_element(i);
    auto trained = std::make_unique<el::Parameters<Net, float>>();
    float* const data = trained->data.data();
    fill(el::tensors<Net>, data);
    for (int i = 0; i < el::program<Net>.operation_count; ++i)
      if (!activated(i)) halve_variance(el::program<Net>[i], data);
    if constexpr (el::is_quantized<T>) {
      quantize(*trained);
      el::quantize(real_input, parameters->values.front(), input);
    } else {
      parameters = std::move(trained);
      input = real_input;
    }
    el::prepare(*parameters, *weights);
  }

 private:
  // Does an activation, which halves the variance, follow operation i?
  static bool activated(int i) {
    const auto& p = el::program<Net>;
    return p[i].clamped() ||
           (i + 1 < p.operation_count && p[i + 1].role == el::Role::activation && p[i + 1].input[0] == p[i].output);
  }

  void quantize(const el::Parameters<Net, float>& trained) {
    const auto exact = std::make_unique<el::Weights<Net, float, el::Scalar>>();
    el::prepare(trained, *exact);
    const auto calibration = std::make_unique<el::Calibration<Net>>();
    el::Error error = el::calibrate<Net>(*exact, real_input, *calibration);
    if (!error)
      error = el::to_error<Net>(el::convert<Net>(trained, el::activation_ranges(*calibration, {}), *parameters));
    if (error) throw std::runtime_error(error.message);
    for (auto& w : parameters->weight) w = static_cast<std::int8_t>((w + (w < 0 ? -1 : 1)) / 2);
    for (auto& b : parameters->bias) b /= 2;
    for (float& s : parameters->scale) s *= 2;
  }
};

}  // namespace bench
