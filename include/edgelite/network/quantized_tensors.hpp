// quantized_tensors<Net>: the constexpr table of Parameters<Net, int8_t>, for files. Names follow the state dict of the
// written network, with a batch norm folded into the layer before it:
//
//   <layer>.weight         int8, PyTorch's shape            per operation with weights; zero point 0
//   <layer>.bias           int32 [channels]                 scale: input scale x weight scale
//   <layer>.weight_scale   float [channels]
//   <layer>.value          int8 [height, width, channels]   per Constant; scale and zero point are those of its value
//   values.scale           float [values]                   the values of program<Net>, the inputs first
//   values.zero_point      int32 [values]
//
// `offset` counts elements from the start of the array of Parameters that `part` names. parameters_hash changes with the
// names, shapes and order of a network's parameters.
#pragma once

#include "edgelite/core/hash.hpp"
#include "edgelite/network/parameters.hpp"

namespace edgelite {

struct QuantizedTensorInfo : TensorInfo {
  enum class Part : std::uint8_t { weight, bias, scale, value_scale, value_zero_point };
  Part part{};
};

namespace detail {

constexpr void rename(TensorInfo& t, std::string_view prefix, std::string_view own) {
  std::size_t length = 0;
  for (std::string_view text : {prefix, own})
    for (char c : text) t.name[length < 63 ? length : 63] = c, ++length;
  for (std::size_t i = length < 63 ? length : 63; i < t.name.size(); ++i) t.name[i] = 0;
}

// An operation's weight, as PyTorch shapes it: the first of its layer's tensors.
template <class Net, int I> constexpr TensorInfo weight_tensor() {
  constexpr const Operation& op = program<Net>.operations[std::size_t{I}];
  constexpr TensorList list = tensors_of<Net, op.written>();
  if constexpr (list.count > 0) {
    if constexpr (list.tensors[0].size() == op.channels * op.per_channel) return list.tensors[0];
  }
  TensorInfo t;
  write_prefix<Net, WrittenOperation<Net, op.written>>(t.name);
  const std::array<char, 64> prefix = t.name;
  rename(t, prefix.data(), "weight");
  t.shape = {op.channels, op.per_channel};
  t.rank = 2;
  return t;
}

}  // namespace detail

template <class Net> inline constexpr auto quantized_tensors = []<int... I>(std::integer_sequence<int, I...>) {
  using Part = QuantizedTensorInfo::Part;
  constexpr auto count = [] {
    std::size_t all = 2;
    for (const Operation& op : program<Net>.operations) all += op.role == Role::constant ? 1 : op.channels > 0 ? 3 : 0;
    return all;
  }();
  std::array<QuantizedTensorInfo, count> all{};
  std::size_t n = 0;
  auto append = [&](TensorInfo weight, const Operation& op, int at) {
    if (op.channels == 0) return 0;
    const auto i = static_cast<std::size_t>(at);
    weight.offset = quantized_layout<Net>.weight[i];
    weight.trainable = true;
    TensorInfo channels = weight;
    channels.shape = {op.channels};
    channels.rank = 1;
    channels.offset = quantized_layout<Net>.channel[i];
    const std::string_view name = weight.label();
    const std::string_view prefix = name.substr(0, name.rfind('.') + 1);  // a name without a dot: npos + 1 is 0
    all[n++] = {weight, Part::weight};
    if (op.role == Role::constant) return 0;
    detail::rename(channels, prefix, "bias");
    all[n++] = {channels, Part::bias};
    detail::rename(channels, name, "_scale");
    all[n++] = {channels, Part::scale};
    return 0;
  };
  (void)std::initializer_list<int>{0, append(detail::weight_tensor<Net, I>(), program<Net>[I], I)...};
  TensorInfo values;
  values.shape = {program<Net>.value_count};
  values.rank = 1;
  detail::rename(values, "values.", "scale");
  all[n++] = {values, Part::value_scale};
  detail::rename(values, "values.", "zero_point");
  all[n++] = {values, Part::value_zero_point};
  return all;
}
(std::make_integer_sequence<int, program<Net>.operation_count>{});

template <class Net, class T>
inline constexpr std::uint64_t parameters_hash = [] {
  Hash hash;
  hash.mix(sizeof(T));
  auto mix_all = [&](const auto& table) {
    for (const TensorInfo& t : table) {
      for (char c : t.label()) hash.mix(static_cast<unsigned char>(c));
      for (int extent : t.shape) hash.mix(static_cast<std::uint64_t>(extent));
      hash.mix(static_cast<std::uint64_t>(t.offset));
    }
  };
  if constexpr (is_quantized<T>)
    mix_all(quantized_tensors<Net>);
  else
    mix_all(tensors<Net>);
  return hash.value;
}();

}  // namespace edgelite
