// Activations against PyTorch, alone and joined to a convolution.
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("activations equal PyTorch's") {
  check<Net678<Relu>>("relu");
  check<Net678<Relu6>>("relu6");
  check<Net678<LeakyRelu<>>>("leaky_relu");
  check<Net678<LeakyRelu<std::ratio<1, 5>>>>("leaky_relu_fifth");
  check<Net678<HardSwish>>("hard_swish");
  check<Net678<HardSigmoid>>("hard_sigmoid");
  check<Net678<Sigmoid>, Speed>("sigmoid");
  check<Net678<Silu>>("silu");
}
