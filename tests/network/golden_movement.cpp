// Layers that move values or join branches, against PyTorch.
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("layers that move values equal PyTorch's") {
  check<Net678<ChannelShuffle<4>>>("channel_shuffle");
  check<Net678<Pad<1, 3, 2, 1>>>("pad");
  check<Net678<Pad<1, 0, 0, 0, 2, 3>>>("pad_channels");
  check<Net678<Crop<1, 2, 3, 4>>>("crop");
  check<Net678<Resize<9, 4>>>("resize_nearest");
  check<Net678<Resize<9, 4, Bilinear>>, Speed>("resize_bilinear");
  check<Net678<ResizeBy<2, Bilinear>>>("resize_bilinear_double");
  check<Net678<Softmax>>("softmax");
}

TEST_CASE("a linear layer reads what Flatten flattened in PyTorch's order") {
  check<Network<Input<1, 1, 24>, Flatten, Linear<10>>, Speed>("linear");
  check<Network<Input<4, 5, 6>, Flatten, Linear<10>>>("flatten_linear");
}

TEST_CASE("layers of branches equal PyTorch's") {
  check<Net678<Concat<PointwiseConv2d<5>, MaxPool2d<Kernel<3>, Stride<1>>, Slice<2, 3>>>>("concat");
  check<Net678<Split<PointwiseConv2d<3, Bias>, Identity>>>("split");
  check<Net678<PointwiseConv2d<8, Bias>, Split<Sizes<3, 2, 3>, Identity, Conv2d<4, Kernel<3>, Bias>, Relu>>, Speed>(
      "split_sizes");
  check<Net678<Add<PointwiseConv2d<5, Bias>, Conv2d<5, Kernel<3>, Bias>>, Relu6>>("add");
  check<Net678<Mul<PointwiseConv2d<5, Bias>, Conv2d<5, Kernel<3>, Bias>>>>("mul");
  check<Net678<Mul<Identity, Sequence<GlobalAveragePool, PointwiseConv2d<8, Bias>>>>>("mul_gate");
  check<Net678<WeightedSum<PointwiseConv2d<5, Bias>, Conv2d<5, Kernel<3>, Bias>>>>("weighted_sum");
  check<Net678<Repeat<3, PointwiseConv2d<8, Bias>, Relu>>>("repeat");
  check<Net678<Repeat<2, PointwiseConv2d<8, Bias>>>>("repeat_single");
  check<Net678<GhostModule<10>>>("ghost_module");
  check<Net788<GhostModule<7, Identity, 3, Kernel<3>, Stride<2>, Padding<1>>>>("ghost_module_odd");
}
