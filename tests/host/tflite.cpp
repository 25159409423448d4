#include "edgelite/host/tflite.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tflite_files.hpp"

using namespace tflite_files;

namespace {

std::string message(Bytes bytes) {
  tflite::Model model;
  const Error error = parse_tflite("a.tflite", std::move(bytes), model);
  if (error) CHECK(model.tensors.empty());
  CHECK(error.message.find('\n') == std::string::npos);
  return error.message;
}

// What is said of the small network's file after a change to its tables.
std::string changed(const std::function<void(File&)>& change) {
  File file(schema::TensorType::INT8);
  change(file);
  return message(file.bytes());
}

}  // namespace

TEST_CASE("what stands in a .tflite file") {
  tflite::Model model;
  REQUIRE(!parse_tflite("a.tflite", File(schema::TensorType::INT8).bytes(), model));
  REQUIRE(model.tensors.size() == chances + 1);
  REQUIRE(model.operators.size() == 8);
  CHECK(model.inputs == std::vector{int{image}});
  CHECK(model.outputs == std::vector{int{chances}});
  const tflite::Tensor& weight = model.tensors[filter_weight];
  CHECK(weight.name == "filter/weight");
  CHECK(weight.type == tflite::TensorType::INT8);
  CHECK(weight.shape == std::vector{1, 3, 3, 4});
  CHECK(weight.scales == std::vector{0.5f, 0.25f, 0.125f, 0.75f});
  CHECK(weight.zero_points == std::vector<std::int64_t>(4));
  CHECK(weight.axis == 3);
  CHECK(weight.elements == 36);
  REQUIRE(weight.data.size() == 36);
  CHECK(static_cast<std::int8_t>(weight.data[35]) == number<std::int8_t>(35));
  CHECK(model.tensors[image].zero_points.at(0) == -7);
  CHECK(model.tensors[image].data.empty());
  const tflite::Operator& stem = model.operators[stem_operator];
  CHECK(stem.code == tflite::BuiltinOperator::CONV_2D);
  CHECK(stem.inputs == std::vector<int>{image, stem_weight, stem_bias});
  CHECK(stem.options.stride_h == 2);
  CHECK(stem.options.stride_w == 1);
  CHECK(stem.options.activation == tflite::Activation::RELU6);
  CHECK(model.operators[mean_operator].options.padding == tflite::Padding::VALID);
  CHECK(model.operators[scores_operator].inputs.at(2) == -1);
  const tflite::Model copy = model;
  model = {};
  CHECK(static_cast<std::int8_t>(copy.tensors[filter_weight].data[0]) == number<std::int8_t>(0));
}

TEST_CASE("files that are no .tflite files") {
  CHECK(message({}) == "a.tflite: expected a .tflite file with \"TFL3\" at byte 4, found 0 bytes");
  Bytes bytes(100, std::byte{'x'});
  CHECK(message(bytes) == "a.tflite: expected a .tflite file with \"TFL3\" at byte 4, found \"xxxx\"");
  std::memcpy(bytes.data() + 4, "TFL3", 4);
  CHECK(message(bytes) == "a.tflite: the file is damaged or cut off: an offset leads out of its 100 bytes");
  tflite::Model model;
  CHECK(load_tflite_model("/nonexistent", model).message ==
        "/nonexistent: cannot be opened: No such file or directory");
}

TEST_CASE("files with tables that make no sense") {
  CHECK(changed([](File& f) { f.model.version = 2; }) == "a.tflite: expected schema version 3, found 2");
  CHECK(changed([](File& f) { f.model.subgraphs.clear(); }) == "a.tflite: expected one subgraph, found 0");
  CHECK(changed([](File& f) { f.graph().inputs.clear(); }) == "a.tflite: expected inputs and outputs, found 0 and 1");
  CHECK(changed([](File& f) { f.graph().inputs = {15}; }) ==
        "a.tflite: the model's inputs: expected tensors below 15, found 15");
  CHECK(changed([](File& f) {
          f.graph().inputs = {image, stem_bias};
        }) == "a.tflite: the model's inputs: tensor 2 \"stem/bias\" has a value already");
  CHECK(changed([](File& f) { f.graph().outputs = {-1}; }) ==
        "a.tflite: the model's outputs: expected tensors below 15, found -1");
  CHECK(changed([](File& f) { f.graph().operators.resize(7); }) ==
        "a.tflite: the model's outputs: tensor 14 \"chances\" is read before an operator has made it");
}

TEST_CASE("tensors that make no sense") {
  auto stem = [](const std::string& what) { return "a.tflite: tensor 1 \"stem/weight\": " + what; };
  CHECK(changed([](File& f) { f.tensor(stem_weight).type = static_cast<schema::TensorType>(99); }) ==
        stem("expected a type that is known, found type 99"));
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).shape = {4, -3};
        }) == stem("expected extents from 1 on, found -3"));
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).shape = {65536, 65536};
        }) == stem("expected less than 2^31 elements"));
  CHECK(changed([](File& f) {
          f.tensor(stem_weight).shape = {4, 3, 2, 4};
        }) == stem("expected 96 elements of INT8, found 72 bytes"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).sparsity = std::make_unique<schema::SparsityT>(); }) ==
        stem("expected a dense tensor, found a sparse one"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).is_variable = true; }) ==
        stem("expected a constant or a computed tensor, found a variable"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).quantization->details_type = 1; }) ==
        stem("expected scales and zero points, found another kind of quantization"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).quantization->zero_point.pop_back(); }) ==
        stem("expected as many zero points as scales, found 3 and 4"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).quantization->scale[2] = -1e-9f; }) ==
        stem("expected positive, finite scales, found -9.99999972e-10"));
  CHECK(changed([](File& f) { f.tensor(stem_weight).quantization->scale[2] = NAN; }) ==
        stem("expected positive, finite scales, found nan"));
  for (const int axis : {-1, 1, 4})
    CHECK(changed([axis](File& f) { f.tensor(stem_weight).quantization->quantized_dimension = axis; }) ==
          stem("expected one scale, or one for each index of a dimension; found 4 for dimension " +
               std::to_string(axis)));
  CHECK(changed([](File& f) { f.tensor(stem_weight).buffer = 77; }) == stem("expected a buffer below 7, found 77"));
  CHECK(changed([](File& f) { f.model.buffers[1]->offset = 4096; }) ==
        stem("expected its data inside of the flatbuffer, found it behind"));
  CHECK(changed([](File& f) {
          f.tensor(image).name = "a\nb";
          f.tensor(image).shape = {0};
        }) == "a.tflite: tensor 0 \"a?b\": expected extents from 1 on, found 0");
}

TEST_CASE("operators that make no sense") {
  CHECK(changed([](File& f) { f.operation(sum_operator).opcode_index = 8; }) ==
        "a.tflite: operator 2 ADD: expected an operator code below 8, found 8");
  CHECK(changed([](File& f) { f.operation(most_operator).inputs = {-2}; }) ==
        "a.tflite: operator 3 MAX_POOL_2D: its inputs: expected tensors below 15, found -2");
  CHECK(changed([](File& f) { f.operation(stem_operator).inputs[0] = mean; }) ==
        "a.tflite: operator 0 CONV_2D: its inputs: tensor 9 \"mean\" is read before an operator has made it");
  CHECK(changed([](File& f) { f.operation(most_operator).outputs.clear(); }) ==
        "a.tflite: operator 3 MAX_POOL_2D: expected an output, found none");
  CHECK(changed([](File& f) { f.operation(most_operator).outputs = {sum}; }) ==
        "a.tflite: operator 3 MAX_POOL_2D: its outputs: tensor 7 \"sum\" has a value already");
  CHECK(changed([](File& f) {
          f.model.operator_codes[most_operator]->code = schema::BuiltinOperator::CUSTOM;
          f.model.operator_codes[most_operator]->custom_code = "mine";
          f.operation(most_operator).outputs.clear();
        }) == "a.tflite: operator 3 CUSTOM \"mine\": expected an output, found none");
  CHECK(changed([](File& f) {
          f.model.operator_codes[most_operator]->code = static_cast<schema::BuiltinOperator>(250);
          f.operation(most_operator).outputs.clear();
        }) == "a.tflite: operator 3 builtin operator 250: expected an output, found none");
}

TEST_CASE("any batch is a batch of one") {
  File file(schema::TensorType::INT8);
  file.tensor(image).shape[0] = -1;
  tflite::Model model;
  REQUIRE(!parse_tflite("a.tflite", file.bytes(), model));
  CHECK(model.tensors[image].shape == std::vector{1, 6, 5, 3});
}

TEST_CASE("an older file has its operator codes in a byte") {
  File file(schema::TensorType::INT8);
  for (auto& code : file.model.operator_codes) code->code = {};
  tflite::Model model;
  REQUIRE(!parse_tflite("a.tflite", file.bytes(), model));
  CHECK(model.operators[scores_operator].code == tflite::BuiltinOperator::FULLY_CONNECTED);
}

// A list of 2^18 offsets that all lead to one table would be copied 2^18 times.
TEST_CASE("lists that lie over each other are refused before they cost memory") {
  flatbuffers::FlatBufferBuilder b;
  const auto name = b.CreateString(std::string(100000, 'n'));
  const auto tensor = schema::CreateTensor(b, 0, schema::TensorType::INT8, 0, name);
  const std::vector<flatbuffers::Offset<schema::Tensor>> tensors(std::size_t{1} << 18, tensor);
  const auto graph = schema::CreateSubGraph(b, b.CreateVector(tensors));
  const auto graphs = b.CreateVector(&graph, 1);
  b.Finish(schema::CreateModel(b, 3, 0, graphs), schema::ModelIdentifier());
  const auto* begin = reinterpret_cast<const std::byte*>(b.GetBufferPointer());
  CHECK(message({begin, begin + b.GetSize()})
            .ends_with("expected lists of their own, found some that lie over each other"));
}
