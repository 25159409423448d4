// bench_network: whole networks, timed by Google Benchmark, whose options it takes. Names: network/input/element/arch.
// Counters, all of the fastest pass: best_us, gflops or, of int8, gops (a multiply-accumulate is two operations) and
// percent_of_peak, the peak of the element type measured on this core when the program begins. The JSON's context holds
// the logits for input_element(i).
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <edgelite/core/quantize.hpp>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/load_parameters.hpp>
#include <edgelite/host/roofline.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

namespace {

namespace el = edgelite;
using Net = el::model::EdgeLiteCNN<>;

template <class T> constinit el::Parameters<Net, T> parameters{};
template <class T> constinit el::Weights<Net, T> weights{};
template <class T> constinit el::Arena<el::arena_bytes<Net, T>> arena{};
template <class T> constinit std::array<T, el::input_size<Net>> input{};
template <class T> constinit std::array<T, el::output_size<Net>> logits{};

template <class T> constexpr const char* element_name = el::is_quantized<T> ? "int8" : "float";
template <class T> constexpr const char* rate_name = el::is_quantized<T> ? "gops" : "gflops";

// A pixel of any value, as the network reads it: (byte - 128) / 64.
constexpr float input_element(std::size_t i) { return static_cast<float>(static_cast<int>(i * 37 % 251) - 128) / 64; }

template <class T> void infer(benchmark::State& state, double peak) {
  using Clock = std::chrono::steady_clock;
  Clock::duration best = Clock::duration::max();
  for (auto _ : state) {
    const auto begin = Clock::now();
    el::run<Net>(weights<T>, input<T>, logits<T>, arena<T>);
    benchmark::ClobberMemory();
    best = std::min(best, Clock::now() - begin);
  }
  const double microseconds = std::chrono::duration<double, std::micro>(best).count();
  const double rate = 2e-3 * static_cast<double>(el::metrics<Net>.multiply_accumulates) / microseconds;
  state.counters["best_us"] = microseconds;
  state.counters[rate_name<T>] = rate;
  state.counters["percent_of_peak"] = 100 * rate / peak;
}

std::string text(std::span<const float> values) {
  std::string result;
  char number[32];
  for (const float value : values) {
    std::snprintf(number, sizeof number, "%s%.9g", result.empty() ? "" : " ", static_cast<double>(value));
    result += number;
  }
  return result;
}

template <class T> void fill_input() {
  std::array<float, el::input_size<Net>> real{};
  for (std::size_t i = 0; i < real.size(); ++i) real[i] = input_element(i);
  if constexpr (el::is_quantized<T>)
    el::quantize(real, parameters<T>.values.front(), input<T>);
  else
    input<T> = real;
}

template <class T> std::array<float, el::output_size<Net>> real_logits() {
  std::array<float, el::output_size<Net>> real{};
  if constexpr (el::is_quantized<T>)
    el::dequantize(logits<T>, parameters<T>.values[std::size_t{el::program<Net>.output(0)}], real);
  else
    real = logits<T>;
  return real;
}

template <class T> el::Error add(const std::string& file) {
  if (el::Error error = el::load_parameters<Net>(file, parameters<T>)) return error;
  el::prepare(parameters<T>, weights<T>);
  fill_input<T>();
  el::run<Net>(weights<T>, input<T>, logits<T>, arena<T>);

  const double peak = el::measure_peak<el::NativeArch, T>().gflops;
  const std::string element = element_name<T>;
  benchmark::AddCustomContext(std::string("peak_") + rate_name<T>, text(std::array{static_cast<float>(peak)}));
  benchmark::AddCustomContext("logits/" + element, text(real_logits<T>()));
  const std::string name = "edgelite_cnn/32x32x3/" + element + "/" + std::string(el::NativeArch::name);
  benchmark::RegisterBenchmark(name.c_str(), infer<T>, peak)->Unit(benchmark::kMicrosecond);
  return {};
}

int fail(const std::string& sentence) {
  std::fprintf(stderr, "bench_network: %s\n", sentence.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::string folder = EDGELITE_TRAINING_DIR;
  if (argc == 3 && std::strcmp(argv[1], "--weights") == 0) {
    folder = argv[2];
  } else if (argc > 1) {
    return fail(el::printable(argv[1]) + ": what is possible is --weights FOLDER, where edgelite_cnn.safetensors and " +
                "edgelite_cnn_int8.safetensors lie, and the options of Google Benchmark");
  }
  if (el::Error error = add<float>(folder + "/edgelite_cnn.safetensors")) return fail(error.message);
  if (el::Error error = add<std::int8_t>(folder + "/edgelite_cnn_int8.safetensors")) return fail(error.message);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
