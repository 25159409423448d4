// Compiled twice, as EDGELITE_PART, for different instruction sets.
#include "network.hpp"

namespace {

constinit edgelite::Weights<Example, float> weights{};
constinit edgelite::Arena<edgelite::arena_bytes<Example, float>> arena{};

}  // namespace

Logits EDGELITE_PART(const edgelite::Parameters<Example, float>& parameters, const Image& image) {
  Logits logits{};
  edgelite::prepare(parameters, weights);
  edgelite::run<Example>(weights, image, logits, arena);
  return logits;
}
