// Convolutions, linear layers and batch norm against PyTorch; Same padding against TensorFlow.
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("convolutions equal PyTorch's") {
  check<Net678<PointwiseConv2d<5, Bias>>>("conv_pointwise_bias");
  check<Net678<Conv2d<5, Kernel<3>, Padding<1>, Bias>>, Speed>("conv_3x3_bias");
  check<Network<Input<7, 8, 3>, Conv2d<9, Kernel<3>, Stride<2>, Padding<1>>>, Speed>("conv_stride2_padding1");
  check<Net678<Conv2d<5, Kernel<3>, Valid>>>("conv_valid");
  check<Net678<Conv2d<5, Kernel<3>, Padding<2>, Dilation<2>>>>("conv_dilation2");
  check<Net678<Conv2d<5, Kernel<3, 5>, Stride<2, 1>, Padding<1, 2>>>>("conv_rectangular");
  check<Net678<Conv2d<6, Kernel<3>, Padding<1>, Groups<2>, Bias>>>("conv_groups2");
  check<Net678<PointwiseConv2d<12, Groups<4>>>, Speed>("conv_groups4_pointwise");
  check<Network<Input<1, 1, 8>, Conv2d<5, Kernel<3>, Padding<1>, Bias>>>("conv_one_pixel");
}

TEST_CASE("depthwise convolutions equal PyTorch's") {
  check<Net678<DepthwiseConv2d<Padding<1>>>, Speed>("depthwise");
  check<Net788<DepthwiseConv2d<Kernel<3>, Stride<2>, Padding<1>, Bias>>>("depthwise_bias_stride2");
  check<Net788<DepthwiseConv2d<Kernel<5>, Stride<2>, Padding<2>>>>("depthwise_5x5_stride2");
  check<Net678<DepthwiseConv2d<Padding<2>, Dilation<2>>>>("depthwise_dilation2");
  check<Net678<DepthwiseConv2d<Padding<1>, DepthMultiplier<2>, Bias>>>("depthwise_multiplier2");
}

TEST_CASE("batch norm equals PyTorch's, folded or not") {
  check<Net678<BatchNorm2d>, Speed>("batch_norm");
  check<Net678<Conv2d<5, Kernel<3>, Padding<1>>, BatchNorm2d, Relu>>("conv_batch_norm_relu");
  check<Net678<PointwiseConv2d<5, Bias>, BatchNorm2d>>("conv_bias_batch_norm");
  check<Net678<DepthwiseConv2d<Padding<1>>, BatchNorm2d, Relu6>>("depthwise_batch_norm_relu6");
  check<Net678<PointwiseConv2d<5, Bias>, Relu, BatchNorm2d>>("relu_batch_norm");
  check<Net678<PointwiseConv2d<5, Bias>, BatchNorm2d, BatchNorm2d>>("batch_norm_twice");
}

TEST_CASE("squeeze-excite and residual equal PyTorch's") {
  check<Net678<SqueezeExcite<Reduction<4>>>>("squeeze_excite_sigmoid");
  check<Net678<SqueezeExcite<Hidden<3>, HardSigmoid>>, Speed>("squeeze_excite_hard_sigmoid");
  check<Net678<Residual<PointwiseConv2d<16>, BatchNorm2d, Relu, PointwiseConv2d<8>, BatchNorm2d>, Relu>, Speed>(
      "residual");
  check<Net678<Residual<Shortcut<PointwiseConv2d<12, Stride<2>>, BatchNorm2d>, DepthwiseConv2d<Stride<2>, Padding<1>>,
                        BatchNorm2d, PointwiseConv2d<12>, BatchNorm2d>>>("residual_shortcut");
}
