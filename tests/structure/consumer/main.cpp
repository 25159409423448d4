#include <array>
#include <edgelite/core/version.hpp>
#include <edgelite/edgelite.hpp>

struct Net : edgelite::Network<edgelite::Input<4, 4, 3>, edgelite::Conv2d<5, edgelite::Kernel<3>>,
                               edgelite::GlobalAveragePool> {};

static_assert(edgelite::metrics<Net>.parameters == 3 * 3 * 3 * 5);

edgelite::Parameters<Net, float> parameters;
edgelite::Weights<Net, float> weights;
edgelite::Arena<edgelite::arena_bytes<Net, float>> arena;

int main() {
  parameters.data.fill(1);
  std::array<float, 4 * 4 * 3> image;
  image.fill(1);
  std::array<float, 5> mean{};
  edgelite::prepare(parameters, weights);
  edgelite::run<Net>(weights, image, mean, arena);
  return mean[4] == 3.0f * 100 / 16 ? 0 : 1;  // 3 channels; 2 + 3 + 3 + 2 taps inside the image each way; 16 pixels
}
