// What the programs know of a network in one element type; timed_network.hpp makes one of a type.
#pragma once

#include <edgelite/core/tensor_info.hpp>
#include <edgelite/host/error.hpp>
#include <edgelite/layer/operation.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace bench {

// Weights, input, output and arena of a network, ready to run.
class Runnable {
 public:
  virtual ~Runnable() = default;
  virtual void run() = 0;
  // FOLDER/program.json and FOLDER/tensors.safetensors, which bench/peers/exported.py reads.
  virtual edgelite::Error write(const std::filesystem::path& folder) = 0;
};

struct Timed {
  std::string name;  // network/input/element/arch
  bool is_quantized = false;
  std::int64_t multiply_accumulates = 0;
  int arena_bytes = 0;
  std::unique_ptr<Runnable> (*make)() = nullptr;
  double (*measure_peak)() = nullptr;  // 10^9 operations a second
};

std::vector<Timed>& all_timed();

// Made-up parameters, the same on every machine: weights of variance 2 / fan-in, so that with activations between them
// values neither vanish nor grow without bounds; biases and batch norms around those that change nothing.
void fill(std::span<const edgelite::TensorInfo> tensors, float* data);

// For an operation that no activation follows.
void halve_variance(const edgelite::Operation& op, float* data);

// A pixel of any value, as the networks read it: (byte - 128) / 64.
constexpr float input_element(std::size_t i) { return static_cast<float>(static_cast<int>(i * 37 % 251) - 128) / 64; }

// An operation of program<Net>; kind: its role if it has one, else its layer's name, which begins `layer`.
nlohmann::ordered_json describe(const edgelite::Operation& op, const std::string& layer);

}  // namespace bench
