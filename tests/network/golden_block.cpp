// The papers' blocks against PyTorch: names, shapes and results.
#include <edgelite/layer/basic_block.hpp>
#include <edgelite/layer/bottleneck.hpp>
#include <edgelite/layer/dense_block.hpp>
#include <edgelite/layer/depthwise_separable.hpp>
#include <edgelite/layer/fire.hpp>
#include <edgelite/layer/ghost_bottleneck.hpp>
#include <edgelite/layer/inception.hpp>
#include <edgelite/layer/inverted_residual.hpp>
#include <edgelite/layer/shuffle_unit.hpp>

#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("blocks of MobileNet equal PyTorch's") {
  check<Net788<DepthwiseSeparable<10, Relu, Stride<2>, Padding<1>>>>("depthwise_separable");
  using Attention = SqueezeExcite<Reduction<4>, HardSigmoid>;
  check<Net678<InvertedResidual<8, Expansion<3>, HardSwish, Attention, Padding<1>>>, Speed>("inverted_residual");
  check<Net788<InvertedResidual<10, Expansion<6>, Relu6, Identity, Stride<2>, Padding<1>>>>(
      "inverted_residual_stride2");
  check<Net678<InvertedResidual<10, Hidden<8>>>>("inverted_residual_unexpanded");
}

TEST_CASE("blocks of ResNet, DenseNet, SqueezeNet and GoogLeNet equal PyTorch's") {
  check<Net678<BasicBlock<8>>>("basic_block");
  check<Net788<BasicBlock<16, Stride<2>, Padding<1>>>>("basic_block_stride2");
  check<Net678<Bottleneck<2>>>("bottleneck");
  check<Net788<Bottleneck<3, Stride<2>, Padding<1>>>>("bottleneck_projected");
  check<Net678<DenseBlock<3, 4>>, Speed>("dense_block");
  check<Net678<Fire<3, 4, 5>>>("fire");
  check<Net678<Inception<3, 2, 4, 2, 3, 2>>>("inception");
}

TEST_CASE("blocks of GhostNet and ShuffleNet equal PyTorch's") {
  check<Net678<GhostBottleneck<12, 8>>>("ghost_bottleneck");
  check<Net788<GhostBottleneck<12, 10, SqueezeExcite<Hidden<3>, HardSigmoid>, Stride<2>, Padding<1>>>>(
      "ghost_bottleneck_stride2");
  check<Net678<ShuffleUnitV1<8, 2>>>("shuffle_unit_v1");
  check<Net788<ShuffleUnitV1<24, 2, 1, Stride<2>, Padding<1>>>, Speed>("shuffle_unit_v1_stride2");
  check<Net678<ShuffleUnitV2<8>>>("shuffle_unit_v2");
  check<Net788<ShuffleUnitV2<12, Stride<2>, Padding<1>>>, Speed>("shuffle_unit_v2_stride2");
}
