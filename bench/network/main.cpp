// The programs bench_network and bench_all_networks; `help` says what they do.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string_view>

#include "timed.hpp"

namespace {

using namespace bench;
using edgelite::Error;
using edgelite::printable;

constexpr const char* help = R"(Usage: bench_network [options] [Google Benchmark's options]

Times whole networks. Names are network/input/element/arch, as in resnet8/32x32x3/int8/avx2; int8 is with the rounding
of TFLite's reference kernels, int8_to_even with that of XNNPACK. Weights are made up. bench_all_networks is the same
program with all networks of include/edgelite/model.

  --export NAME FOLDER  the network as FOLDER/program.json and FOLDER/tensors.safetensors; and nothing else
  --help                this text

Counters, all of the fastest pass: best_us, gflops or, of int8, gops (a multiply-accumulate is two operations) and
percent_of_peak, the peak of the element type measured on this core when the network is first run; arena_bytes.

)";

// Networks are made when they are first run, and only one is kept.
struct Current {
  std::string name;
  std::unique_ptr<Runnable> network;

  Runnable& get(const Timed& timed) {
    if (name != timed.name) {
      network.reset();
      network = timed.make();
      name = timed.name;
    }
    return *network;
  }
};
Current current;

double peak(const Timed& timed) {
  static std::map<bool, double> known;
  const auto found = known.find(timed.is_quantized);
  return found != known.end() ? found->second : known[timed.is_quantized] = timed.measure_peak();
}

void infer(benchmark::State& state, const Timed& timed) {
  using Clock = std::chrono::steady_clock;
  Runnable& network = current.get(timed);
  const double of_core = peak(timed);
  Clock::duration best = Clock::duration::max();
  for (auto _ : state) {
    const auto begin = Clock::now();
    network.run();
    benchmark::ClobberMemory();
    best = std::min(best, Clock::now() - begin);
  }
  const double microseconds = std::chrono::duration<double, std::micro>(best).count();
  const double rate = 2e-3 * static_cast<double>(timed.multiply_accumulates) / microseconds;
  state.counters["best_us"] = microseconds;
  state.counters[timed.is_quantized ? "gops" : "gflops"] = rate;
  state.counters["percent_of_peak"] = 100 * rate / of_core;
  state.counters["arena_bytes"] = timed.arena_bytes;
}

Error write(const std::string& name, const std::string& folder) {
  for (const Timed& timed : all_timed())
    if (timed.name == name) return timed.make()->write(folder);
  return {printable(name) + ": no such network; --benchmark_list_tests lists " + std::to_string(all_timed().size()) +
          ", such as " + all_timed().front().name};
}

int end(const Error& error) {
  if (error) std::fprintf(stderr, "bench_network: %s\n", error.message.c_str());
  return error ? 2 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv, [] {
    std::fputs(help, stdout);
    benchmark::PrintDefaultHelp();
  });
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 3 && words[0] == "--export") return end(write(words[1], words[2]));
  if (!words.empty())
    return end(
        {printable(words[0]) + ": what is possible is --export NAME FOLDER and the " + "options of Google Benchmark"});
  std::ranges::sort(all_timed(), {}, &Timed::name);
  for (const Timed& timed : all_timed())
    benchmark::RegisterBenchmark(timed.name.c_str(), infer, timed)->Unit(benchmark::kMicrosecond);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
