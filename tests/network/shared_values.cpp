// Values that several branches read, and outputs that lie inside others: the memory plan must keep them and say when
// they are there.
#include "golden_network.hpp"

using namespace golden_test;
using namespace edgelite;

TEST_CASE("a value that several branches read keeps its place") {
  check<Net678<PointwiseConv2d<4, Bias>, Concat<Identity, Identity>>>("concat_same_value_twice");
  check<Net678<PointwiseConv2d<4, Bias>, Concat<Concat<Identity, PointwiseConv2d<3, Bias>>, Identity>>>(
      "concat_value_of_two");
  check<
      Net678<PointwiseConv2d<8, Bias>, Residual<Split<Identity, PointwiseConv2d<4, Bias>>>, PointwiseConv2d<3, Bias>>>(
      "split_then_residual");
}

namespace {

struct Exits : Network<Input<4, 5, 6>, PointwiseConv2d<4>, EarlyExit<Concat<PointwiseConv2d<3>, PointwiseConv2d<2>>>,
                       EarlyExit<GlobalAveragePool, Linear<3>>, Concat<PointwiseConv2d<2>, Identity>,
                       Split<Identity, PointwiseConv2d<3>>, EarlyExit<Identity>, PointwiseConv2d<2>> {};

}  // namespace

TEST_CASE_TEMPLATE("every exit is heard of once it is complete, in order, and equals the observed one", Policy, Small,
                   Speed) {
  auto parameters = std::make_unique<Parameters<Exits, float>>();
  const auto numbers = reference::random_vector(parameter_count<Exits>, 1),
             x = reference::random_vector(Exits::input.size(), 2);
  std::copy(numbers.begin(), numbers.end(), parameters->data.begin());
  auto weights = std::make_unique<Weights<Exits, float, NativeArch>>();
  prepare(*parameters, *weights);
  constexpr std::size_t sizes[] = {output_size<Exits, 0>, output_size<Exits, 1>, output_size<Exits, 2>,
                                   output_size<Exits, 3>};
  std::vector<float> made[4], observed[4];
  Outputs<float, 4> to{}, observed_to{};
  for (std::size_t k = 0; k < 4; ++k) {
    made[k].assign(sizes[k], NAN);
    observed[k].assign(sizes[k], NAN);
    to[k] = made[k].data();
    observed_to[k] = observed[k].data();
  }
  auto arena = std::make_unique<Arena<arena_bytes<Exits, float, Policy>>>();
  auto apart = std::make_unique<Arena<arena_bytes<Exits, float, Unscheduled>>>();
  observe<Exits>(*weights, x.data(), observed_to, *apart, [](int, auto) { return true; });
  int heard = 0;
  run<Exits, Policy>(*weights, x.data(), to, *arena, [&](int k) {
    CHECK(k == heard++);
    CHECK(reference::relative_error(made[k], observed[k]) < 1e-6);
    return true;
  });
  CHECK(heard == 4);
}
