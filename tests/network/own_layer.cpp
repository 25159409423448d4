// Layers and an architecture of a user's own, in the user's namespace: one struct each, in float and int8, scheduled
// and observed.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <edgelite/quantization/convert.hpp>
#include <memory>

#include "reference/tensor.hpp"

namespace mine {

namespace el = edgelite;

struct Cube : el::Activation<Cube> {
  static constexpr float apply(float x) { return x * x * x; }
};

// Mirrors the image left to right.
struct Mirror : el::Layer {
  static constexpr el::Value emit(el::Builder& b, el::Value x) {
    el::Operation op;
    op.tied = true;
    return b.emit(op, {x}, x.shape);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const el::Call<T, Z>& call) {
    const Z& z = call.size;
    for (int i = 0; i < z.height; ++i)
      for (int j = 0; j < z.width; ++j)
        for (int c = 0; c < z.channels; ++c)
          call.y[i * z.y_row + (z.width - 1 - j) * z.y_pixel + c] = call.x[i * z.x_row + j * z.x_pixel + c];
  }
};

// A layer with a parameter: y = x + b, one b a channel.
struct AddBias : el::WeightedLayer<el::DepthwiseKernel> {
  static constexpr el::Value emit(el::Builder& b, el::Value x) {
    el::Operation op;
    op.channels = x.shape.channels;
    op.parameters = op.trainable = x.shape.channels;
    op.per_channel = 1;
    op.groups = x.shape.channels;
    return b.emit(op, {x}, x.shape);
  }
  static constexpr void tensors(const el::Operation& op, el::TensorList& t) { t.add("offset", {op.channels}); }
  struct Ones {  // the kernel's weights are ones, its bias is the parameter
    const el::Source<float>& trained;
    constexpr float weight(int, int) const { return 1; }
    constexpr float bias(int o) const { return trained.weight(o, 0); }
  };
  template <class Arch, class T, class Source>
  static constexpr void prepare(const el::Operation& op, const Source& source, el::Packed<T> to) {
    static_assert(std::is_same_v<T, float>);
    el::DepthwiseKernel<Arch, T>::pack(el::ConvolutionShape::of(el::operation_size(op)), Ones{source}, to.elements,
                                       to.constants);
  }
};

// An architecture: everything of the scalar one, but its own multiply_add, which counts.
struct Chip {
  using fallback = el::Scalar;
  static constexpr const char* name = "chip";
  static constexpr int alignment = 16;
};
inline int multiplications = 0;

struct Net : el::Network<el::Input<6, 5, 4>, Mirror, el::Named<"mix", el::PointwiseConv2d<8, el::Bias>>, Cube,
                         el::DepthwiseConv2d<>, el::GlobalAveragePool, el::Linear<3>> {};
struct OnlyMirror : el::Network<el::Input<3, 4, 2>, Mirror> {};
struct OnlyBias : el::Network<el::Input<2, 2, 3>, AddBias> {};

}  // namespace mine

template <> struct edgelite::Primitives<mine::Chip, float> : edgelite::Primitives<edgelite::Scalar, float> {
  static float multiply_add(float a, float b, float sum) {
    ++mine::multiplications;
    return a * b + sum;
  }
};

namespace {

using namespace edgelite;
using mine::Net;

template <class Arch, class T> auto prepared(const Parameters<Net, T>& parameters) {
  auto weights = std::make_unique<Weights<Net, T, Arch>>();
  prepare(parameters, *weights);
  return weights;
}

template <class Policy, class T, class Arch>
std::array<T, 3> scheduled(const Weights<Net, T, Arch>& weights, const std::array<T, input_size<Net>>& image) {
  std::array<T, 3> out{};
  Arena<arena_bytes<Net, T, Policy, Arch>> arena;
  run<Net, Policy>(weights, image, out, arena);
  return out;
}

Parameters<Net, float> random_parameters() {
  Parameters<Net, float> p;
  const auto numbers = reference::random_vector(parameter_count<Net>, 7);
  std::copy(numbers.begin(), numbers.end(), p.data.begin());
  return p;
}

std::array<float, input_size<Net>> random_image() {
  std::array<float, input_size<Net>> image;
  const auto numbers = reference::random_vector(input_size<Net>, 8);
  std::copy(numbers.begin(), numbers.end(), image.begin());
  return image;
}

}  // namespace

TEST_CASE("a user's layer moves what it says it moves") {
  Weights<mine::OnlyMirror, float, Scalar> weights{};
  Arena<arena_bytes<mine::OnlyMirror, float, Speed, Scalar>> arena;
  std::array<float, 24> in, out;
  for (std::size_t i = 0; i < 24; ++i) in[i] = static_cast<float>(i);
  run<mine::OnlyMirror>(weights, in, out, arena);
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 4; ++column)
      for (std::size_t c = 0; c < 2; ++c) CHECK(out[(row * 4 + column) * 2 + c] == in[(row * 4 + 3 - column) * 2 + c]);
}

TEST_CASE("a user's layer has parameters, and names for them") {
  static_assert(tensors<mine::OnlyBias>[0].label() == "0.offset" && metrics<mine::OnlyBias>.parameters == 3);
  Parameters<mine::OnlyBias, float> p{{1, 2, 3}};
  Weights<mine::OnlyBias, float, NativeArch> weights{};
  prepare(p, weights);
  Arena<arena_bytes<mine::OnlyBias, float>> arena;
  std::array<float, 12> in{}, out;
  run<mine::OnlyBias>(weights, in, out, arena);
  for (std::size_t i = 0; i < 12; ++i) CHECK(out[i] == static_cast<float>(i % 3 + 1));
}

TEST_CASE("a user's architecture runs with what it changes and the fallback's rest") {
  const auto parameters = random_parameters();
  const auto image = random_image();
  mine::multiplications = 0;
  const auto chip = scheduled<Speed>(*prepared<mine::Chip>(parameters), image);
  CHECK(mine::multiplications > 1000);
  CHECK(chip == scheduled<Speed>(*prepared<Scalar>(parameters), image));
  const auto native = scheduled<Small>(*prepared<NativeArch>(parameters), image);
  CHECK(reference::relative_error(native, chip) < 1e-5);
}

TEST_CASE("users' layers run in int8, with one result on every architecture") {
  const auto parameters = random_parameters();
  const auto image = random_image();
  Ranges<Net> ranges{};
  std::array<float, 3> logits;
  Arena<arena_bytes<Net, float, Unscheduled>> arena;
  observe<Net>(*prepared<NativeArch>(parameters), image.data(), Outputs<float, 1>{logits.data()}, arena,
               [&](int value, auto x) {
                 collect(ranges, value, x);
                 return true;
               });
  for (float x : image) ranges[0].include(x);
  auto quantized = std::make_unique<Parameters<Net, std::int8_t>>();
  convert(parameters, ranges, *quantized);
  std::array<std::int8_t, input_size<Net>> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = quantize(image[i], quantized->values[0]);

  const auto scalar = scheduled<Speed>(*prepared<Scalar>(*quantized), bytes);
  CHECK(scalar == scheduled<Small>(*prepared<NativeArch>(*quantized), bytes));
  CHECK(scalar == scheduled<Speed>(*prepared<mine::Chip>(*quantized), bytes));
  const Quantization q = quantized->values[static_cast<std::size_t>(program<Net>.output(0))];
  for (std::size_t k = 0; k < 3; ++k) CHECK(std::abs(dequantize(scalar[k], q) - logits[k]) < 4 * q.scale);
}
