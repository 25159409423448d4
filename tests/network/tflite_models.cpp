// The int8 networks of MLPerf Tiny, read from .tflite files: every output and every value between equals what LiteRT's
// reference kernels computed, bit for bit, however the network is run. ResNet-8 in float, within rounding.
#include <doctest/doctest.h>

#include <cstdio>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/load_tflite.hpp>
#include <edgelite/host/observer.hpp>
#include <edgelite/model/ds_cnn.hpp>
#include <edgelite/model/resnet8.hpp>

#include "reference/golden.hpp"
#include "reference/npy.hpp"
#include "reference/synthetic_images.hpp"

namespace {

using namespace edgelite;

const std::string shared = EDGELITE_SHARED;

struct Autoencoder : Network<Input<1, 1, 640>, Repeat<4, Linear<128>, Relu>, Linear<8>, Relu,
                             Repeat<4, Linear<128>, Relu>, Linear<640>> {};

template <class Net> struct Reference {
  tflite::Model file;
  std::unique_ptr<Parameters<Net, std::int8_t>> parameters = std::make_unique<Parameters<Net, std::int8_t>>();

  explicit Reference(const std::string& name) {
    const std::string path = shared + "/models/" + name + "_int8.tflite";
    const Error read = load_tflite_model(path, file);
    REQUIRE_MESSAGE(!read, read.message);
    const Error filled = load_tflite<Net>(path, file, *parameters);
    REQUIRE_MESSAGE(!filled, filled.message);
  }

  // The tensor that each value is: operators stand in the program's order, those that only reshape left out.
  std::vector<int> tensors() const {
    std::vector<int> all{file.inputs.at(0)};
    for (const tflite::Operator& op : file.operators)
      if (op.code != tflite::BuiltinOperator::RESHAPE) all.push_back(op.outputs.at(0));
    return all;
  }
};

template <class Net, class Policy, class Arch>
void check_outputs(const Weights<Net, std::int8_t, Arch>& weights, const reference::Npy<std::int8_t>& inputs,
                   const reference::Npy<std::int8_t>& outputs) {
  constexpr std::size_t in = input_size<Net>, out = output_size<Net>;
  auto arena = std::make_unique<Arena<arena_bytes<Net, std::int8_t, Policy, Arch>>>();
  std::vector<std::int8_t> found(outputs.data.size());
  for (std::size_t n = 0; n < inputs.data.size() / in; ++n)
    run<Net, Policy>(weights, std::span<const std::int8_t, in>(inputs.data.data() + n * in, in),
                     std::span<std::int8_t, out>(found.data() + n * out, out), *arena);
  REQUIRE(found.size() == 64 * out);
  CHECK(found == outputs.data);
}

template <class Net, class Arch>
void check_values(const Weights<Net, std::int8_t, Arch>& weights, const reference::Npy<std::int8_t>& inputs,
                  const std::vector<int>& tensors, const std::string& folder) {
  REQUIRE(tensors.size() == std::size_t{program<Net>.value_count});
  Observer<Net, std::int8_t, Arch> observer;
  std::size_t seen = 1;
  observer(weights, inputs.data.data(), [&](int value, const auto& x) {
    char name[16];
    std::snprintf(name, sizeof name, "/%03d.npy", tensors.at(static_cast<std::size_t>(value)));
    const reference::Npy<std::int8_t> expected(folder + name);
    std::vector<std::int8_t> found;
    for (int i = 0; i < x.shape.height; ++i)
      for (int j = 0; j < x.shape.width; ++j)
        for (int c = 0; c < x.shape.channels; ++c) found.push_back(x(i, j, c));
    CAPTURE(value);
    CHECK(found == expected.data);
    ++seen;
    return true;
  });
  CHECK(seen == tensors.size());
}

template <class Net, class Arch, class... Policies>
void check_model(const std::string& name, std::initializer_list<const char*> sets) {
  const Reference<Net> reference(name);
  auto weights = std::make_unique<Weights<Net, std::int8_t, Arch>>();
  prepare(*reference.parameters, *weights);
  for (const std::string set : sets) {
    CAPTURE(set);
    const std::string golden = shared + "/golden/" + name + "/" + set;
    const reference::Npy<std::int8_t> inputs(golden + "_in.npy"), outputs(golden + "_out.npy");
    (check_outputs<Net, Policies>(*weights, inputs, outputs), ...);
    check_values<Net>(*weights, inputs, reference.tensors(),
                      EDGELITE_GOLDEN_TENSORS "/" + name + "/" + set + "_0_all_tensors");
  }
}

}  // namespace

TEST_CASE("ResNet-8's int8 values equal LiteRT's") {
  check_model<model::ResNet8<>, NativeArch, Speed, Small>("resnet8", {"smooth", "uniform"});
  check_model<model::ResNet8<>, Scalar, Small>("resnet8", {"smooth", "uniform"});
}

TEST_CASE_TEMPLATE("DS-CNN's and the autoencoder's int8 values equal LiteRT's", Arch, NativeArch, Scalar) {
  check_model<model::DsCnn<>, Arch, Small>("dscnn", {"narrow", "uniform"});
  check_model<Autoencoder, Arch, Small>("autoencoder", {"narrow", "uniform"});
}

TEST_CASE("ResNet-8's float logits and probabilities equal LiteRT's") {
  using Net = model::ResNet8<>;
  auto parameters = std::make_unique<Parameters<Net, float>>();
  const Error error = load_tflite<Net>(shared + "/models/resnet8_float.tflite", *parameters);
  REQUIRE_MESSAGE(!error, error.message);
  auto weights = std::make_unique<Weights<Net, float, NativeArch>>();
  prepare(*parameters, *weights);
  Observer<Net, float> observer;
  std::vector<float> logits, probabilities;
  for (int n = 0; n < 16; ++n) {
    const auto image = ::reference::synthetic_image(n);
    const std::vector<float> input(image.data.begin(), image.data.end());
    observer(*weights, input.data(), [&](int value, const auto& x) {
      if (value == program<Net>.value_count - 2) logits.insert(logits.end(), x.data, x.data + 10);
      return true;
    });
    probabilities.insert(probabilities.end(), observer.output().begin(), observer.output().end());
  }
  const ::reference::Golden golden(EDGELITE_TEST_DATA "/golden/resnet8_float.safetensors");
  CHECK(::reference::relative_error(logits, golden.values<float>("logits")) < 1e-5);
  CHECK(::reference::relative_error(probabilities, golden.values<float>("probabilities")) < 1e-5);
}
