// expect: run: the output must hold output_size<Net> elements
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<16, el::Kernel<3>>, el::GlobalAveragePool, el::Linear<10>> {};

#ifdef MISUSE
using Logits = std::array<float, 1000>;
#else
using Logits = std::array<float, 10>;
#endif

void classify(const el::Weights<Net, float>& weights, const std::array<float, 8 * 8 * 3>& image, Logits& logits,
              el::Arena<el::arena_bytes<Net, float>>& arena) {
  el::run<Net>(weights, image, logits, arena);
}
