// Same padding against TensorFlow: an odd and an even extent, kernels of 1, 3 and 5, strides of 1 and 2, dilation.
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("Same padding of convolutions is TensorFlow's") {
  check_same<Conv2d<5, Kernel<1>, Stride<2>>>("conv_k1_s2");
  check_same<Conv2d<5, Kernel<3>>>("conv_k3_s1");
  check_same<Conv2d<5, Kernel<3>, Stride<2>>>("conv_k3_s2");
  check_same<Conv2d<5, Kernel<5>>>("conv_k5_s1");
  check_same<Conv2d<5, Kernel<5>, Stride<2>>>("conv_k5_s2");
  check_same<Conv2d<5, Kernel<3>, Dilation<2>>>("conv_k3_s1_d2");
}

TEST_CASE("Same padding of depthwise convolutions is TensorFlow's") {
  using M = DepthMultiplier<2>;
  check_same<DepthwiseConv2d<M, Kernel<1>, Stride<2>>>("depthwise_k1_s2");
  check_same<DepthwiseConv2d<M, Kernel<3>>>("depthwise_k3_s1");
  check_same<DepthwiseConv2d<M, Kernel<3>, Stride<2>>>("depthwise_k3_s2");
  check_same<DepthwiseConv2d<M, Kernel<5>>>("depthwise_k5_s1");
  check_same<DepthwiseConv2d<M, Kernel<5>, Stride<2>>>("depthwise_k5_s2");
  check_same<DepthwiseConv2d<M, Kernel<3>, Dilation<2>>>("depthwise_k3_s1_d2");
}
