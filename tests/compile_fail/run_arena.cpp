// expect: run: the arena is smaller than arena_bytes<Net, T, Policy, Arch>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

struct Net : el::Network<el::Input<8, 8, 3>, el::Conv2d<16, el::Kernel<3>>, el::GlobalAveragePool, el::Linear<10>> {};

#ifdef MISUSE
constexpr int bytes = el::arena_bytes<Net, float> - 1;
#else
constexpr int bytes = el::arena_bytes<Net, float>;
#endif

void classify(const el::Weights<Net, float>& weights, const std::array<float, 8 * 8 * 3>& image,
              std::array<float, 10>& logits, el::Arena<bytes>& arena) {
  el::run<Net>(weights, image, logits, arena);
}
