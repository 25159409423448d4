// The review's equations 8, 9 and 11, with the numbers that it gives and those that follow from them.
#include <doctest/doctest.h>

#include <cmath>
#include <edgelite/quantization/uint8.hpp>
#include <limits>

#include "reference/tensor.hpp"

using namespace edgelite;

TEST_CASE("equation 8's example: int16 as uint8") {
  const UnsignedQuantization q = unsigned_quantization_of(-32768, 32767);
  CHECK(q.scale == 257);
  CHECK(q.zero_point == 128);
  CHECK(quantize_unsigned(-32768, q) == 0);
  CHECK(quantize_unsigned(32767, q) == 255);
  CHECK(quantize_unsigned(0, q) == 128);
  CHECK(quantize_unsigned(1000, q) == 132);   // 131.89
  CHECK(quantize_unsigned(-1000, q) == 124);  // 124.11
  CHECK(dequantize(std::uint8_t{132}, q) == 1028);
}

TEST_CASE("equation 9: steps and zero point of a range, also of one without 0") {
  const UnsignedQuantization q = unsigned_quantization_of(-1, 4);
  CHECK(q.scale == doctest::Approx(5 / 255.0));
  CHECK(q.zero_point == 51);  // 255 - 4 * 51
  const UnsignedQuantization positive = unsigned_quantization_of(10, 20);
  CHECK(positive.zero_point == -255);
  CHECK_FALSE(fits_int8(positive));
  CHECK(quantize_unsigned(10, positive) == 0);
  CHECK(quantize_unsigned(20, positive) == 255);
  CHECK(dequantize(std::uint8_t{255}, positive) == doctest::Approx(20));
  CHECK(unsigned_quantization_of(-5, 5).zero_point == 128);  // a weight's symmetric range
  CHECK(unsigned_quantization_of(3, 3).scale == 1);
}

TEST_CASE("every element of the range comes back to half a step; beyond it, the ends; a NaN is 0") {
  const UnsignedQuantization q = unsigned_quantization_of(-1.3f, 2.9f);
  for (int i = 0; i <= 1000; ++i) {
    const float x = -1.3f + 0.0042f * static_cast<float>(i);
    CHECK(std::abs(dequantize(quantize_unsigned(x, q), q) - x) <=
          q.scale * 0.9f);  // half from it, half from Z's rounding
  }
  CHECK(quantize_unsigned(-1e30f, q) == 0);
  CHECK(quantize_unsigned(1e30f, q) == 255);
  CHECK(quantize_unsigned(std::numeric_limits<float>::quiet_NaN(), q) == 0);
}

TEST_CASE("uint8 and int8 store the same reals, less 128") {
  const UnsignedQuantization q = unsigned_quantization_of(-1.3f, 2.9f);
  REQUIRE(fits_int8(q));
  CHECK(to_int8(q).zero_point == q.zero_point - 128);
  CHECK(to_uint8(to_int8(q)).zero_point == q.zero_point);
  for (int i = 0; i < 256; ++i) {
    const auto stored = static_cast<std::uint8_t>(i);
    CHECK(to_int8(stored) == i - 128);
    CHECK(to_uint8(to_int8(stored)) == stored);
    CHECK(dequantize(to_int8(stored), to_int8(q)) == dequantize(stored, q));
  }
  // int8's own quantization of the same range: one step apart at most, where the zero points' roundings differ.
  const Quantization own = quantization_of({-1.3f, 2.9f});
  CHECK(own.scale == doctest::Approx(q.scale));
  CHECK(std::abs(own.zero_point - to_int8(q).zero_point) <= 1);
}

TEST_CASE("equation 11: a sum of products of stored numbers is that of the reals") {
  const auto w = reference::random_vector(200, 1), x = reference::random_vector(200, 2);
  const UnsignedQuantization qw = unsigned_quantization_of(-1, 1), qx = unsigned_quantization_of(-1, 1.5f),
                             qy = unsigned_quantization_of(-12, 10);
  std::vector<std::uint8_t> sw, sx;
  double exact = 0, stored = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    sw.push_back(quantize_unsigned(w[i], qw));
    sx.push_back(quantize_unsigned(x[i], qx));
    exact += double(w[i]) * double(x[i]);
    stored += double(dequantize(sw[i], qw)) * double(dequantize(sx[i], qx));
  }
  const std::uint8_t y = unsigned_dot(sw.data(), qw, sx.data(), qx, 200, qy);
  CHECK(std::abs(stored / double(qy.scale) + qy.zero_point - y) <= 0.501);
  CHECK(std::abs(double(dequantize(y, qy)) - exact) < 0.2);
  CHECK(unsigned_dot(sw.data(), qw, sw.data(), qw, 200, qy) == 255);  // beyond the output's range
}
