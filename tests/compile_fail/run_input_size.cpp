// expect: run: the input must hold input_size<Net> elements
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<16, el::Kernel<3>>, el::GlobalAveragePool, el::Linear<10>> {};

#ifdef MISUSE
using Image = std::span<const float, 8 * 8 * 4>;
#else
using Image = std::span<const float, 8 * 8 * 3>;
#endif

void classify(const el::Weights<Net, float>& weights, Image image, std::span<float, 10> logits,
              el::Arena<el::arena_bytes<Net, float>>& arena) {
  el::run<Net>(weights, image, logits, arena);
}
