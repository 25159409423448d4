// The numbers of an int8 network for naive operations: taken from its Parameters in the order of the operations.
#pragma once
#include <edgelite/edgelite.hpp>
#include <memory>

#include "reference/quantized.hpp"

namespace int8_test {

using Bytes = reference::Tensor<std::int8_t>;

struct Numbers {
  std::vector<std::int8_t> weight;
  std::vector<std::int32_t> bias;
  std::vector<reference::FixedPoint> factors;
  std::vector<float> scales;
};

template <class Net> class NaiveNetwork {
 public:
  explicit NaiveNetwork(const edgelite::Parameters<Net, std::int8_t>& p) : p_(p) {}

  reference::Affine affine(int id) const {
    const edgelite::Quantization& q = p_.values[static_cast<std::size_t>(id)];
    return {q.scale, q.zero_point};
  }
  int zero(int id) const { return affine(id).zero_point; }
  reference::Clamp bounds(int id, float low, float high) const {
    const auto stored = [&](float x, int otherwise) {
      return std::abs(x) < edgelite::unbounded ? reference::Clamp{}(std::lround(x / affine(id).scale) + zero(id))
                                               : otherwise;
    };
    return {stored(low, -128), stored(high, 127)};
  }
  Numbers take(int from, int to, int filters, int per_filter) {
    Numbers t;
    for (int i = 0; i < filters * per_filter; ++i) t.weight.push_back(p_.weight.at(weight_++));
    for (int o = 0; o < filters; ++o, ++channel_) {
      t.bias.push_back(p_.bias.at(channel_));
      t.scales.push_back(p_.scale.at(channel_));
      t.factors.push_back(
          reference::fixed_point(double(affine(from).scale) * double(t.scales.back()) / double(affine(to).scale)));
    }
    return t;
  }
  Bytes convolution(const Bytes& x, int from, int to, int filters, reference::Window w = {}, int groups = 1,
                    float low = -edgelite::unbounded, float high = edgelite::unbounded) {
    const Numbers t = take(from, to, filters, x.channels / groups * w.kernel_height * w.kernel_width);
    if (Net::rounds_to_even) {
      const auto rescale = [&](std::int32_t sum, std::size_t o) {
        return reference::scale_to_even(sum, affine(from).scale * t.scales[o] / affine(to).scale);
      };
      return reference::conv2d(x, zero(from), t.weight, t.bias, filters, rescale, zero(to), bounds(to, low, high), w,
                               groups);
    }
    return reference::conv2d(x, zero(from), t.weight, t.bias, t.factors, zero(to), bounds(to, low, high), w, groups);
  }
  Bytes linear(const Bytes& x, int from, int to, int outputs) {
    const Numbers t = take(from, to, outputs, x.size());
    return reference::linear(x.data, zero(from), t.weight, t.bias, t.factors, zero(to), {});
  }

 private:
  const edgelite::Parameters<Net, std::int8_t>& p_;
  std::size_t weight_ = 0, channel_ = 0;
};

template <class Net>
auto random_parameters(const std::array<edgelite::Quantization, edgelite::program<Net>.value_count>& values) {
  auto p = std::make_unique<edgelite::Parameters<Net, std::int8_t>>();
  const auto weights = reference::random_vector<std::int8_t>(static_cast<int>(p->weight.size()), 11);
  for (std::size_t i = 0; i < weights.size(); ++i) p->weight[i] = std::max<std::int8_t>(weights[i], -127);
  for (std::size_t o = 0; o < p->bias.size(); ++o) {
    p->bias[o] = static_cast<std::int32_t>(o * 977 % 2001) - 1000;
    p->scale[o] = 0.003f + 0.0004f * static_cast<float>(o % 9);
  }
  p->values = values;
  return p;
}

// Neither constant nor saturated: else a comparison says little.
inline bool is_lively(const Bytes& t) {
  const auto [least, most] = std::minmax_element(t.data.begin(), t.data.end());
  return *least != *most && std::count(t.data.begin(), t.data.end(), 127) < t.size() / 2;
}

template <class Net, class Arch, class Policy>
void check_run(const edgelite::Weights<Net, std::int8_t, Arch>& weights, const Bytes& image, const Bytes& expected) {
  constexpr std::size_t inputs = edgelite::input_size<Net>, outputs = edgelite::output_size<Net>;
  auto arena = std::make_unique<edgelite::Arena<edgelite::arena_bytes<Net, std::int8_t, Policy, Arch>>>();
  arena->bytes.fill(std::byte{0x55});
  std::vector<std::int8_t> output(outputs);
  edgelite::run<Net, Policy>(weights, std::span<const std::int8_t, inputs>(image.data.data(), inputs),
                             std::span<std::int8_t, outputs>(output.data(), outputs), *arena);
  CHECK(output == expected.data);
}

// `expected`: every value of program<Net>, from the input on. Observed value by value, then run on both policies.
template <class Net, class Arch>
void check(const edgelite::Parameters<Net, std::int8_t>& parameters, const std::vector<Bytes>& expected) {
  auto weights = std::make_unique<edgelite::Weights<Net, std::int8_t, Arch>>();
  edgelite::prepare(parameters, *weights);
  auto arena =
      std::make_unique<edgelite::Arena<edgelite::arena_bytes<Net, std::int8_t, edgelite::Unscheduled, Arch>>>();
  std::vector<std::int8_t> output(edgelite::output_size<Net>);
  std::size_t seen = 1;
  edgelite::observe<Net>(*weights, expected[0].data.data(), edgelite::Outputs<std::int8_t, 1>{output.data()}, *arena,
                         [&](int id, auto view) {
                           CAPTURE(id);
                           const Bytes& e = expected.at(static_cast<std::size_t>(id));
                           REQUIRE(edgelite::Shape{e.height, e.width, e.channels} == view.shape);
                           Bytes value(e.height, e.width, e.channels);
                           reference::for_each(e, [&](int y, int x, int c) { value.at(y, x, c) = view(y, x, c); });
                           CHECK(value.data == e.data);
                           CHECK(is_lively(e));
                           ++seen;
                           return true;
                         });
  CHECK(seen == expected.size());
  check_run<Net, Arch, edgelite::Small>(*weights, expected.front(), expected.back());
  check_run<Net, Arch, edgelite::Speed>(*weights, expected.front(), expected.back());
}

}  // namespace int8_test
