// bench_kernel: single kernels, timed by Google Benchmark; see `help` in command_line.hpp and bench/kernel/shapes.hpp.
#include <benchmark/benchmark.h>

#include <fstream>
#include <set>

#include "command_line.hpp"
#include "shapes.hpp"
#include "table.hpp"
#include "workspace.hpp"

namespace {

using namespace bench;

bool all_right = true;
Peaks peaks;

template <class T> struct Subject {
  Problem problem;
  Part<T> part;
  Run<T> run;
  bool cold;
};

// The operands of the benchmark that runs now.
template <class T> Workspace<T>& workspace(const Subject<T>& subject) {
  static const Subject<T>* owner = nullptr;
  static std::unique_ptr<Workspace<T>> current;
  if (owner != &subject) {
    current.reset();
    current = std::make_unique<Workspace<T>>(subject.problem, subject.part.operation(subject.problem.kernel),
                                             subject.run, subject.cold);
    owner = &subject;
  }
  return *current;
}

template <class T> void measure(benchmark::State& state, const Subject<T>& subject) {
  using Clock = std::chrono::steady_clock;
  constexpr double largest_error = edgelite::is_quantized<T> ? 0 : 1e-4;  // float: sums in another order
  Workspace<T>& w = workspace(subject);
  if (!(w.error() <= largest_error)) {
    all_right = false;
    return state.SkipWithError(("wrong: differs from the naive loops by " + std::to_string(w.error())).c_str());
  }
  const edgelite::MachinePeak peak = peaks.recent(subject.part.peak);
  Clock::duration best = Clock::duration::max();
  while (state.KeepRunningBatch(w.batch())) {
    const auto begin = Clock::now();
    for (std::int64_t i = 0; i < w.batch(); ++i) w.call();
    best = std::min(best, Clock::now() - begin);
  }
  const double microseconds = std::chrono::duration<double, std::micro>(best).count() / static_cast<double>(w.batch());
  const double work = subject.problem.multiply_accumulates(), bytes = subject.problem.template bytes<T>();
  const edgelite::CacheSizes caches = subject.cold ? edgelite::CacheSizes{0, 0} : edgelite::cache_sizes();
  const edgelite::Roofline least = edgelite::roofline(peak, caches, work, bytes);
  auto& c = state.counters;
  c["best_us"] = microseconds;
  c["bytes"] = bytes;
  c["gigabytes_per_second"] = 1e-3 * bytes / microseconds;
  c["error"] = w.error();
  if (work > 0) {
    c[edgelite::is_quantized<T> ? "gops" : "gflops"] = 2e-3 * work / microseconds;
    c["peak"] = peak.gflops;
    c["percent_of_peak"] = 0.2 * work / microseconds / peak.gflops;
  }
  if (least.bound != edgelite::Bound::compute) c["percent_of_bandwidth"] = 100 * least.microseconds / microseconds;
  state.SetLabel(edgelite::bound_name(least.bound));
}

template <class T> void add(const Architecture<T>& arch, const Problem& problem, Run<T> run, const char* suffix) {
  for (const bool cold : {false, true}) {
    const std::string full =
        name(problem) + "/" + element_name<T>(problem) + "/" + std::string(arch.name) + suffix + (cold ? "/cold" : "");
    const auto subject = std::make_shared<const Subject<T>>(Subject<T>{problem, arch.part(problem.kernel), run, cold});
    benchmark::RegisterBenchmark(full.c_str(), [subject](benchmark::State& s) {
      measure<T>(s, *subject);
    })->Unit(benchmark::kMicrosecond);
  }
}

// `told`: what the context says already.
template <class T> void add_all(const Architecture<T>& arch, const CommandLine& line, std::set<std::string>& told) {
  if (line.run_time) {
    const Kernel kernel = line.problem.kernel;
    add<T>(arch, line.problem, arch.part(kernel).operation(kernel).run, "/runtime");
  } else {
    for (std::size_t i = 0; i < shapes.size(); ++i)
      if (shapes[i].has_element<T>()) add<T>(arch, shapes[i], arch.part(shapes[i].kernel).shape(i), "");
  }
  const edgelite::MachinePeak& peak = peaks.recent(arch.part(Kernel::conv).peak);
  const auto context = [&](const char* what, double value) {
    const std::string key = std::string(what) + "/" + std::string(arch.name);
    if (told.insert(key).second) benchmark::AddCustomContext(key, std::to_string(value));
  };
  context(edgelite::is_quantized<T> ? "peak_gops" : "peak_gflops", peak.gflops);
  context("l1_gigabytes_per_second", peak.l1);
  context("l2_gigabytes_per_second", peak.l2);
  context("memory_gigabytes_per_second", peak.memory);
}

template <class T> void add_chosen(const CommandLine& line, std::set<std::string>& told) {
  for (const Architecture<T>* arch : choose<T>(line.arch)) add_all(*arch, line, told);
}

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name") && line.find(": ") != line.npos) return line.substr(line.find(": ") + 2);
  return "unknown";
}

bool wants_another_format(int argc, char** argv) {
  for (int i = 1; i < argc; ++i)
    for (const std::string_view option : {"--benchmark_format", "--benchmark_counters_tabular"})
      if (std::string_view(argv[i]).starts_with(option)) return true;
  return false;
}

int fail(const edgelite::Error& error) {
  std::fprintf(stderr, "bench_kernel: %s\n", error.message.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const bool own_table = !wants_another_format(argc, argv);
  benchmark::Initialize(&argc, argv, [] {
    std::fputs(help, stdout);
    benchmark::PrintDefaultHelp();
  });
  CommandLine line;
  if (edgelite::Error error = command_line::parse({argv + 1, argv + argc}, line)) return fail(error);
  if (edgelite::Error error = check_arch(line)) return fail(error);
  if (const std::string absent = names(line, false).text(); line.arch == "all" && !absent.empty())
    std::fprintf(stderr, "bench_kernel: skipped, this CPU lacks them: %s\n", absent.c_str());
  std::set<std::string> told;
  if (line.with_float) add_chosen<float>(line, told);
  if (line.with_int8) add_chosen<std::int8_t>(line, told);
  benchmark::AddCustomContext("cpu", cpu_model());
  Table table;
  const std::size_t ran = benchmark::RunSpecifiedBenchmarks(own_table ? &table : nullptr);
  benchmark::Shutdown();
  if (ran == 0) return 2;
  return all_right ? 0 : 1;
}
