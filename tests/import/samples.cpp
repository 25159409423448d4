// Recorded arrays become a network's samples: order, elements, shapes.
#include "edgelite/import/samples.hpp"

#include <doctest/doctest.h>

namespace {

using namespace edgelite::graph;

// 2 x 1 pixels, 3 channels.
const Value pixels{"x", {2, 1, 3}, {0.5f, -4}, false}, planes{"x", {2, 1, 3}, {0.5f, -4}, true};
const std::vector<float> stored{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15};

}  // namespace

TEST_CASE("samples: channel-last as they are, channel-first in another order, and back") {
  std::vector<float> samples;
  REQUIRE(!to_samples(pixels, {{2, 2, 1, 3}, stored}, samples));
  CHECK(samples == stored);
  REQUIRE(!to_samples(planes, {{2, 3, 2, 1}, stored}, samples));
  CHECK(samples == std::vector<float>{0, 2, 4, 1, 3, 5, 10, 12, 14, 11, 13, 15});
  const Array back = to_array(planes, samples);
  CHECK(back.shape == std::vector<std::int64_t>{2, 3, 2, 1});
  CHECK(std::get<std::vector<float>>(back.elements) == stored);
  REQUIRE(!to_samples(pixels, {{2, 3}, std::vector<float>(6, 1)}, samples));  // one image, extents of 1 left out
  CHECK(samples.size() == 6);
}

TEST_CASE("samples: an int8 network takes int8, uint8 and floats") {
  std::vector<std::int8_t> samples;
  REQUIRE(!to_samples(pixels, {{2, 1, 3}, std::vector<std::int8_t>{-128, -1, 0, 1, 2, 127}}, samples));
  CHECK(samples == std::vector<std::int8_t>{-128, -1, 0, 1, 2, 127});
  REQUIRE(!to_samples(pixels, {{2, 1, 3}, std::vector<std::uint8_t>{0, 127, 128, 129, 130, 255}}, samples));
  CHECK(samples == std::vector<std::int8_t>{-128, -1, 0, 1, 2, 127});
  REQUIRE(!to_samples(pixels, {{2, 1, 3}, std::vector<float>{0, 0.5f, 2, -2, 1000, -1000}}, samples));
  CHECK(samples == std::vector<std::int8_t>{-4, -3, 0, -8, 127, -128});
}

TEST_CASE("samples: other shapes and types are refused") {
  std::vector<float> samples;
  CHECK(to_samples(pixels, {{2, 3, 2, 1}, stored}, samples).message ==
        "x: expected an array of N x 2 x 1 x 3, found 2 x 3 x 2 x 1");
  CHECK(to_samples(planes, {{2, 2, 1, 3}, stored}, samples).message ==
        "x: expected an array of N x 3 x 2 x 1, found 2 x 2 x 1 x 3");
  CHECK(to_samples(pixels, {{5}, std::vector<float>(5)}, samples));
  CHECK(to_samples(pixels, {{0, 2, 1, 3}, std::vector<float>{}}, samples));
  CHECK(to_samples(pixels, {{2, 3}, std::vector<std::int8_t>(6)}, samples).message ==
        "x: expected float32, found int8");
}
