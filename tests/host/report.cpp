#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>

#include "edgelite/host/report_format.hpp"

namespace el = edgelite;

namespace {

struct Net
    : el::Network<el::Input<9, 9, 3>, el::Conv2d<8, el::Kernel<3>, el::Stride<2>>, el::BatchNorm2d, el::Relu,
                  el::Residual<el::PointwiseConv2d<16>, el::BatchNorm2d, el::Relu6, el::DepthwiseConv2d<el::Kernel<3>>,
                               el::HardSwish, el::Named<"project", el::PointwiseConv2d<8, el::Bias>>>,
                  el::GlobalAveragePool, el::Linear<4>> {};

el::Report measured() {
  static el::Parameters<Net, float> parameters{};
  static el::Weights<Net, float> weights{};
  el::prepare(parameters, weights);
  return el::report<Net, el::Small>(weights, 11);
}

}  // namespace

TEST_CASE("a row for each operation, named, shaped and counted") {
  const el::Report report = measured();
  const auto& rows = report.rows;
  std::vector<std::string> paths, operations;
  for (const auto& row : rows) paths.push_back(row.path), operations.push_back(row.operation);
  CHECK(paths == std::vector<std::string>{"0", "3.0", "3.3", "3.4", "3.project", "3", "4", "5"});
  CHECK(operations == std::vector<std::string>{"Conv2d 3x3/2 + norm + clamp", "Conv2d + norm + clamp",
                                               "DepthwiseConv2d 3x3", "HardSwish", "Conv2d + add", "Residual",
                                               "GlobalAveragePool 5x5", "Linear"});
  CHECK(rows[0].output == el::Shape{5, 5, 8});
  CHECK(rows[0].metrics.parameters == 3 * 3 * 3 * 8 + 2 * 8);
  CHECK(rows[0].metrics.multiply_accumulates == 3 * 3 * 3 * 8 * 25);
  CHECK(rows[0].metrics.memory_usage == 3 * 3 * 3 * 8 + 2 * 8 + 200);
  CHECK(rows[0].metrics.memory_access_cost == 9 * 9 * 3 + 3 * 3 * 3 * 8 + 2 * 8 + 200);
  el::Metrics sum;
  double time = 0;
  for (const auto& row : rows) {
    sum.parameters += row.metrics.parameters, sum.multiply_accumulates += row.metrics.multiply_accumulates;
    sum.memory_usage += row.metrics.memory_usage, sum.memory_access_cost += row.metrics.memory_access_cost;
    time += row.microseconds;
    CHECK(row.arena_offset < report.arena_bytes);
  }
  CHECK(sum.parameters == el::metrics<Net>.parameters);
  CHECK(sum.multiply_accumulates == el::metrics<Net>.multiply_accumulates);
  CHECK(sum.memory_usage == el::metrics<Net>.memory_usage);
  CHECK(sum.memory_access_cost == el::metrics<Net>.memory_access_cost);
  CHECK(time == doctest::Approx(report.total.microseconds));
  CHECK(report.arena_bytes == el::arena_bytes<Net, float, el::Small>);
  CHECK(rows.back().arena_offset == -1);  // the caller's
  CHECK(rows[0].arena_offset >= 0);
}

TEST_CASE("times: what runs takes some, what joined another operation takes none") {
  const el::Report report = measured();
  CHECK(report.rows[0].microseconds > 0);
  CHECK(report.rows[0].gigaflops() == doctest::Approx(2 * 5400 / report.rows[0].microseconds / 1000));
  CHECK(report.rows[5].path == "3");  // the addition
  CHECK(report.rows[5].microseconds == 0);
  CHECK(report.rows[5].gigaflops() == 0);
}

TEST_CASE("percent of the peak and what bounds an operation, from its counts and this core's peak") {
  const el::Report report = measured();
  const auto& peak = report.peak;
  CHECK(peak.gflops > 0);
  auto same = [&](std::size_t row, double multiply_accumulates, double elements) {
    CAPTURE(row);
    const el::ReportRow& found = report.rows[row];
    const el::Roofline least = el::roofline(peak, report.caches, multiply_accumulates, 4 * elements);
    CHECK(found.roofline.bound == least.bound);
    CHECK(found.roofline.microseconds == doctest::Approx(least.microseconds));
    CHECK(found.percent_of_peak == doctest::Approx(0.2 * multiply_accumulates / found.microseconds / peak.gflops));
    CHECK(found.percent_of_bound() == doctest::Approx(100 * least.microseconds / found.microseconds));
  };
  same(0, 5400, 9 * 9 * 3 + 3 * 3 * 3 * 8 + 2 * 8 + 200);
  same(4, 25 * 16 * 8, 400 + 16 * 8 + 8 + 200 + 200);  // with the shortcut that it adds
  same(6, 0, 200 + 8);
  CHECK(report.rows[6].roofline.bound == el::Bound::l1);
  CHECK(report.rows[5].percent_of_bound() == 0);
  double least = 0;
  for (const auto& row : report.rows) least += row.roofline.microseconds;
  CHECK(report.total.roofline.microseconds == doctest::Approx(least));
  CHECK(report.total.percent_of_peak == doctest::Approx(100 * report.total.gigaflops() / peak.gflops));
}

namespace {

struct Shuffling : el::Network<el::Input<4, 4, 6>, el::Conv2d<12, el::Groups<3>>, el::Relu, el::ChannelShuffle<3>,
                               el::PointwiseConv2d<4>> {};

}  // namespace

TEST_CASE("a channel shuffle that joined a convolution is named there and takes no time of its own") {
  static el::Parameters<Shuffling, float> parameters{};
  static el::Weights<Shuffling, float> weights{};
  el::prepare(parameters, weights);
  const auto rows = el::report<Shuffling, el::Small>(weights, 11).rows;
  CHECK(rows[0].operation == "Conv2d + clamp + shuffle");
  CHECK(rows[0].microseconds > 0);
  CHECK(rows[1].operation == "ChannelShuffle");
  CHECK(rows[1].microseconds == 0);
}

TEST_CASE("the table is aligned, and the JSON says the same") {
  const el::Report report = measured();
  const std::string text = to_text(report);
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == report.rows.size() + 3);
  const std::size_t width = text.find('\n'), last = text.rfind('\n', text.size() - 2);
  for (std::size_t begin = 0; begin < last; begin += width + 1) CHECK(text.find('\n', begin) == begin + width);
  CHECK(text.find("3.project  Conv2d + add") != std::string::npos);
  const auto json = to_json(report);
  REQUIRE(json.at("operations").size() == report.rows.size());
  CHECK(json.at("operations").at(4).at("path") == "3.project");
  CHECK(json.at("operations").at(0).at("output") == std::vector<int>{5, 5, 8});
  CHECK(json.at("operations").back().at("arena_offset").is_null());
  CHECK(json.at("operations").at(0).at("percent_of_peak") == report.rows[0].percent_of_peak);
  CHECK(json.at("operations").at(6).at("bound") == "L1");
  CHECK(json.at("operations").at(5).at("bound").is_null());
  CHECK(json.at("total").at("bound").is_null());
  CHECK(json.at("total").at("percent_of_peak") == report.total.percent_of_peak);
  CHECK(json.at("peak_gflops") == report.peak.gflops);
  CHECK(json.at("total").at("parameters") == el::metrics<Net>.parameters);
  CHECK(json.at("arena_bytes") == report.arena_bytes);
  CHECK(json.at("element") == "float");
  CHECK(text.find("GFLOP/s") != std::string::npos);
}

TEST_CASE("an int8 network is held against the int8 peak, in bytes of its own size") {
  static el::Parameters<Shuffling, std::int8_t> parameters{};
  static el::Weights<Shuffling, std::int8_t> weights{};
  for (el::Quantization& q : parameters.values) q.scale = 0.05f;
  for (float& scale : parameters.scale) scale = 0.01f;
  el::prepare(parameters, weights);
  const el::Report report = el::report<Shuffling, el::Small>(weights, 11);
  CHECK(report.element == "int8");
  const el::ReportRow& row = report.rows[2];  // 4x4x12 to 4x4x4
  const el::Roofline least = el::roofline(report.peak, report.caches, 16 * 12 * 4, 16 * 12 + 12 * 4 + 16 * 4);
  CHECK(row.roofline.microseconds == doctest::Approx(least.microseconds));
  CHECK(row.percent_of_peak == doctest::Approx(0.2 * 16 * 12 * 4 / row.microseconds / report.peak.gflops));
  const std::string text = to_text(report);
  CHECK(text.find("GOP/s") != std::string::npos);
  CHECK(text.find("GFLOP/s") == std::string::npos);
  const auto json = to_json(report);
  CHECK(json.at("element") == "int8");
  CHECK(json.at("peak_gops") == report.peak.gflops);
  CHECK(json.at("operations").at(2).at("gops") == row.gigaflops());
  CHECK(json.at("total").contains("gops"));
}
