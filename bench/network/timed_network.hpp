// A network type as something to time. A source for each network and element includes this and has one Registered<Net, T>.
#pragma once

#include <edgelite/host/file.hpp>
#include <edgelite/host/operation_name.hpp>
#include <edgelite/host/roofline.hpp>
#include <edgelite/host/safetensors.hpp>

#include "prepared.hpp"

namespace bench {

template <class Net, class T> class RunnableNetwork final : public Runnable {
 public:
  void run() override { el::run<Net>(*network_.weights, network_.input, output_, *arena_); }

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
    const auto names = el::value_names<Net>();
    for (int i = 0; i < p.operation_count; ++i) {
      const el::Operation& op = p[i];
      program["operations"].push_back(describe(op, names[static_cast<std::size_t>(op.output)].layer));
      if (op.channels > 0) add_weights(i, add);
    }
    add("input", {1, Net::input.height, Net::input.width, Net::input.channels},
        {network_.real_input.begin(), network_.real_input.end()});
    std::array<float, el::output_size<Net>> real{};
    if constexpr (el::is_quantized<T>) {
      el::dequantize(output_, network_.parameters->values[static_cast<std::size_t>(p.output(0))], real);
      std::vector<float> scales, zero_points;
      for (const el::Quantization& value : network_.parameters->values)
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
  // <operation>.weight [channels, inputs of the group, rows, columns], .bias and, in int8, .scale [channels]. All are
  // stored as floats, in int8 the stored numbers, which floats hold exactly where |bias| < 2^24.
  template <class Add> void add_weights(int i, Add add) const {
    const el::Operation& op = el::program<Net>[i];
    const auto source = el::source(*network_.parameters, i);
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

  Prepared<Net, T> network_;
  std::unique_ptr<el::Arena<el::arena_bytes<Net, T>>> arena_ = std::make_unique<el::Arena<el::arena_bytes<Net, T>>>();
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
