// expect: run: this network has several inputs; pass InputPointers, Outputs, a callback
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

struct Net : el::Network<el::Inputs<el::Input<4, 4, 8>, el::Input<4, 4, 8>>, el::SumOf> {};

static el::Weights<Net, float> weights;
static el::Arena<el::arena_bytes<Net, float>> arena;
static std::array<float, el::input_size<Net>> x, r;
static std::array<float, el::output_size<Net>> y;

int main() {
#ifdef MISUSE
  el::run<Net>(weights, x, y, arena);
#else
  const el::InputPointers<float, 2> inputs{x.data(), r.data()};
  el::run<Net>(weights, inputs, el::Outputs<float, 1>{y.data()}, arena, [](int) { return true; });
#endif
}
