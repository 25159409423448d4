// The benchmarks as a table for the terminal. Columns: see the help text.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdio>

namespace bench {

class Table : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    width_ = std::max<int>(20, static_cast<int>(context.name_field_width));
    PrintBasicContext(&GetErrorStream(), context);
    std::printf("%-*s %10s %10s %8s %7s %8s %8s %-11s %9s\n", width_, "kernel/shape/element/arch", "time us", "mean us",
                "GOP/s", "% peak", "GB/s", "of bound", "bound", "error");
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      std::printf("%-*s ", width_, run.benchmark_name().c_str());
      if (run.error_occurred) {
        std::printf("%s\n", run.error_message.c_str());
        continue;
      }
      const auto counter = [&](const char* name) {
        const auto found = run.counters.find(name);
        return found == run.counters.end() ? -1.0 : found->second.value;
      };
      const double operations = counter("gflops") >= 0 ? counter("gflops") : counter("gops");
      const bool computes = run.report_label == "compute";
      number(10, 3, counter("best_us"));
      number(10, 3, run.GetAdjustedCPUTime());
      number(8, 1, operations);
      number(6, 1, counter("percent_of_peak"), "%");
      number(8, 1, counter("gigabytes_per_second"));
      number(7, 1, computes ? counter("percent_of_peak") : counter("percent_of_bandwidth"), "%");
      std::printf(" %-11s %9.1e\n", run.report_label.c_str(), counter("error"));
    }
    std::fflush(stdout);
  }

 private:
  static void number(int width, int digits, double value, const char* unit = "") {
    if (value < 0)
      std::printf("%*s ", width + static_cast<int>(*unit != 0), "");
    else
      std::printf("%*.*f%s ", width, digits, value, unit);
  }

  int width_ = 20;
};

}  // namespace bench
