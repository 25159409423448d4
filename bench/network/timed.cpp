#include "timed.hpp"

#include <cmath>
#include <random>

namespace bench {

using namespace edgelite;

std::vector<Timed>& all_timed() {
  static std::vector<Timed> all;
  return all;
}

void fill(std::span<const TensorInfo> tensors, float* data) {
  std::mt19937 generator;  // the standard says what numbers it gives
  for (const TensorInfo& t : tensors) {
    const auto count = static_cast<std::size_t>(t.size());
    float offset = 1, factor = 0.5f;
    if (t.rank > 1)
      offset = 0, factor = std::sqrt(6.0f * static_cast<float>(t.shape[0]) / static_cast<float>(count));
    else if (t.label().ends_with("running_mean") || t.label().ends_with("bias"))
      offset = 0, factor = 0.25f;
    for (float& value : std::span(data + t.offset, count))
      value = offset + factor * (static_cast<float>(generator() >> 8) * 0x1p-23f - 1);
  }
}

void halve_variance(const Operation& op, float* data) {
  const auto count = static_cast<std::size_t>(op.channels) * static_cast<std::size_t>(op.per_channel);
  for (float& weight : std::span(data + op.parameter_offset, count)) weight *= std::sqrt(0.5f);
}

namespace {

std::string kind(Role role, const std::string& layer) {
  switch (role) {
    case Role::affine:
      return "affine";
    case Role::add:
      return "add";
    case Role::subtract:
      return "subtract";
    case Role::slice:
      return "slice";
    case Role::shuffle:
      return "shuffle";
    case Role::concat:
      return "concat";
    case Role::reshape:
      return "reshape";
    case Role::constant:
      return "constant";
    case Role::compute:
    case Role::activation:
      break;
  }
  return layer.substr(0, layer.find_first_of(" /"));
}

}  // namespace

nlohmann::ordered_json describe(const Operation& op, const std::string& layer) {
  using Json = nlohmann::ordered_json;
  const Window& w = op.window;
  const auto bound = [](float value, float none) { return value == none ? Json() : Json(value); };
  return {{"kind", kind(op.role, layer)},
          {"inputs", std::vector<int>(op.input.begin(), op.input.begin() + op.inputs)},
          {"output", op.output},
          {"from", {op.from.height, op.from.width, op.from.channels}},
          {"to", {op.to.height, op.to.width, op.to.channels}},
          {"kernel", {w.kernel_h, w.kernel_w}},
          {"stride", {w.stride_h, w.stride_w}},
          {"dilation", {w.dilation_h, w.dilation_w}},
          {"before", {w.top, w.left}},
          {"groups", op.groups},
          {"first", op.first},
          {"low", bound(op.low, -unbounded)},
          {"high", bound(op.high, unbounded)}};
}

}  // namespace bench
