// int8 parameters in .safetensors files: the table of tensors, what Hugging Face's library wrote, the way there and back,
// and damaged files.
#include <doctest/doctest.h>

#include <edgelite/host/load_parameters.hpp>
#include <edgelite/host/save_parameters.hpp>
#include <random>

#include "tiny_network.hpp"

namespace {

using namespace edgelite;

using Tiny = TinyNetwork;
using Int8 = Parameters<Tiny, std::int8_t>;

struct Mixed
    : Network<Input<8, 8, 4>, Named<"stem", Conv2d<8, Kernel<3>, Groups<2>, Bias>>, BatchNorm2d, Relu, BatchNorm2d,
              SqueezeExcite<Reduction<4>>, WeightedSum<DepthwiseConv2d<>, Identity>, MaxPool2d<Kernel<2>>> {};

const std::string tiny_path = EDGELITE_TEST_DATA "/host/tiny_int8.safetensors";

// Removed when the test is over.
struct TemporaryFile {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("edgelite_int8_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
  ~TemporaryFile() { std::filesystem::remove(path); }
};

bool equal(const Int8& a, const Int8& b) {
  return a.weight == b.weight && a.bias == b.bias && a.scale == b.scale &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                    [](const Quantization& x, const Quantization& y) {
                      return std::bit_cast<std::uint32_t>(x.scale) == std::bit_cast<std::uint32_t>(y.scale) &&
                             x.zero_point == y.zero_point;
                    });
}

Int8 tiny() {
  Int8 p{};
  REQUIRE(!load_parameters<Tiny>(tiny_path, p));
  return p;
}

// The message for a file with these parameters, without its name; the parameters read over must be as they were.
std::string message(const Int8& wrong) {
  const TemporaryFile file;
  REQUIRE(!save_parameters(file.path, wrong));
  Int8 kept = tiny();
  const Error error = load_parameters<Tiny>(file.path, kept);
  if (error) {
    CHECK(equal(kept, tiny()));
    CHECK(error.message.starts_with(file.path.string() + ": "));
    CHECK(error.message.find('\n') == std::string::npos);
  }
  return error ? error.message.substr(file.path.string().size() + 2) : "";
}

}  // namespace

TEST_CASE("a file of int8 parameters written by Hugging Face's library loads") {
  const Int8 p = tiny();
  for (std::size_t i = 0; i < 54; ++i) CHECK(p.weight[i] == static_cast<int>(i) - 50);
  for (std::size_t i = 0; i < 6; ++i) CHECK(p.weight[54 + i] == static_cast<int>(i) - 50);
  CHECK(p.bias == std::array{-7, 993, -7, 993, 1993});
  CHECK(p.scale == std::array{1 / 1024.f, 2 / 1024.f, 1 / 1024.f, 2 / 1024.f, 3 / 1024.f});
  constexpr std::array<int, 5> tied{0, 1, 1, 3, 4};
  for (std::size_t v = 0; v < 5; ++v) {
    CHECK(p.values[v].scale == static_cast<float>(tied[v] + 1) / 32);
    CHECK(p.values[v].zero_point == tied[v] - 128);
  }
}

TEST_CASE("every operation with weights has three tensors, named and shaped as in PyTorch") {
  constexpr std::array<std::string_view, 5> names{"stem", "3", "4.fc1", "4.fc2", "5.0"};
  constexpr std::array<std::array<int, 4>, 5> shapes{{{8, 2, 3, 3}, {8}, {2, 8, 1, 1}, {8, 2, 1, 1}, {8, 1, 3, 3}}};
  const auto parameters = std::make_unique<Parameters<Mixed, std::int8_t>>();
  std::vector<std::string> found;
  for (const auto& t : stored_tensors(*parameters)) {
    const auto extents = detail::extents(t.info);
    found.push_back(std::string(t.info.label()) + " " + std::string(t.dtype) + " " + shape_text(extents));
  }
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(names[i]);
    const std::span<const int> shape(shapes[i].data(), shapes[i][1] == 0 ? 1 : 4);
    expected.push_back(name + ".weight I8 " + shape_text(shape));
    expected.push_back(name + ".bias I32 " + shape_text(shape.first(1)));
    expected.push_back(name + ".weight_scale F32 " + shape_text(shape.first(1)));
  }
  expected.insert(expected.end(), {"5.weight I8 [2]", "5.bias I32 [1]", "5.weight_scale F32 [1]"});
  expected.insert(expected.end(), {"values.scale F32 [11]", "values.zero_point I32 [11]"});
  CHECK(found == expected);
}

TEST_CASE("what is saved loads again, bit for bit") {
  const auto saved = std::make_unique<Parameters<Mixed, std::int8_t>>(),
             read = std::make_unique<Parameters<Mixed, std::int8_t>>();
  std::mt19937 random(1);
  for (auto& w : saved->weight) w = static_cast<std::int8_t>(random());
  for (auto& b : saved->bias) b = static_cast<std::int32_t>(random());
  for (auto& s : saved->scale) s = 0.001f + static_cast<float>(random() % 1000) / 99991;
  for (std::size_t v = 0; v < saved->values.size(); ++v)
    saved->values[v] = {0.01f + static_cast<float>(quantized_layout<Mixed>.tied[v]) / 997,
                        5 * quantized_layout<Mixed>.tied[v] - 30};
  const TemporaryFile file;
  REQUIRE(!save_parameters(file.path, *saved));
  const Error error = load_parameters(file.path, *read);
  REQUIRE_MESSAGE(!error, error.message);
  CHECK(read->weight == saved->weight);
  CHECK(read->bias == saved->bias);
  CHECK(read->scale == saved->scale);
  for (std::size_t v = 0; v < saved->values.size(); ++v) {
    CHECK(read->values[v].scale == saved->values[v].scale);
    CHECK(read->values[v].zero_point == saved->values[v].zero_point);
  }
  CHECK(save_parameters("/nonexistent/file", *saved).message == "/nonexistent/file: cannot be written");
}

TEST_CASE("int8 parameters that no network could run with are refused") {
  CHECK(message(tiny()) == "");
  Int8 p = tiny();
  p.values[4].zero_point = 300;
  CHECK(message(p) == "tensor \"values.zero_point\": value 4 (6): expected -128 to 127, found 300");
  p = tiny();
  p.values[2].scale = 2;
  CHECK(message(p) ==
        "tensors \"values.scale\", \"values.zero_point\": value 2 (3): expected scale 0.0625, zero point -127 as of "
        "value 1, "
        "found scale 2, zero point -127");
  p = tiny();
  p.values[0].scale = std::numeric_limits<float>::quiet_NaN();
  CHECK(message(p).find("input: expected a scale from 1.2e-38 to 3.4e+38, found nan") != std::string::npos);
  p = tiny();
  p.scale[3] = 1e20f;
  CHECK(message(p).find("6 (Linear), channel 1: expected input scale x weight scale / output scale") == 0);
}

TEST_CASE("a file of another network or element type is refused with the tensor's name") {
  struct Wider : Network<Input<4, 4, 3>, Conv2d<4, Kernel<3>>, BatchNorm2d, Relu, MaxPool2d<Kernel<2>>,
                         GlobalAveragePool, Flatten, Linear<3>> {};
  Parameters<Wider, std::int8_t> wider{};
  CHECK(load_parameters(tiny_path, wider).message ==
        tiny_path + ": tensor \"0.weight\": expected I8 [4, 3, 3, 3], found I8 [2, 3, 3, 3]");
  Parameters<Tiny, float> floats{};
  CHECK(load_parameters(tiny_path, floats).message ==
        tiny_path + ": tensor \"0.weight\": expected F32 [2, 3, 3, 3], found I8 [2, 3, 3, 3]");
  const TemporaryFile file;
  REQUIRE(!save_parameters(file.path, floats));
  Int8 p{};
  CHECK(load_parameters(file.path, p).message ==
        file.path.string() + ": tensor \"0.weight\": expected I8 [2, 3, 3, 3], found F32 [2, 3, 3, 3]");
}

TEST_CASE("damaged files of int8 parameters load or are refused, never more") {
  std::vector<std::byte> bytes;
  REQUIRE(!read_file(tiny_path, 10000, bytes));
  const Int8 whole = tiny();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Int8 p = whole;
    REQUIRE(parse_safetensors("cut", std::span(bytes).first(size), stored_tensors(p)));
    REQUIRE(equal(p, whole));
  }
  std::mt19937 random(1);
  int loaded = 0;
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::byte> damaged = bytes;
    for (auto n = 1 + random() % 3; n > 0; --n) damaged[random() % damaged.size()] ^= std::byte(1u << random() % 8);
    Int8 p = whole;
    const Error error = parse_safetensors("smoke", damaged, stored_tensors(p));
    loaded += error ? 0 : 1;
    if (error) REQUIRE((equal(p, whole) && error.message.find('\n') == std::string::npos));
  }
  CHECK(loaded > 50);  // damage that hits only the data
  CHECK(loaded < 2500);
}
