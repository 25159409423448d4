// EdgeLite-CNN with its committed int8 weights: on every architecture the logits, bit for bit, that LiteRT's reference
// kernels compute (tests/golden/make_edgelite_cnn_int8_golden.py).
#include <doctest/doctest.h>

#include <edgelite/core/quantize.hpp>
#include <edgelite/host/cifar10.hpp>
#include <edgelite/host/load_parameters.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

#include "reference/golden.hpp"
#include "reference/synthetic_images.hpp"

namespace {

namespace el = edgelite;
using Net = el::model::EdgeLiteCNN<>;

// image(i): its bytes. Compares all images at once: the first that differs is in the message.
template <class Image> void check(const std::string& name, Image image) {
  const reference::Golden golden(EDGELITE_TEST_DATA "/golden/edgelite_cnn_int8.safetensors");
  const auto expected = golden.values<std::int8_t>(name);
  const auto parameters = std::make_unique<el::Parameters<Net, std::int8_t>>();
  const el::Error error = el::load_parameters(EDGELITE_INT8_WEIGHTS, *parameters);
  REQUIRE_MESSAGE(!error, error.message);
  const auto weights = std::make_unique<el::Weights<Net, std::int8_t>>();
  el::prepare(*parameters, *weights);
  const auto arena = std::make_unique<el::Arena<el::arena_bytes<Net, std::int8_t, el::Small>>>();
  int different = 0, first = -1;
  for (int i = 0; i < golden.shape(name)[0]; ++i) {
    std::array<std::int8_t, el::input_size<Net>> x{};
    const auto bytes = image(static_cast<std::size_t>(i));
    for (std::size_t k = 0; k < x.size(); ++k)
      x[k] = el::quantize((static_cast<float>(bytes[k]) - 128) / 64, parameters->values[0]);
    std::array<std::int8_t, 10> logits{};
    el::run<Net, el::Small>(*weights, x, logits, *arena);
    if (std::equal(logits.begin(), logits.end(), expected.begin() + 10 * i)) continue;
    if (different++ == 0) first = i;
  }
  CAPTURE(first);
  CHECK(different == 0);
}

}  // namespace

TEST_CASE("int8 EdgeLite-CNN on synthetic images") {
  check("synthetic", [](std::size_t i) { return reference::synthetic_image(static_cast<int>(i)).data; });
}

TEST_CASE("int8 EdgeLite-CNN on the first 200 test images of CIFAR-10") {
  if (!std::filesystem::exists(EDGELITE_CIFAR10)) {
    MESSAGE("SKIPPED: no " EDGELITE_CIFAR10);
    return;
  }
  el::Cifar10 batch;
  const el::Error error = el::load_cifar10(EDGELITE_CIFAR10, batch);
  REQUIRE_MESSAGE(!error, error.message);
  check("cifar10", [&](std::size_t i) { return batch.image(i); });
}
