// A report as a table for people and as JSON for programs; report.hpp says what the columns are.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>

#include "edgelite/host/report.hpp"
#include "edgelite/host/table.hpp"

namespace edgelite {

// Multiplications of floats and of int8 have names of their own.
inline std::string rate_unit(const Report& report) { return report.element == "int8" ? "GOP/s" : "GFLOP/s"; }
inline std::string rate_key(const Report& report) { return report.element == "int8" ? "gops" : "gflops"; }

// A table whose columns are aligned, one line an operation; last, in words, the peak of the core.
inline std::string to_text(const Report& report) {
  using Cells = std::array<std::string, 13>;
  auto number = [](double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return std::string(text);
  };
  auto cells = [&](const ReportRow& row) -> Cells {
    const Metrics& m = row.metrics;
    const Shape o = row.output;
    return {row.path,
            row.operation,
            std::to_string(o.height) + "x" + std::to_string(o.width) + "x" + std::to_string(o.channels),
            std::to_string(m.parameters),
            std::to_string(m.multiply_accumulates),
            std::to_string(m.memory_usage),
            std::to_string(m.memory_access_cost),
            row.arena_offset >= 0 ? std::to_string(row.arena_offset) : "-",
            row.microseconds > 0 ? number(row.microseconds) : "-",
            row.gigaflops() > 0 ? number(row.gigaflops()) : "-",
            row.gigaflops() > 0 ? number(row.percent_of_peak) : "-",
            row.microseconds > 0 ? bound_name(row.roofline.bound) : "-",
            row.microseconds > 0 ? number(row.percent_of_bound()) : "-"};
  };
  std::vector<Cells> table{{"path", "operation", "output", "parameters", "MACs", "memory", "access", "arena", "us",
                            rate_unit(report), "% peak", "bound", "% bound"}};
  for (const ReportRow& row : report.rows) table.push_back(cells(row));
  table.push_back(cells(report.total));
  table.back()[1] = report.arch;
  table.back()[7] = std::to_string(report.arena_bytes);
  table.back()[11] = "-";
  std::string text = to_table(table);
  const auto kilobytes = [&](double bytes) { return number(bytes / 1024) + " KB"; };
  text += "peak of this core: " + number(report.peak.gflops) + " " + rate_unit(report) + "; reads " +
          number(report.peak.l1) + " GB/s from L1 (" + kilobytes(report.caches.l1) + "), " + number(report.peak.l2) +
          " from L2 (" + kilobytes(report.caches.l2) + "), " + number(report.peak.memory) + " from beyond\n";
  return text;
}

inline nlohmann::ordered_json to_json(const Report& report) {
  using Json = nlohmann::ordered_json;
  const std::string rate = rate_key(report);
  auto entry = [&](const ReportRow& row) {
    const Metrics& m = row.metrics;
    return Json{{"path", row.path},
                {"operation", row.operation},
                {"output", {row.output.height, row.output.width, row.output.channels}},
                {"parameters", m.parameters},
                {"macs", m.multiply_accumulates},
                {"memory_usage", m.memory_usage},
                {"memory_access_cost", m.memory_access_cost},
                {"arena_offset", row.arena_offset >= 0 ? Json(row.arena_offset) : Json()},
                {"microseconds", row.microseconds},
                {rate, row.gigaflops()},
                {"percent_of_peak", row.percent_of_peak},
                {"bound", row.microseconds > 0 ? Json(bound_name(row.roofline.bound)) : Json()},
                {"percent_of_bound", row.percent_of_bound()}};
  };
  Json json{
      {"arch", report.arch},
      {"element", report.element},
      {"arena_bytes", report.arena_bytes},
      {"peak_" + rate, report.peak.gflops},
      {"read_gbytes_per_second", {{"L1", report.peak.l1}, {"L2", report.peak.l2}, {"memory", report.peak.memory}}},
      {"operations", Json::array()}};
  for (const ReportRow& row : report.rows) json["operations"].push_back(entry(row));
  json["total"] = entry(report.total);
  json["total"]["bound"] = nullptr;
  return json;
}

}  // namespace edgelite
