// The command line of examples/quantize.
#include <doctest/doctest.h>

#include "../../examples/quantize/options.hpp"

namespace {

std::string message(const std::vector<std::string>& arguments) {
  quantization::Options options;
  return quantization::parse_options(arguments, options).message;
}

}  // namespace

TEST_CASE("quantize: command lines that are refused") {
  CHECK(message({}) == "give binary batches of CIFAR-10 to calibrate on; see --help");
  CHECK(message({"--foo", "b"}) == "unknown option --foo; see --help");
  CHECK(message({"b", "--out"}) == "--out needs a value; see --help");
  CHECK(message({"--images", "0", "b"}) == "--images 0: expected a number from 1 to 50000");
  CHECK(message({"--bias-images", "-1", "b"}) == "--bias-images -1: expected a number from 0 to 50000");
  CHECK(message({"--activations", "max", "b"}) == "--activations max: expected min-max, percentile or least-error");
}

TEST_CASE("quantize: command lines that are understood") {
  quantization::Options options;
  REQUIRE(!quantization::parse_options({"a", "b"}, options));
  CHECK(options.batches == std::vector<std::string>{"a", "b"});
  CHECK(options.images == 1024);
  CHECK(options.settings.activations == edgelite::ActivationRange::percentile);
  CHECK(options.weights.ends_with("/edgelite_cnn.safetensors"));
  CHECK(options.out.ends_with("/edgelite_cnn_int8.safetensors"));
  REQUIRE(!quantization::parse_options({"--images", "7", "--bias-images", "3", "--activations", "least-error", "a"},
                                       options));
  CHECK(options.images == 7);
  CHECK(options.settings.bias_samples == 3);
  CHECK(options.settings.activations == edgelite::ActivationRange::least_error);
}
