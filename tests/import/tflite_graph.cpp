// .tflite files through the importer, against LiteRT's reference kernels: small models of single operators, and the
// trained ones of shared/models, whose int8 values are equal in every tensor.
#include <edgelite/import/tflite/graph.hpp>

#include "host/tflite_files.hpp"
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

namespace {

using tflite_files::File;
namespace schema = tflite::schema;
using Code = schema::BuiltinOperator;

// What is said of the small network's file after a change to its tables, one line a problem.
std::string problems(schema::TensorType type, const std::function<void(File&)>& change) {
  File file(type);
  change(file);
  tflite::Model model;
  const Error error = parse_tflite("a.tflite", file.bytes(), model);
  REQUIRE_MESSAGE(!error, error.message);
  graph::Graph graph;
  graph.name = "untouched";
  std::string all;
  for (const graph::Problem& problem : graph::import_tflite("a.tflite", model, graph))
    all += (all.empty() ? "" : "\n") + text(problem);
  CHECK((graph.name == "untouched") == !all.empty());
  return all;
}
std::string problems(const std::function<void(File&)>& change) { return problems(schema::TensorType::INT8, change); }

void set_code(File& file, std::size_t op, Code code) {
  file.model.operator_codes[op]->code = code;
  file.model.operator_codes[op]->byte_code = static_cast<std::int8_t>(std::min(static_cast<int>(code), 127));
}

}  // namespace

TEST_CASE("all that is not understood is said at once") {
  CHECK(problems([](File&) {}) == "");
  CHECK(problems([](File& f) {
          set_code(f, tflite_files::sum_operator, Code::MAXIMUM);
          f.operation(tflite_files::most_operator).options.AsPool2DOptions()->stride_w = 0;
          set_code(f, tflite_files::scores_operator, Code::GELU);
        }) ==
        "operator 2 MAXIMUM, tensor \"sum\": this operator is not supported\n"
        "operator 3 MAX_POOL_2D, tensor \"most\": expected a stride from 1 to 2^20, found 1 x 0\n"
        "operator 6 GELU, tensor \"scores\": this operator is not supported");
}

TEST_CASE("what is written in several operators becomes the one that it is") {
  const reference::Golden golden(EDGELITE_TEST_DATA "/golden/import_operators.safetensors");
  const auto kinds = [&](const std::string& name) {
    const auto bytes = golden.values<std::int8_t>(name + "/model");
    std::vector<graph::Kind> all;
    const graph::Graph graph = read(name, std::as_bytes(std::span(bytes)));
    const graph::Live live = graph::find_live(graph);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
      if (live.node[n]) all.push_back(graph.nodes[n].kind);
    return all;
  };
  using graph::Kind;
  CHECK(kinds("hard_swish_in_parts.float") == std::vector{Kind::hard_swish});
  CHECK(kinds("unfolded_batch_norm.float") == std::vector{Kind::conv2d, Kind::batch_norm, Kind::clamp});
  CHECK(kinds("pad_conv.int8") == std::vector{Kind::conv2d});
  CHECK(kinds("pad_max_pool.float") == std::vector{Kind::max_pool, Kind::clamp});
  CHECK(kinds("channel_shuffle.int8") == std::vector{Kind::channel_shuffle});
  CHECK(kinds("computed_shape.int8") == std::vector{Kind::reshape, Kind::softmax});
  CHECK(kinds("uint8_ends.int8") == std::vector{Kind::hard_swish});
  CHECK(kinds("reshape_only.float").empty());
}

TEST_CASE("older and hybrid quantization is refused with what to do") {
  const std::string uint8 =
      problems([](File& f) { f.tensor(tflite_files::filtered).type = schema::TensorType::UINT8; });
  CHECK(uint8.starts_with("operator 1 DEPTHWISE_CONV_2D, tensor \"filtered\": uint8 values: "));
  CHECK(uint8.find("convert the model again to int8") != std::string::npos);
  CHECK(uint8.find('\n') == std::string::npos);
  const std::string hybrid = problems(schema::TensorType::FLOAT32, [](File& f) {
    f.tensor(tflite_files::stem_weight).type = schema::TensorType::INT8;
    f.data(tflite_files::stem_weight).resize(72);
  });
  CHECK(hybrid.starts_with("operator 0 CONV_2D, tensor \"stem\": int8 weights with float values: "));
  CHECK(hybrid.find("with a representative dataset") != std::string::npos);
  CHECK(problems([](File& f) {
          f.tensor(tflite_files::sum).type = schema::TensorType::INT16;
        }).starts_with("operator 2 ADD, tensor \"sum\": int16 values are not supported"));
}

TEST_CASE("a uint8 MobileNet is refused in one sentence" *
          doctest::skip(!std::filesystem::exists(shared + "/models"))) {
  tflite::Model model;
  const Error error = load_tflite_model(shared + "/models/mobilenet_v1_025_128_uint8.tflite", model);
  REQUIRE_MESSAGE(!error, error.message);
  graph::Graph graph;
  const auto found = graph::import_tflite("mobilenet", model, graph);
  REQUIRE(found.size() == 1);
  CHECK(found[0].what.starts_with("uint8 values: "));
}

TEST_CASE("operators that do not fit") {
  using namespace tflite_files;
  CHECK(problems([](File& f) {
          f.tensor(stem).shape = {1, 3, 5, 3};
        }).starts_with("operator 0 CONV_2D, tensor \"stem\": expected an output of 3 x 5 x 4, found 3 x 5 x 3\n"));
  CHECK(problems([](File& f) { f.operation(stem_operator).options.AsConv2DOptions()->dilation_h = -1; }) ==
        "operator 0 CONV_2D, tensor \"stem\": expected a dilation from 1 to 2^20, found -1 x 1");
  CHECK(problems([](File& f) { f.tensor(stem_weight).quantization->zero_point[2] = 5; }) ==
        "operator 0 CONV_2D, tensor \"stem\": expected weights with zero points 0, found 5");
  CHECK(problems([](File& f) { f.tensor(stem_weight).quantization.reset(); }) ==
        "operator 0 CONV_2D, tensor \"stem\": expected weights with one scale, or one for each index of dimension 0; "
        "found "
        "0 of dimension 0");
  CHECK(problems([](File& f) { f.operation(stem_operator).inputs[1] = image; }) ==
        "operator 0 CONV_2D, tensor \"stem\": tensor 0 \"image\": expected a constant, found a computed tensor");
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
