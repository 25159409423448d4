// Pools against PyTorch (padding counts) and TensorFlow (Same: it does not).
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("pools equal PyTorch's") {
  check<Net788<MaxPool2d<Valid>>>("max_pool");
  check<Net788<MaxPool2d<Kernel<3>, Stride<2>, Padding<1>>>, Speed>("max_pool_padded");
  check<Net688<MaxPool2d<Kernel<3>, Stride<2>, Valid, CeilMode>>>("max_pool_ceil");
  check<Net788<AveragePool2d<Valid>>>("average_pool");
  check<Net788<AveragePool2d<Kernel<3>, Stride<2>, Padding<1>>>, Speed>("average_pool_padded");
  check<Net688<AveragePool2d<Kernel<3>, Stride<2>, Valid, CeilMode>>>("average_pool_ceil");
  check<Net688<AveragePool2d<Kernel<3>, Stride<2>, Padding<1>, CeilMode>>>("average_pool_padded_ceil");
  check<Net768<MaxPool2d<Kernel<2>, Stride<2>, Padding<1>, CeilMode>>>("max_pool_dropped");
  check<Net768<AveragePool2d<Kernel<2>, Stride<2>, Padding<1>, CeilMode>>>("average_pool_dropped");
  check<Net678<GlobalAveragePool>, Speed>("global_average_pool");
}

TEST_CASE("Same padding of pools is TensorFlow's") {
  check_same<MaxPool2d<Stride<2>>>("max_k2_s2");
  check_same<MaxPool2d<Kernel<3>, Stride<1>>>("max_k3_s1");
  check_same<MaxPool2d<Kernel<3>, Stride<2>>>("max_k3_s2");
  check_same<MaxPool2d<Kernel<5>, Stride<1>>>("max_k5_s1");
  check_same<MaxPool2d<Kernel<5>, Stride<2>>>("max_k5_s2");
  check_same<AveragePool2d<Stride<2>>>("average_k2_s2");
  check_same<AveragePool2d<Kernel<3>, Stride<1>>>("average_k3_s1");
  check_same<AveragePool2d<Kernel<3>, Stride<2>>>("average_k3_s2");
  check_same<AveragePool2d<Kernel<5>, Stride<1>>>("average_k5_s1");
  check_same<AveragePool2d<Kernel<5>, Stride<2>>>("average_k5_s2");
}
