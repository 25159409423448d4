// A network type as something to time. A source for each network and element includes this and has one Registered<Net, T>.
//
// int8 parameters are quantized from the float ones for one input, which the float network runs with scalar kernels. Their weights have 7 bits, in [-64, 64]: without VNNI
// onnxruntime's sums of two products of 8 bits saturate, and peers shall compute the same. Time does not depend on it.
#pragma once

#include <edgelite/core/quantize.hpp>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/calibrate.hpp>
#include <edgelite/host/file.hpp>
#include <edgelite/host/report.hpp>
#include <edgelite/host/safetensors.hpp>
#include <edgelite/quantization/convert.hpp>

#include "timed.hpp"

namespace bench {

namespace el = edgelite;

template <class Net, class T> class RunnableNetwork final : public Runnable {
 public:
  RunnableNetwork() {
    for (std::size_t i = 0; i < real_input_.size(); ++i) real_input_[i] = input_element(i);
    auto trained = std::make_unique<el::Parameters<Net, float>>();
    fill(el::tensors<Net>, trained->data.data());
    for (int i = 0; i < el::program<Net>.operation_count; ++i)
      if (!activated(i)) halve_variance(el::program<Net>[i], trained -> data.data());
    if constexpr (el::is_quantized<T>) {
      quantize(*trained);
      el::quantize(real_input_, parameters_->values.front(), input_);
    } else {
      parameters_ = std::move(trained);
      input_ = real_input_;
    }
    el::prepare(*parameters_, *weights_);
  }

  el::Report report() const { return el::report<Net>(*weights_); }

  void run() override { el::run<Net>(*weights_, input_, output_, *arena_); }

  el::Error write(const std::filesystem::path& folder) override {
    run();
    const auto& p = el::program<Net>;
    std::vector<std::vector<float>> storage;
    el::StoredTensors<const std::byte> stored;
    const auto add = [&](const std::string& name, std::array<int, 4> shape, std::vector<float> values) {
      el::TensorInfo info;
      for (std::size_t k = 0; k < name.size(); ++k) info.name[k] = name[k];
      info.shape = shape;
      info.rank = 4;
      storage.push_back(std::move(values));
      stored.push_back({info, "F32", reinterpret_cast<const std::byte*>(storage.back().data()), sizeof(float)});
    };
    nlohmann::ordered_json program = {{"input", {p.shape(0).height, p.shape(0).width, p.shape(0).channels}},
                                      {"output", p.output(0)}};
    const auto layers = layer_names(std::make_integer_sequence<int, el::program<Net>.operation_count>{});
    for (int i = 0; i < p.operation_count; ++i) {
      const el::Operation& op = p[i];
      program["operations"].push_back(describe(op, layers[static_cast<std::size_t>(i)]));
      if (op.channels > 0) add_weights(i, add);
    }
    add("input", {1, Net::input.height, Net::input.width, Net::input.channels},
        {real_input_.begin(), real_input_.end()});
    std::array<float, el::output_size<Net>> real{};
    if constexpr (el::is_quantized<T>) {
      el::dequantize(output_, parameters_->values[static_cast<std::size_t>(p.output(0))], real);
      std::vector<float> scales, zero_points;
      for (const el::Quantization& value : parameters_->values)
        scales.push_back(value.scale), zero_points.push_back(static_cast<float>(value.zero_point));
      const int count = static_cast<int>(scales.size());
      add("scale", {1, 1, 1, count}, std::move(scales));
      add("zero_point", {1, 1, 1, count}, std::move(zero_points));
    } else {
      real = output_;
    }
    add("output", {1, 1, 1, static_cast<int>(real.size())}, {real.begin(), real.end()});
    const std::string text = program.dump();
    const std::span bytes(reinterpret_cast<const std::byte*>(text.data()), text.size());
    if (el::Error error = el::write_file(folder / "program.json", bytes)) return error;
    return el::write_safetensors(folder / "tensors.safetensors", stored);
  }

 private:
  // Does an activation, which halves the variance, follow operation i?
  static bool activated(int i) {
    const auto& p = el::program<Net>;
    return p[i].clamped() ||
           (i + 1 < p.operation_count && p[i + 1].role == el::Role::activation && p[i + 1].input[0] == p[i].output);
  }

  template <int... I> static std::vector<std::string> layer_names(std::integer_sequence<int, I...>) {
    return {el::detail::layer_name<typename el::detail::Unnamed<el::layer_of<Net, I>>::type>()...};
  }

  void quantize(const el::Parameters<Net, float>& trained) {
    const auto weights = std::make_unique<el::Weights<Net, float, el::Scalar>>();
    el::prepare(trained, *weights);
    const auto calibration = std::make_unique<el::Calibration<Net>>();
    el::Error error = el::calibrate<Net>(*weights, real_input_, *calibration);
    if (!error)
      error = el::to_error<Net>(el::convert<Net>(trained, el::activation_ranges(*calibration, {}), *parameters_));
    if (error) throw std::runtime_error(error.message);
    for (auto& w : parameters_->weight) w = static_cast<std::int8_t>((w + (w < 0 ? -1 : 1)) / 2);
    for (auto& b : parameters_->bias) b /= 2;
    for (float& s : parameters_->scale) s *= 2;
  }

  // <operation>.weight [channels, inputs of the group, rows, columns], .bias and, in int8, .scale [channels]. All are
  // stored as floats, in int8 the stored numbers, which floats hold exactly where |bias| < 2^24.
  template <class Add> void add_weights(int i, Add add) const {
    const el::Operation& op = el::program<Net>[i];
    const auto source = el::source(*parameters_, i);
    std::vector<float> weight, bias, scale;
    for (int o = 0; o < op.channels; ++o) {
      for (int k = 0; k < op.per_channel; ++k) weight.push_back(static_cast<float>(source.weight(o, k)));
      bias.push_back(static_cast<float>(source.bias(o)));
      if constexpr (el::is_quantized<T>) scale.push_back(source.scale(o));
    }
    const std::string prefix = std::to_string(i) + ".";
    const el::Window& w = op.window;
    add(prefix + "weight", {op.channels, op.per_channel / w.taps(), w.kernel_h, w.kernel_w}, std::move(weight));
    add(prefix + "bias", {1, 1, 1, op.channels}, std::move(bias));
    if constexpr (el::is_quantized<T>) add(prefix + "scale", {1, 1, 1, op.channels}, std::move(scale));
  }

  std::unique_ptr<el::Parameters<Net, T>> parameters_ = std::make_unique<el::Parameters<Net, T>>();
  std::unique_ptr<el::Weights<Net, T>> weights_ = std::make_unique<el::Weights<Net, T>>();
  std::unique_ptr<el::Arena<el::arena_bytes<Net, T>>> arena_ = std::make_unique<el::Arena<el::arena_bytes<Net, T>>>();
  std::array<float, el::input_size<Net>> real_input_{};
  std::array<T, el::input_size<Net>> input_{};
  std::array<T, el::output_size<Net>> output_{};
};

template <class Net, class T> struct Registered {
  // `name`: network/input
  explicit Registered(const std::string& name) {
    const std::string element = !el::is_quantized<T> ? "float" : Net::rounds_to_even ? "int8_to_even" : "int8";
    all_timed().push_back({name + "/" + element + "/" + std::string(el::NativeArch::name), el::is_quantized<T>,
                           el::metrics<Net>.multiply_accumulates, el::arena_bytes<Net, T>,
                           []() -> std::unique_ptr<Runnable> { return std::make_unique<RunnableNetwork<Net, T>>(); },
                           [] { return el::measure_peak<el::NativeArch, T>().gflops; }});
  }
};

}  // namespace bench
