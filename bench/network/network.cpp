// bench_network: whole networks, timed by Google Benchmark, whose options it takes. Names: network/input/element/arch.
// Counters, all of the fastest pass: best_us, gflops (a multiply-accumulate is two operations) and percent_of_peak, the
// peak measured on this core when the program begins. The JSON's context holds the logits for input_element(i).
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/load_parameters.hpp>
#include <edgelite/host/roofline.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

namespace {

namespace el = edgelite;
using Net = el::model::EdgeLiteCNN<>;

constinit el::Parameters<Net, float> parameters{};
constinit el::Weights<Net, float> weights{};
constinit el::Arena<el::arena_bytes<Net, float>> arena{};
constinit std::array<float, el::input_size<Net>> input{};
constinit std::array<float, el::output_size<Net>> logits{};

// A pixel of any value, as the network reads it: (byte - 128) / 64.
constexpr float input_element(std::size_t i) { return static_cast<float>(static_cast<int>(i * 37 % 251) - 128) / 64; }

void infer(benchmark::State& state, double peak) {
  using Clock = std::chrono::steady_clock;
  Clock::duration best = Clock::duration::max();
  for (auto _ : state) {
    const auto begin = Clock::now();
    el::run<Net>(weights, input, logits, arena);
    benchmark::ClobberMemory();
    best = std::min(best, Clock::now() - begin);
  }
  const double microseconds = std::chrono::duration<double, std::micro>(best).count();
  const double gflops = 2e-3 * static_cast<double>(el::metrics<Net>.multiply_accumulates) / microseconds;
  state.counters["best_us"] = microseconds;
  state.counters["gflops"] = gflops;
  state.counters["percent_of_peak"] = 100 * gflops / peak;
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

int fail(const std::string& sentence) {
  std::fprintf(stderr, "bench_network: %s\n", sentence.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::string file = EDGELITE_WEIGHTS;
  if (argc == 3 && std::strcmp(argv[1], "--weights") == 0) {
    file = argv[2];
  } else if (argc > 1) {
    return fail(el::printable(argv[1]) + ": what is possible is --weights FILE and the options of Google Benchmark");
  }
  if (el::Error error = el::load_parameters<Net>(file, parameters)) return fail(error.message);
  el::prepare(parameters, weights);
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = input_element(i);
  el::run<Net>(weights, input, logits, arena);

  const double peak = el::measure_peak<el::NativeArch, float>().gflops;
  benchmark::AddCustomContext("peak_gflops", text(std::array{static_cast<float>(peak)}));
  benchmark::AddCustomContext("logits", text(logits));
  const std::string name = "edgelite_cnn/32x32x3/float/" + std::string(el::NativeArch::name);
  benchmark::RegisterBenchmark(name.c_str(), infer, peak)->Unit(benchmark::kMicrosecond);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
