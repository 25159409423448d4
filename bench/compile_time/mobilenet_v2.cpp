// MobileNetV2 at 224 x 224 with a kernel of constant sizes for every operation: what a release build of a large network
// costs.
#include <edgelite/edgelite.hpp>
#include <edgelite/model/mobilenet_v2.hpp>

using namespace edgelite;
using model::MobileNetV2;

void infer(const Weights<MobileNetV2<>, float>& weights, const std::array<float, 224 * 224 * 3>& image,
           std::array<float, 1000>& logits, Arena<arena_bytes<MobileNetV2<>, float>>& arena) {
  run<MobileNetV2<>>(weights, image, logits, arena);
}
