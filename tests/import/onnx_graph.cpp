// .onnx files become graphs, and these compute what onnxruntime computes: small networks in the repository
// (golden/make_onnx_goldens.py), the trained ones of EDGELITE_SHARED, and whole networks of torchvision and timm where
// EDGELITE_ONNX_MODELS names the folder that the script made.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "import/imported.hpp"
#include "import/onnx_files.hpp"
#include "reference/counter_values.hpp"
#include "reference/golden.hpp"
#include "reference/npy.hpp"

using namespace onnx_files;
using graph::Kind;

namespace {

graph::Graph load(const std::string& path) {
  onnx::Model model;
  graph::Graph read;
  const Error error = load_onnx_model(path, model);
  REQUIRE_MESSAGE(!error, error.message);
  for (const graph::Problem& problem : graph::import_onnx(path, model, read)) FAIL(text(problem));
  return read;
}

int count(const graph::Graph& graph, Kind kind) {
  return static_cast<int>(
      std::count_if(graph.nodes.begin(), graph.nodes.end(), [&](const auto& node) { return node.kind == kind; }));
}

// The file's order, N x C x H x W where the value is channel first, as NHWC.
std::vector<float> as_stored(const float* from, const graph::Value& value) {
  const Shape s = value.shape;
  std::vector<float> to(static_cast<std::size_t>(s.size()));
  for (int p = 0; p < s.pixels(); ++p)
    for (int c = 0; c < s.channels; ++c)
      to[static_cast<std::size_t>(p * s.channels + c)] =
          from[value.channel_first ? c * s.pixels() + p : p * s.channels + c];
  return to;
}
float stored(float x, const Quantization& q) {
  return std::clamp(std::nearbyint(x / q.scale) + static_cast<float>(q.zero_point), -128.f, 127.f);
}

// Of all outputs of all images: the largest difference, of the largest number or in stored numbers, and how many of
// them have their largest element elsewhere.
struct Apart {
  double relative = 0;
  int stored = 0, differ = 0, elsewhere = 0;
};
using Lists = std::vector<std::vector<float>>;  // a tensor: all images

template <class T> Apart compare(const graph::Graph& graph, const Lists& inputs, const Lists& outputs) {
  auto shape = [&](int v) { return graph.values[static_cast<std::size_t>(v)].shape; };
  const auto network = import_test::composed<T>(graph);
  const std::size_t images = inputs[0].size() / static_cast<std::size_t>(shape(graph.inputs[0]).size());
  REQUIRE(images > 0);
  Apart apart;
  for (std::size_t n = 0; n < images; ++n) {
    std::vector<std::vector<T>> x(inputs.size()), y;
    for (std::size_t k = 0; k < x.size(); ++k) {
      const graph::Value& value = graph.values[static_cast<std::size_t>(graph.inputs[k])];
      const auto each = static_cast<std::size_t>(value.shape.size());
      REQUIRE(inputs[k].size() == images * each);
      for (const float v : as_stored(inputs[k].data() + n * each, value))
        x[k].push_back(static_cast<T>(is_quantized<T> ? stored(v, value.quantization) : v));
    }
    const Error error = network.run(x, y);
    REQUIRE_MESSAGE(!error, error.message);
    REQUIRE(y.size() == outputs.size());
    for (std::size_t k = 0; k < y.size(); ++k) {
      const graph::Value& value = graph.values[static_cast<std::size_t>(graph.outputs[k])];
      const auto each = static_cast<std::size_t>(value.shape.size());
      REQUIRE(outputs[k].size() == images * each);
      std::vector<float> wanted = as_stored(outputs[k].data() + n * each, value);
      if (is_quantized<T>)
        for (float& v : wanted) v = stored(v, value.quantization);
      double difference = 0, largest = 0;
      for (std::size_t i = 0; i < each; ++i) {
        difference = std::max(difference, std::abs(double(wanted[i]) - double(y[k][i])));
        largest = std::max(largest, std::abs(double(wanted[i])));
        apart.differ += double(wanted[i]) != double(y[k][i]);
      }
      apart.relative = std::max(apart.relative, difference / largest);
      apart.stored = std::max(apart.stored, static_cast<int>(difference));
      const auto at = static_cast<std::size_t>(std::max_element(y[k].begin(), y[k].end()) - y[k].begin());
      apart.elsewhere += wanted[at] != *std::max_element(wanted.begin(), wanted.end());
    }
  }
  return apart;
}

Lists lists(const reference::Golden& golden, const std::string& key) {
  Lists all;
  for (std::string name = key; golden.contains(name); name = key + std::to_string(all.size()))
    all.push_back(golden.values<float>(name));
  return all;
}

const reference::Golden& goldens() {
  static const reference::Golden golden(EDGELITE_TEST_DATA "/golden/onnx.safetensors");
  return golden;
}
std::string small(const std::string& name) { return EDGELITE_TEST_DATA "/golden/onnx/" + name + ".onnx"; }

}  // namespace

TEST_CASE("small float networks equal onnxruntime's") {
  for (const char* name :
       {"windows", "arithmetic", "movement", "nhwc", "block_opset11", "block_opset17", "shuffle_opset12"}) {
    CAPTURE(name);
    const graph::Graph read = load(small(name));
    CHECK(read.element == graph::Element::float32);
    const Apart apart =
        compare<float>(read, lists(goldens(), std::string(name) + "/in"), lists(goldens(), std::string(name) + "/out"));
    CHECK(apart.relative < 1e-5);
  }
}

TEST_CASE("small quantized networks equal onnxruntime's") {
  for (const char* name : {"block_qdq", "shuffle_qdq", "shuffle_qoperator"}) {
    CAPTURE(name);
    const graph::Graph read = load(small(name));
    CHECK(read.element == graph::Element::int8);
    CHECK(read.rounding == Rounding::to_even);
    const Apart apart = compare<std::int8_t>(read, lists(goldens(), std::string(name) + "/in"),
                                             lists(goldens(), std::string(name) + "/out"));
    // block_qdq: onnxruntime rounds what hard sigmoids give to 1/255, this library to 1/256.
    CHECK(apart.stored <= (std::string_view(name) == "block_qdq" ? 2 : 1));
    CHECK(apart.elsewhere == 0);
  }
}

TEST_CASE("layouts cost nothing at run time") {
  for (const char* name : {"block_opset11", "block_opset17"}) {
    const graph::Graph block = load(small(name));
    CHECK(count(block, Kind::channel_shuffle) + count(block, Kind::reshape) == 0);
    CHECK(count(block, Kind::hard_swish) == 2);
    CHECK(count(block, Kind::hard_sigmoid) == 1);
    CHECK(count(block, Kind::batch_norm) == 0);
    CHECK(count(block, Kind::flatten) == 1);
    CHECK(block.values[static_cast<std::size_t>(block.inputs[0])].channel_first);
  }
  const graph::Graph shuffle = load(small("shuffle_opset12"));
  CHECK(count(shuffle, Kind::channel_shuffle) == 1);
  CHECK(count(shuffle, Kind::reshape) == 0);
  CHECK(count(shuffle, Kind::slice) == 3);
  const graph::Graph keras = load(small("nhwc"));
  CHECK(!keras.values[static_cast<std::size_t>(keras.inputs[0])].channel_first);
  CHECK(count(keras, Kind::channel_shuffle) == 1);  // an output that is C x H x W flattened
}

TEST_CASE("trained networks equal onnxruntime's") {
  const std::string folder = EDGELITE_SHARED "/models/";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no models in EDGELITE_SHARED=" EDGELITE_SHARED);
    return;
  }
  Lists pictures(1), planes(1), sounds(1);
  const graph::Graph dscnn = load(folder + "dscnn_qdq.onnx");
  const float scale = dscnn.values[static_cast<std::size_t>(dscnn.inputs[0])].quantization.scale;
  for (int n = 0; n < 4; ++n) {
    const auto image = reference::counter_image(n, 32, 32, 3), sound = reference::counter_image(n, 49, 10, 1);
    auto pixel = [](float x) { return std::clamp(std::nearbyint(x * 64 + 128), 0.f, 255.f); };
    for (const float x : image.data) pictures[0].push_back(pixel(x));
    for (int c = 0; c < 3; ++c)
      for (std::size_t p = 0; p < 1024; ++p)
        planes[0].push_back(pixel(image.data[p * 3 + static_cast<std::size_t>(c)]));
    for (const float x : sound.data) sounds[0].push_back(std::nearbyint(x * 64) * scale);
  }
  const Apart real = compare<float>(load(folder + "resnet8_float.onnx"), planes, lists(goldens(), "resnet8_float/out"));
  CHECK(real.relative < 1e-4);
  CHECK(real.elsewhere == 0);
  auto check = [&](const graph::Graph& network, const std::string& name, const Lists& inputs) {
    CAPTURE(name);
    const Apart apart = compare<std::int8_t>(network, inputs, lists(goldens(), name + "/out"));
    CHECK(apart.stored <= 1);
    CHECK(apart.elsewhere == 0);
  };
  check(load(folder + "resnet8_qdq.onnx"), "resnet8_qdq", pictures);
  check(dscnn, "dscnn_qdq", sounds);
}

TEST_CASE("whole networks equal onnxruntime's") {
  const char* folder = std::getenv("EDGELITE_ONNX_MODELS");
  if (!folder) return;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".onnx") continue;
    std::string base = entry.path().string();
    base.resize(std::min(base.rfind(".onnx"), base.rfind("_dynamo")));
    const reference::Npy<float> in(base + "_in.npy"), out(base + "_out.npy");
    const Apart apart = compare<float>(load(entry.path().string()), {in.data}, {out.data});
    CAPTURE(entry.path().string());
    CHECK(apart.relative < 1e-4);
    CHECK(apart.elsewhere == 0);
    ++files;
  }
  CHECK(files > 0);
}

TEST_CASE("all that is unsupported is named at once") {
  File file;
  file.node("Relu", {"x"}, "a");
  file.node("Einsum", {"a"}, "b").set_name("first");
  file.node("Relu", {"b"}, "c");  // depends on what is not understood: not named
  file.node("LSTM", {"a"}, "d");
  File::set(file.node("Transpose", {"a"}, "e"), "perm", Integers{0, 0, 1, 2});
  file.output("c");
  CHECK(wrong(file) ==
        "operator 1 Einsum, tensor \"b\": this operator is not supported\n"
        "operator 3 LSTM, tensor \"d\": this operator is not supported\n"
        "operator 4 Transpose, tensor \"e\": expected every axis of 4 once, found perm [0, 0, 1, 2]\n");
}

TEST_CASE("what does not fit together is refused with a sentence") {
  auto convolution = [](const char* attribute, const Integers& numbers, std::int64_t groups = 1) {
    File file;
    schema::Node& node = file.node("Conv", {"x", "w"}, "y");
    if (!numbers.empty()) File::set(node, attribute, numbers);
    if (groups != 1) File::set(node, "group", groups);
    file.floats("w", {8, 4, 3, 3});
    file.output("y");
    return wrong(file);
  };
  CHECK(convolution("strides", {}) == "");
  CHECK(convolution("strides", {0, 1}).find("expected strides from 1 to 16384, found 0") != std::string::npos);
  CHECK(convolution("dilations", {1, 1 << 20}).find("expected dilations") != std::string::npos);
  CHECK(convolution("pads", {1, 1, 1}).find("expected 4 pads, found 3") != std::string::npos);
  CHECK(convolution("strides", {}, 0).find("0 groups") != std::string::npos);
  CHECK(convolution("strides", {}, 3).find("3 groups") != std::string::npos);
  CHECK(convolution("dilations", {9, 9}).find("fits into the padded image of 8 x 8") != std::string::npos);

  auto reshape = [](const Integers& extents) {
    File file;
    file.node("Reshape", {"x", "s"}, "y");
    file.integers("s", extents);
    file.output("y");
    return wrong(file);
  };
  CHECK(reshape({0, -1}) == "");
  CHECK(reshape({1, 255}).find("expected as many elements as [1, 4, 8, 8], found [1, 255]") != std::string::npos);
  CHECK(reshape({1, -2}).find("expected extents from 1 on, found -2") != std::string::npos);
  CHECK(reshape({std::int64_t{1} << 40, std::int64_t{1} << 40}) != "");

  File floats(13);
  floats.node("QuantizeLinear", {"x", "s"}, "a");
  floats.node("DequantizeLinear", {"a", "s"}, "b");
  floats.node("Sigmoid", {"b"}, "c");
  floats.node("HardSwish", {"c"}, "d");
  floats.floats("s", {}, 0.1f);
  floats.output("d");
  CHECK(wrong(floats) ==
        "operator 3 HardSwish, tensor \"d\": expected a QuantizeLinear behind it, found floats inside a quantized "
        "network\n");
}

TEST_CASE("files that are none, or damaged, are refused with a sentence") {
  auto refused = [](const File& file, const std::string& what) {
    const std::string found = wrong(file);
    CAPTURE(found);
    CHECK(found.find(what) != std::string::npos);
  };
  graph::Graph graph;
  CHECK(import({}, graph).find("file: expected an .onnx file") == 0);
  CHECK(import(Bytes(100, std::byte{0xff}), graph).find("file: expected an .onnx file") == 0);

  refused(File(10), "expected operators of the ONNX opsets 11 to 21, found 10");
  File none;
  refused(none, "expected inputs and outputs, found 1 and 0");
  File cycle;
  cycle.node("Add", {"x", "b"}, "a");
  cycle.node("Relu", {"a"}, "b");
  cycle.output("b");
  refused(cycle, "operator 0 Add: tensor \"b\" is read before a node has made it");
  File twice;
  twice.node("Relu", {"x"}, "x");
  refused(twice, "tensor \"x\" has a value already");
  File size;
  size.floats("w", {2, 2}).add_dims(2);
  refused(size, "initializer \"w\": expected 8 elements of float32, found 16 bytes");
  File huge;
  huge.floats("w", {1}).add_dims(std::int64_t{1} << 40);
  refused(huge, "initializer \"w\": expected extents from 0 on");
  File external;
  external.floats("w", {4}).set_data_location(1);
  refused(external, "found external data");
  File absurd(13, {1, 1 << 14, 1 << 14, 1 << 14});
  absurd.node("Relu", {"x"}, "y");
  absurd.output("y");
  refused(absurd, "expected at most 2^28 elements");
  File many(13, {1, 1 << 24, 1, 1});  // a number each channel, again and again
  many.node("Mul", {"x", "k"}, "v0");
  for (int i = 0; i < 20; ++i) many.node("Mul", {"v" + std::to_string(i), "k"}, "v" + std::to_string(i + 1));
  many.floats("k", {});
  many.output("v20");
  refused(many, "expected fewer numbers to be made of the file's constants");
  File messages;
  for (int i = 0; i < (1 << 20) + 2; ++i) messages.graph().add_initializer();
  refused(messages, "expected at most 1048576 nodes, tensors and attributes");
}

TEST_CASE("a batch that is a symbol is 1; initializers that are inputs, too, stay constants; half floats are floats") {
  File file(13, {-1, 4, 8, 8});
  file.node("Conv", {"x", "w"}, "y");
  schema::Tensor& w = *file.graph().add_initializer();
  w.set_name("w"), w.set_data_type(10);
  for (const std::int64_t e : {4, 4, 1, 1}) w.add_dims(e);
  for (int i = 0; i < 16; ++i) w.add_int32_data(0x3c00 + i * 64);  // 1 + i / 16
  file.add_input("w", {4, 4, 1, 1});
  file.output("y");
  graph::Graph graph;
  CHECK(import(file.bytes(), graph) == "");
  REQUIRE(graph.nodes.size() == 1);
  CHECK(graph.nodes[0].weights.weight[5] == 1 + 5 / 16.f);
  CHECK(graph.inputs.size() == 1);
}
