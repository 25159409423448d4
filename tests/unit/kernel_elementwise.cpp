// Sums, products and functions of single elements over strided, contiguous, broadcast and overlapping buffers.
#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>

#include "edgelite/arch/functions.hpp"
#include "edgelite/arch/select.hpp"
#include "edgelite/kernel/elementwise.hpp"
#include "reference/elementwise.hpp"
#include "strided.hpp"

using namespace kernel_test;
using edgelite::NativeArch;
using edgelite::Scalar;
using edgelite::Size;

namespace {

constexpr int lanes = edgelite::Primitives<NativeArch, float>::lanes;
constexpr int sizes[] = {1, 3, lanes + 1, 2 * lanes - 1, 4 * lanes, 5 * lanes + 3};

struct Sum {
  static constexpr double low = -0.5, high = 0.75;
  static double exact(double a, double b) { return std::clamp(a + b, low, high); }
  template <class Arch> static void run(const Size& z, const float* x, const float* r, float* y) {
    edgelite::add<Arch>(z, x, r, y, static_cast<float>(low), static_cast<float>(high));
  }
};
struct Difference {
  static constexpr double low = -0.25, high = 1;
  static double exact(double a, double b) { return std::clamp(a - b, low, high); }
  template <class Arch> static void run(const Size& z, const float* x, const float* r, float* y) {
    edgelite::subtract<Arch>(z, x, r, y, static_cast<float>(low), static_cast<float>(high));
  }
};
struct Product {
  static double exact(double a, double b) { return a * b; }
  template <class Arch> static void run(const Size& z, const float* x, const float* r, float* y) {
    edgelite::multiply<Arch>(z, x, r, y);
  }
};
struct Weighted {
  static double exact(double a, double b) { return std::min(0.75 * a - 1.5 * b, 1.0); }
  template <class Arch> static void run(const Size& z, const float* x, const float* r, float* y) {
    edgelite::weighted_sum<Arch>(z, x, r, y, 0.75f, -1.5f, -edgelite::unbounded, 1);
  }
};

template <class Arch, class Op> void check_two_operands(int height, int width, int channels) {
  CAPTURE(height);
  CAPTURE(width);
  CAPTURE(channels);
  const auto x = reference::random_tensor<float>(height, width, channels, 1);
  const auto r = reference::random_tensor<float>(height, width, channels, 2);
  const auto gate = reference::random_tensor<float>(1, 1, channels, 3);
  const auto y = reference::combine(x, r, Op::exact);
  const auto gated = reference::combine(x, gate, Op::exact);
  const Strides apart{channels + 2, (channels + 2) * width + 5};
  const std::vector<float> spread_r = spread(r, apart, poison<float>);
  check_strided(x, y, [&](const float* from, float* to, Strides xs, Strides ys) {
    Size z = strided_size(x, y, {}, xs, ys);
    z.r_pixel = apart.pixel, z.r_row = apart.row;
    Op::template run<Arch>(z, from, spread_r.data(), to);
  });
  check_strided(x, gated, [&](const float* from, float* to, Strides xs, Strides ys) {
    Size z = strided_size(x, y, {}, xs, ys);
    z.r_pixel = z.r_row = 0;
    Op::template run<Arch>(z, from, gate.data.data(), to);
  });

  // Without gaps, and with the output over either operand.
  const Strides dense{channels, channels * width};
  Size z = strided_size(x, y, {}, dense, dense);
  auto over_x = x, over_r = r, over_gated = x;
  z.r_pixel = z.r_row = 0;
  Op::template run<Arch>(z, over_gated.data.data(), gate.data.data(), over_gated.data.data());
  z.r_pixel = dense.pixel, z.r_row = dense.row;
  Op::template run<Arch>(z, over_x.data.data(), r.data.data(), over_x.data.data());
  Op::template run<Arch>(z, x.data.data(), over_r.data.data(), over_r.data.data());
  CHECK(reference::relative_error(over_x.data, y.data) < 2e-6);
  CHECK(reference::relative_error(over_r.data, y.data) < 2e-6);
  CHECK(reference::relative_error(over_gated.data, gated.data) < 2e-6);
}

}  // namespace

TEST_CASE_TEMPLATE("two operands, a gate a channel, in place", Op, Sum, Difference, Product, Weighted) {
  for (const int channels : sizes)
    for (const auto& [height, width] : {std::array{1, 1}, std::array{1, 4}, std::array{3, 1}, std::array{3, 2}}) {
      check_two_operands<NativeArch, Op>(height, width, channels);
      check_two_operands<Scalar, Op>(height, width, channels);
    }
}

TEST_CASE("what is no number stays so under bounds") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> x(3 * lanes + 1, nan), r(x.size(), 1);
  std::vector<float> y(x.size());
  Size z;
  z.channels = z.out_channels = static_cast<int>(x.size());
  edgelite::add<NativeArch>(z, x.data(), r.data(), y.data(), 0, 6);
  for (const float v : y) CHECK(v != v);
}

TEST_CASE_TEMPLATE("functions of vectors are those of numbers, in runs of every length, in place", Arch, NativeArch,
                   Scalar) {
  const auto powers = []<class P>(P, auto v) { return edgelite::exponential<P>(v); };
  const auto gates = []<class P>(P, auto v) { return edgelite::sigmoid<P>(v); };
  for (const int channels : sizes)
    for (const auto& [height, width] : {std::array{1, 1}, std::array{3, 2}}) {
      auto x = reference::random_tensor<float>(height, width, channels, 4);
      for (float& v : x.data) v *= 80;
      const auto power = reference::map(x, [](double v) { return std::exp(v); });
      const auto gate = reference::map(x, reference::sigmoid);
      check_strided(x, power, [&](const float* from, float* to, Strides xs, Strides ys) {
        edgelite::transform<Arch>(strided_size(x, x, {}, xs, ys), from, to, powers);
      });
      auto y = x, s = x;
      const Strides dense{channels, channels * width};
      const Size z = strided_size(x, x, {}, dense, dense);
      edgelite::transform<Arch>(z, y.data.data(), y.data.data(), powers);
      edgelite::transform<Arch>(z, s.data.data(), s.data.data(), gates);
      for (std::size_t i = 0; i < x.data.size(); ++i) {
        CHECK(y.data[i] == doctest::Approx(power.data[i]).epsilon(3e-7));
        CHECK(s.data[i] == doctest::Approx(gate.data[i]).epsilon(5e-7));
      }
    }
}

TEST_CASE("powers of vectors saturate, and what is no number stays so") {
  using P = edgelite::Primitives<NativeArch, float>;
  const float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  for (const float x : {-infinity, -1000.0f, 0.0f, 1000.0f, infinity, nan, std::bit_cast<float>(0x7fc00001)}) {
    float y[P::lanes], s[P::lanes];
    P::store(y, edgelite::exponential<P>(P::broadcast(x)));
    P::store(s, edgelite::sigmoid<P>(P::broadcast(x)));
    for (int i = 0; i < P::lanes; ++i) {
      CHECK(std::isnan(y[i]) == std::isnan(x));
      CHECK(std::isnan(s[i]) == std::isnan(x));
      if (std::isnan(x)) continue;
      CHECK((std::isnormal(y[i]) && (x < 0 ? y[i] < 1.3e-38f : x > 0 ? y[i] > 2e38f : y[i] == 1)));
      CHECK((x < 0 ? s[i] < 1e-30f : s[i] == (x > 0 ? 1.0f : 0.5f)));
    }
  }
}

TEST_CASE_TEMPLATE("a function of every element, and copies, with and without gaps", T, float, std::int8_t) {
  for (const int channels : sizes)
    for (const auto& [height, width] : {std::array{1, 1}, std::array{3, 2}}) {
      const auto x = reference::random_tensor<T>(height, width, channels, 4);
      auto y = x;
      for (T& v : y.data) v = static_cast<T>(v / 2);
      const auto half = [](T v) { return static_cast<T>(v / 2); };
      check_strided(x, y, [&](const T* from, T* to, Strides xs, Strides ys) {
        edgelite::map(strided_size(x, y, {}, xs, ys), from, to, half);
      });
      check_strided(x, x, [&](const T* from, T* to, Strides xs, Strides ys) {
        edgelite::copy(strided_size(x, x, {}, xs, ys), from, to);
      });
      auto over = x;
      const Strides dense{channels, channels * width};
      edgelite::map(strided_size(x, x, {}, dense, dense), over.data.data(), over.data.data(), half);
      CHECK(over.data == y.data);
    }
}

TEST_CASE_TEMPLATE("a table of all stored values, with and without gaps, in place", Arch, Scalar, NativeArch) {
  std::array<std::int8_t, 256> table;
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::int8_t>(i * 167 + i / 3);
  for (const int channels : {1, 7, 15, 16, 17, 31, 33, 63, 64, 65, 130, 256})
    for (const auto& [height, width] : {std::array{1, 1}, std::array{3, 2}}) {
      auto x = reference::random_tensor<std::int8_t>(height, width, channels, 4);
      if (channels == 256)
        for (std::size_t i = 0; i < x.data.size(); ++i) x.data[i] = static_cast<std::int8_t>(i);
      auto y = x;
      for (std::int8_t& v : y.data) v = table[static_cast<std::size_t>(v + 128)];
      check_strided(x, y, [&](const std::int8_t* from, std::int8_t* to, Strides xs, Strides ys) {
        edgelite::look_up<Arch>(strided_size(x, y, {}, xs, ys), from, table.data(), to);
      });
      auto over = x;
      const Strides dense{channels, channels * width};
      edgelite::look_up<Arch>(strided_size(x, x, {}, dense, dense), over.data.data(), table.data(), over.data.data());
      CHECK(over.data == y.data);
    }
}
