// EdgeLite-CNN with its trained weights: the logits of 100 synthetic images against PyTorch's.
#include <edgelite/model/edgelite_cnn.hpp>

#include "golden_network.hpp"
#include "reference/synthetic_images.hpp"

using namespace golden_test;

TEST_CASE("EdgeLite-CNN's logits equal PyTorch's") {
  using Net = el::model::EdgeLiteCNN<>;
  const reference::Golden trained(EDGELITE_WEIGHTS), golden(EDGELITE_TEST_DATA "/golden/edgelite_cnn.safetensors");
  const auto parameters = read_parameters<Net>(trained, "");
  const auto expected = golden.values<float>("logits");
  REQUIRE(golden.shape("logits") == std::vector<int>{100, 10});
  auto weights = std::make_unique<el::Weights<Net, float, el::NativeArch>>();
  el::prepare(*parameters, *weights);
  auto arena = std::make_unique<el::Arena<el::arena_bytes<Net, float, el::Small>>>();
  std::vector<float> logits;
  for (int n = 0; n < 100; ++n) {
    std::array<float, 32 * 32 * 3> x{};
    const auto image = reference::synthetic_image(n);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = (static_cast<float>(image.data[i]) - 128) / 64;
    std::array<float, 10> y{};
    el::run<Net, el::Small>(*weights, x, y, *arena);
    logits.insert(logits.end(), y.begin(), y.end());
  }
  CHECK(reference::relative_error(logits, expected) < 1e-4);
}
