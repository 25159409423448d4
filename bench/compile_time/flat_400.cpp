// 400 layers in one flat list: what the compiler spends on a long type list, from shapes to run.
#include <edgelite/edgelite.hpp>

using namespace edgelite;

#define EDGELITE_BLOCK Conv2d<8, Kernel<3>>, BatchNorm2d, Relu6, DepthwiseConv2d<Kernel<3>>, HardSwish
#define EDGELITE_BLOCKS                                                                                           \
  EDGELITE_BLOCK, EDGELITE_BLOCK, EDGELITE_BLOCK, EDGELITE_BLOCK, EDGELITE_BLOCK, EDGELITE_BLOCK, EDGELITE_BLOCK, \
      EDGELITE_BLOCK

struct Flat
    : Network<Input<16, 16, 8>, EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS,
              EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS, EDGELITE_BLOCKS> {};

static_assert(written<Flat>.operation_count == 400);
static_assert(metrics<Flat>.parameters == 80 * (8 * 8 * 9 + 2 * 8 + 8 * 9));

// With one body of each kernel for all sizes, as a debug build would have it.
void infer(const Weights<Flat, float>& weights, const std::array<float, 16 * 16 * 8>& image,
           std::array<float, 16 * 16 * 8>& result, Arena<arena_bytes<Flat, float, Small>>& arena) {
  run<Flat, Small>(weights, image, result, arena);
}
