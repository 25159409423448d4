// stored_tensors<Net>(parameters): a network's parameters as the tensors of a file. float: the table tensors<Net>; int8:
// quantized_tensors<Net>, dtypes I8, I32 and F32.
#pragma once

#include "edgelite/host/safetensors.hpp"
#include "edgelite/network/quantized_tensors.hpp"

namespace edgelite {

template <class Net> auto stored_tensors(Parameters<Net, float>& p) {
  return stored_floats(tensors<Net>, p.data.data());
}
template <class Net> auto stored_tensors(const Parameters<Net, float>& p) {
  return stored_floats(tensors<Net>, p.data.data());
}

namespace detail {

template <class Net, class P> auto stored_quantized(P& p) {
  using Byte = std::conditional_t<std::is_const_v<P>, const std::byte, std::byte>;
  using Part = QuantizedTensorInfo::Part;
  StoredTensors<Byte> stored;
  auto add = [&](const TensorInfo& info, std::string_view dtype, auto* first, std::size_t step) {
    stored.push_back(
        {info, dtype, reinterpret_cast<Byte*>(first) + static_cast<std::size_t>(info.offset) * step, step});
  };
  for (const QuantizedTensorInfo& t : quantized_tensors<Net>) {
    if (t.part == Part::weight) add(t, "I8", p.weight.data(), sizeof(std::int8_t));
    if (t.part == Part::bias) add(t, "I32", p.bias.data(), sizeof(std::int32_t));
    if (t.part == Part::scale) add(t, "F32", p.scale.data(), sizeof(float));
    if (t.part == Part::value_scale) add(t, "F32", &p.values[0].scale, sizeof(Quantization));
    if (t.part == Part::value_zero_point) add(t, "I32", &p.values[0].zero_point, sizeof(Quantization));
  }
  return stored;
}

}  // namespace detail

template <class Net> auto stored_tensors(Parameters<Net, std::int8_t>& p) { return detail::stored_quantized<Net>(p); }
template <class Net> auto stored_tensors(const Parameters<Net, std::int8_t>& p) {
  return detail::stored_quantized<Net>(p);
}

}  // namespace edgelite
