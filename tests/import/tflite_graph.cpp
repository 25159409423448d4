// .tflite files through the importer, against LiteRT's reference kernels: small models of single operators, and the
// trained ones of shared/models, whose int8 values are equal in every tensor.
#include <edgelite/import/tflite_graph.hpp>

#include "imported.hpp"
#include "reference/counter_values.hpp"
#include "reference/golden.hpp"
#include "reference/npy.hpp"

namespace {

using namespace import_test;

graph::Graph read(const std::string& name, std::span<const std::byte> bytes, std::vector<int>* values = nullptr) {
  tflite::Model model;
  const Error error = parse_tflite(name, {bytes.begin(), bytes.end()}, model);
  REQUIRE_MESSAGE(!error, error.message);
  graph::Graph graph;
  for (const graph::Problem& problem : graph::import_tflite(name, model, graph, values)) FAIL(text(problem));
  return graph;
}

template <class T> void check_operator(const reference::Golden& golden, const std::string& name) {
  CAPTURE(name);
  const auto bytes = golden.values<std::int8_t>(name + "/model");
  const graph::Graph graph = read(name, std::as_bytes(std::span(bytes)));
  const auto network = composed<T>(graph);
  typename graph::DynamicNetwork<T>::Tensors inputs, outputs;
  for (std::size_t k = 0; k < graph.inputs.size(); ++k)
    inputs.push_back(golden.values<T>(name + "/input" + std::to_string(k)));
  const Error failed = network.run(inputs, outputs);
  REQUIRE_MESSAGE(!failed, failed.message);
  for (std::size_t k = 0; k < graph.outputs.size(); ++k) {
    const auto expected = golden.values<T>(name + "/output" + std::to_string(k));
    if constexpr (is_quantized<T>)
      CHECK(outputs.at(k) == expected);
    else
      CHECK(reference::relative_error(outputs.at(k), expected) < 1e-5);
  }
  CHECK(!golden.contains(name + "/output" + std::to_string(graph.outputs.size())));
}

const std::string shared = EDGELITE_SHARED;

// A model of shared/models: its graph, and of each tensor of the file the value that holds its numbers.
struct Shared {
  graph::Graph graph;
  std::vector<int> values;

  explicit Shared(const std::string& name) {
    std::vector<std::byte> bytes;
    const Error error = read_file(shared + "/models/" + name + ".tflite", longest_tflite, bytes);
    REQUIRE_MESSAGE(!error, error.message);
    graph = read(name, bytes, &values);
  }
};

// The numbers of every value that is computed.
template <class T>
std::map<int, std::vector<T>> observed(const graph::DynamicNetwork<T>& network, const std::vector<T>& input) {
  std::map<int, std::vector<T>> seen;
  const Error error = network.observe({input}, [&](int value, const TensorView<const T>& x) {
    for (int i = 0; i < x.shape.height; ++i)
      for (int j = 0; j < x.shape.width; ++j)
        for (int c = 0; c < x.shape.channels; ++c) seen[value].push_back(x(i, j, c));
  });
  REQUIRE_MESSAGE(!error, error.message);
  return seen;
}

void check_int8(const std::string& name, std::initializer_list<const char*> sets, std::size_t tensors) {
  const Shared model(name + "_int8");
  const auto network = composed<std::int8_t>(model.graph);
  for (const std::string set : sets) {
    CAPTURE(set);
    const std::string golden = shared + "/golden/" + name + "/" + set;
    const reference::Npy<std::int8_t> inputs(golden + "_in.npy"), outputs(golden + "_out.npy");
    const std::size_t size = inputs.data.size() / 64;
    std::vector<std::int8_t> found;
    for (std::size_t n = 0; n < 64; ++n) {
      const auto begin = inputs.data.begin() + static_cast<std::ptrdiff_t>(n * size);
      graph::DynamicNetwork<std::int8_t>::Tensors output;
      const Error error = network.run({{begin, begin + static_cast<std::ptrdiff_t>(size)}}, output);
      REQUIRE_MESSAGE(!error, error.message);
      found.insert(found.end(), output.at(0).begin(), output.at(0).end());
    }
    CHECK(found == outputs.data);
    const auto seen =
        observed<std::int8_t>(network, {inputs.data.begin(), inputs.data.begin() + static_cast<std::ptrdiff_t>(size)});
    std::size_t compared = 0;
    for (std::size_t t = 0; t < model.values.size(); ++t) {
      const auto value = seen.find(model.values[t]);
      if (value == seen.end()) continue;
      char file[16];
      std::snprintf(file, sizeof file, "/%03d.npy", static_cast<int>(t));
      CAPTURE(t);
      CHECK(value->second ==
            reference::Npy<std::int8_t>(EDGELITE_GOLDEN_TENSORS "/" + name + "/" + set + "_0_all_tensors" + file).data);
      ++compared;
    }
    CHECK(compared == tensors);
  }
}

void check_float(const std::string& name, float factor, float offset) {
  const Shared model(name);
  const auto network = composed<float>(model.graph);
  const reference::Golden golden(EDGELITE_TEST_DATA "/golden/import_models.safetensors");
  const Shape shape = model.graph.values[static_cast<std::size_t>(model.graph.inputs[0])].shape;
  int compared = 0;
  for (const std::string& tensor : golden.names(name + "/")) {
    std::vector<float> found;
    for (int n = 0; n < 4; ++n) {
      auto image = reference::counter_image(n, shape.height, shape.width, shape.channels).data;
      for (float& pixel : image) pixel = pixel * factor + offset;
      const auto seen = observed<float>(network, image);
      const auto& values = seen.at(model.values.at(std::stoul(tensor)));
      found.insert(found.end(), values.begin(), values.end());
    }
    CAPTURE(tensor);
    CHECK(reference::relative_error(found, golden.values<float>(name + "/" + tensor)) < 1e-5);
    ++compared;
  }
  CHECK(compared > 0);
}

}  // namespace

TEST_CASE("trained int8 models equal LiteRT in every tensor" *
          doctest::skip(!std::filesystem::exists(shared + "/models"))) {
  SUBCASE("ResNet-8") { check_int8("resnet8", {"smooth", "uniform"}, 16); }
  SUBCASE("DS-CNN") { check_int8("dscnn", {"narrow", "uniform"}, 13); }
  SUBCASE("autoencoder") { check_int8("autoencoder", {"narrow", "uniform"}, 10); }
}

TEST_CASE("trained float models are LiteRT's within rounding" *
          doctest::skip(!std::filesystem::exists(shared + "/models"))) {
  SUBCASE("ResNet-8") { check_float("resnet8_float", 128, 128); }
  SUBCASE("DS-CNN") { check_float("dscnn_float", 40, 0); }
  SUBCASE("autoencoder") { check_float("autoencoder_float", 5, -12); }
}

TEST_CASE("operators of TFLite") {
  const reference::Golden golden(EDGELITE_TEST_DATA "/golden/import_operators.safetensors");
  int count = 0;
  for (const std::string& key : golden.names("")) {
    if (!key.ends_with("/model")) continue;
    const std::string name = key.substr(0, key.size() - 6);
    name.ends_with(".int8") ? check_operator<std::int8_t>(golden, name) : check_operator<float>(golden, name);
    ++count;
  }
  CHECK(count > 100);
}
