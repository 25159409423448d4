// report<Net>(weights): what each operation of the simplified network is, costs and takes, measured as the network
// runs.
//
//   path                the operation's place in the network, as in the state dict
//   operation           its layer, and what joined it: a folded batch norm, a clamp, a residual addition
//   metrics             network/metrics.hpp; parameters include those of a batch norm that was folded in
//   arena_offset        where its output lies, in bytes; -1: in the caller's output
//   microseconds        of one image, median over the passes; 0 where an operation does not run by itself (joined, or free)
//   gigaflops           2 x multiply-accumulates a second, in 10^9: GFLOP/s of a float network, GOP/s of an int8 one
//   percent_of_peak     gigaflops against the peak of this core in the network's element type, measured in the same run
//                       (host/roofline.hpp)
//   bound               what sets the operation's least time: computing, or moving its bytes from L1, L2 or memory
//   percent_of_bound    that least time against the time taken
//
// Percentages can pass 100 a little: multiplications with a border's zeros are counted and need not be done, and what
// is written over the input need not be fetched.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "edgelite/host/operation_name.hpp"
#include "edgelite/host/roofline.hpp"
#include "edgelite/network/metrics.hpp"
#include "edgelite/network/run.hpp"

namespace edgelite {

struct ReportRow {
  std::string path, operation;
  Shape output{};
  Metrics metrics{};
  int arena_offset = -1;
  double microseconds = 0, percent_of_peak = 0;
  Roofline roofline{};

  double gigaflops() const {
    return microseconds > 0 ? 2e-3 * static_cast<double>(metrics.multiply_accumulates) / microseconds : 0;
  }
  double percent_of_bound() const { return microseconds > 0 ? 100 * roofline.microseconds / microseconds : 0; }
};

struct Report {
  std::string arch, element;  // element: float or int8
  std::vector<ReportRow> rows;
  ReportRow total;  // metrics of the network; the sums of times and least times, whatever bounds them
  int arena_bytes = 0;
  MachinePeak peak{};
  CacheSizes caches{};
};

namespace detail {

template <class Net, int I> ReportRow report_row() {
  constexpr Operation op = program<Net>[I];
  ReportRow row;
  const OperationName name = operation_name<Net, I>();
  row.path = name.path;
  row.operation = name.layer;
  row.output = op.to;
  row.metrics = operation_metrics(program<Net>, I);
  if (op.affine >= 0) {
    const int folded = written<Net>[op.affine].trainable;
    row.operation += " + norm";
    row.metrics.parameters += folded, row.metrics.memory_usage += folded, row.metrics.memory_access_cost += folded;
  }
  if (op.clamped() && op.role != Role::activation) row.operation += " + clamp";
  return row;
}

inline double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Median time of each operation in microseconds, from one time stamp after each kernel call.
template <class Net, class Policy, class T, class Arch>
std::vector<double> time_operations(const Weights<Net, T, Arch>& weights, const T* sample, int passes) {
  using Clock = std::chrono::steady_clock;
  constexpr auto& calls = execution::calls<Net, T, Arch, Policy>;
  constexpr auto batch = static_cast<std::size_t>(Policy::batch);
  const auto arena = std::make_unique<Arena<arena_bytes<Net, T, Policy, Arch>>>();
  std::vector<std::vector<T>> storage;
  Outputs<T, static_cast<std::size_t>(program<Net>.output_count)> outputs;
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Shape shape = program<Net>.shape(program<Net>.output(static_cast<int>(k)));
    outputs[k] = storage.emplace_back(batch * static_cast<std::size_t>(shape.size())).data();
  }
  const auto memory =
      execution::memory(weights, inputs_of<Net>(sample), outputs, reinterpret_cast<T*>(arena->bytes.data()));
  std::vector<std::vector<double>> times(calls.op.size(), std::vector<double>(static_cast<std::size_t>(passes)));
  for (std::size_t pass = 0; pass < static_cast<std::size_t>(passes); ++pass) {
    auto before = Clock::now();
    execution::run_calls<Net, Arch, Policy>(memory, [&](int call) {
      const auto now = Clock::now();
      times[static_cast<std::size_t>(call)][pass] = std::chrono::duration<double, std::micro>(now - before).count();
      before = Clock::now();
      return true;
    });
  }
  std::vector<double> result(static_cast<std::size_t>(program<Net>.operation_count));
  for (std::size_t call = 0; call < times.size(); ++call)
    result[static_cast<std::size_t>(calls.op[call])] += median(times[call]);
  return result;
}

}  // namespace detail

template <class Net, class Policy = Speed, class T, class Arch>
Report report(const Weights<Net, T, Arch>& weights, int passes = 101) {
  static_assert(checked<Net>);
  constexpr auto& p = program<Net>;
  constexpr auto& s = schedule<Net, T, Arch, Policy>;
  Report report;
  report.arch = Arch::name;
  report.element = is_quantized<T> ? "int8" : "float";
  report.arena_bytes = arena_bytes<Net, T, Policy, Arch>;
  report.peak = measure_peak<Arch, T>();
  report.caches = cache_sizes();
  [&]<int... I>(std::integer_sequence<int, I...>) { report.rows = {detail::report_row<Net, I>()...}; }
  (std::make_integer_sequence<int, p.operation_count>{});
  const std::vector<T> zeros(sample_size<Net> * static_cast<std::size_t>(Policy::batch));
  const std::vector<double> times = detail::time_operations<Net, Policy>(weights, zeros.data(), passes);
  std::vector<std::int64_t> elements;  // moved
  for (const ReportRow& row : report.rows) elements.push_back(row.metrics.memory_access_cost);
  for (int i = 0; i < s.step_count; ++i)
    if (const Step& step = s.steps[static_cast<std::size_t>(i)]; step.add >= 0) {
      const auto op = static_cast<std::size_t>(step.op);
      report.rows[op].operation += " + add";
      elements[op] += report.rows[op].output.size();  // the second operand
    } else if (step.shuffle >= 0) {
      report.rows[static_cast<std::size_t>(step.op)].operation += " + shuffle";
    }
  report.total.path = "total";
  report.total.output = p.shape(p.output(p.output_count - 1));
  report.total.metrics = metrics<Net>;
  for (int i = 0; i < p.operation_count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    ReportRow& row = report.rows[k];
    const Home& home = s.home(p[i].output);
    if (home.region == arena_region) row.arena_offset = home.offset * static_cast<int>(sizeof(T));
    if (times[k] == 0) continue;
    row.microseconds = times[k] / Policy::batch;
    row.roofline = roofline(report.peak, report.caches, static_cast<double>(row.metrics.multiply_accumulates),
                            static_cast<double>(sizeof(T)) * static_cast<double>(elements[k]));
    row.percent_of_peak = 100 * row.gigaflops() / report.peak.gflops;
    report.total.microseconds += row.microseconds;
    report.total.roofline.microseconds += row.roofline.microseconds;
  }
  report.total.percent_of_peak = 100 * report.total.gigaflops() / report.peak.gflops;
  return report;
}

}  // namespace edgelite
