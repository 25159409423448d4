// Eigen's matrix product as the oracle of pointwise convolutions and linear layers, through views of the caller's own
// tensors.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <edgelite/host/eigen.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace {

using namespace edgelite;

template <int Height, int Width, int C, int O>
struct Pointwise : Network<Input<Height, Width, C>, PointwiseConv2d<O, Bias>> {};

template <int Height, int Width, int C, int O> void against_eigen() {
  using Net = Pointwise<Height, Width, C, O>;
  const auto numbers = reference::random_vector(parameter_count<Net>, 1);
  auto parameters = std::make_unique<Parameters<Net, float>>();
  std::copy(numbers.begin(), numbers.end(), parameters->data.begin());
  auto weights = std::make_unique<Weights<Net, float>>();
  prepare(*parameters, *weights);
  const auto image = reference::random_vector(Net::input.size(), 2);
  std::vector<float> output(output_size<Net>);
  Arena<arena_bytes<Net, float>> arena;
  run<Net>(*weights, std::span<const float, input_size<Net>>(image.data(), input_size<Net>),
           std::span<float, output_size<Net>>(output.data(), output_size<Net>), arena);

  const auto x = host::as_matrix(host::contiguous_view(image.data(), Net::input));
  const auto y = host::as_matrix(host::contiguous_view(output.data(), {Height, Width, O}));
  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Matrix> w(numbers.data(), O, C);
  const Eigen::Map<const Eigen::RowVectorXf> bias(numbers.data() + O * C, O);
  const Matrix expected = (x * w.transpose()).rowwise() + bias;
  CHECK((y - expected).cwiseAbs().maxCoeff() < 1e-5f * expected.cwiseAbs().maxCoeff());
}

}  // namespace

TEST_CASE("pointwise convolutions are Eigen's matrix products") {
  against_eigen<1, 1, 1, 1>();
  against_eigen<3, 5, 7, 24>();
  against_eigen<8, 8, 64, 64>();
  against_eigen<1, 1, 640, 128>();
}

TEST_CASE("a view with a distance between pixels is a part of a wider tensor") {
  std::vector<float> data{1, 2, 9, 3, 4, 9};
  const auto m = host::as_matrix(TensorView<float>{data.data(), {1, 2, 2}, 3, 6});
  CHECK((m.rows() == 2 && m.cols() == 2 && m(1, 0) == 3));
}
