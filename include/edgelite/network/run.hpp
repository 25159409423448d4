// Inference: from the caller's input to the caller's outputs, in the caller's arena. Allocates nothing, throws nothing,
// keeps nothing.
//
//   run<Net>(weights, input, output, arena)              one output; input and output are contiguous NHWC, batch times
//                                                        the network's sizes
//   run<Net>(weights, input, Outputs, arena, callback)   several outputs: callback(k) -> bool after output k; false
//                                                        stops (early exit)
//   observe<Net>(weights, input, Outputs, arena, watch)  every value apart: watch(value, TensorView) -> bool; the same
//                                                        numbers
//   evaluate<Net>(weights, input)                        one output by value, with an arena of its own; also in
//                                                        constant expressions
//
// Several inputs: InputPointers in place of `input`; evaluate, observers and samples take the inputs one behind the
// other, sample_size<Net> elements: inputs_of<Net>(sample) points to each. A policy is the second template argument:
// run<Net, Small>(...). Sizes are checked at compile time.
#pragma once

#include <span>

#include "edgelite/network/calls.hpp"
#include "edgelite/network/weights.hpp"

namespace edgelite {

// A tensor in memory: element (i, j, c) is data[i * row + j * pixel + c].
template <class T> struct TensorView {
  T* data;
  Shape shape;
  int pixel, row;

  constexpr T& operator()(int i, int j, int c) const { return data[i * row + j * pixel + c]; }
};

template <class Net> inline constexpr std::size_t input_count = Net::inputs.size();
template <class Net, int K = 0>
inline constexpr std::size_t input_size = static_cast<std::size_t>(Net::inputs[std::size_t{K}].size());
// Of all inputs together.
template <class Net>
inline constexpr std::size_t sample_size = [] {
  std::size_t size = 0;
  for (const Shape& shape : Net::inputs) size += static_cast<std::size_t>(shape.size());
  return size;
}();
template <class Net, int K = 0>
inline constexpr std::size_t output_size = static_cast<std::size_t>(program<Net>.shape(program<Net>.output(K)).size());

// The caller's memory for each output and each input, in order.
template <class T, std::size_t N> using Outputs = std::array<T*, N>;
template <class T, std::size_t N> using InputPointers = std::array<const T*, N>;

template <class Net, class T> constexpr InputPointers<T, input_count<Net>> inputs_of(const T* sample) {
  InputPointers<T, input_count<Net>> inputs{};
  for (std::size_t k = 0; k < inputs.size(); sample += Net::inputs[k++].size()) inputs[k] = sample;
  return inputs;
}

inline namespace EDGELITE_ISA {
namespace execution {

// Base addresses by region, and the packed numbers.
template <class Net, class T> struct Memory {
  static constexpr int end_of_inputs = first_input_region + static_cast<int>(input_count<Net>);
  std::array<T*, end_of_inputs + program<Net>.output_count> regions;  // none of the inputs
  InputPointers<T, input_count<Net>> inputs;
  const T* elements;
  const typename ElementTraits<T>::Constant* constants;

  constexpr T* writable(const Home& home, int image) const {
    return regions[static_cast<std::size_t>(home.region)] + home.offset + image * home.image;
  }
  constexpr const T* readable(const Home& home, int image) const {
    return home.region >= first_input_region && home.region < end_of_inputs
               ? inputs[static_cast<std::size_t>(home.region - first_input_region)] + home.offset + image * home.image
               : writable(home, image);
  }
};

// M: a Memory of T.
template <class T, class M, class Z>
constexpr Call<T, Z> make_call(const M& m, const Record& record, Z size, int image) {
  Second<T> second;
  if (record.has_second)
    second = {true,
              m.readable(record.second, image),
              m.constants + record.second_packed.constants,
              record.second_low,
              record.second_high,
              record.swapped};
  return {size,
          m.readable(record.x, image),
          record.has_r ? m.readable(record.r, image) : nullptr,
          m.writable(record.y, image),
          m.elements + record.packed.elements,
          m.constants + record.packed.constants,
          record.low,
          record.high,
          second,
          m.regions[arena_region] + record.scratch};
}

template <class Net, class T, class Arch, class Policy, int I> struct StaticCall {
  static constexpr const Record& record = calls<Net, T, Arch, Policy>.record[std::size_t{I}];
  static constexpr const Size& size = record.size;
};

// The first call with the sizes of call I: calls of equal sizes share their Fixed<>, so a kernel is compiled once for all
// of them. Deep networks repeat their blocks.
template <class Net, class T, class Arch, class Policy, int I>
inline constexpr int first_of_size = [] {
  constexpr auto& record = calls<Net, T, Arch, Policy>.record;
  int first = 0;
  while (!(record[static_cast<std::size_t>(first)].size == record[std::size_t{I}].size)) ++first;
  return first;
}();

template <class Net, class T, class Arch, class Policy, int I>
using layer_called = layer_of<Net, calls<Net, T, Arch, Policy>.op[std::size_t{I}]>;

template <class T> using Forward = void (*)(const Call<T, Size>&);

// The calls of the Small policy as a table: one function a layer type and kernel, not one a call.
template <class Net, class T, class Arch, class Policy>
inline constexpr auto functions = []<int... I>(std::integer_sequence<int, I...>) {
  return std::array<Forward<T>, sizeof...(I)>{
      &layer_called<Net, T, Arch, Policy, I>::template forward<Arch, T, Size>...};
}
(std::make_integer_sequence<int, call_count<Net, T, Arch, Policy>>{});

// after(call index) -> bool: go on?
template <class Net, class Arch, class Policy, class T, class After>
constexpr void run_calls(const Memory<Net, T>& m, After after) {
  constexpr int count = call_count<Net, T, Arch, Policy>;
  if constexpr (Policy::static_sizes) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
      auto one = [&]<int K>(std::integral_constant<int, K>) {
        using S = StaticCall<Net, T, Arch, Policy, K>;
        using Z = Fixed<StaticCall<Net, T, Arch, Policy, first_of_size<Net, T, Arch, Policy, K>>>;
        for (int image = 0; image < Policy::batch; ++image)
          layer_called<Net, T, Arch, Policy, K>::template forward<Arch>(make_call<T>(m, S::record, Z{}, image));
        return after(K);
      };
      bool going = true;
      (void)std::initializer_list<bool>{true, (going = going && one(std::integral_constant<int, I>{}))...};
    }
    (std::make_integer_sequence<int, count>{});
  } else {
    for (int i = 0; i < count; ++i) {
      const Record& record = calls<Net, T, Arch, Policy>.record[static_cast<std::size_t>(i)];
      for (int image = 0; image < Policy::batch; ++image)
        functions<Net, T, Arch, Policy>[static_cast<std::size_t>(i)](make_call<T>(m, record, record.size, image));
      if (!after(i)) return;
    }
  }
}

template <class Net, class T, class Arch, std::size_t N>
constexpr Memory<Net, T> memory(const Weights<Net, T, Arch>& weights, const InputPointers<T, input_count<Net>>& inputs,
                                const Outputs<T, N>& outputs, T* arena) {
  static_assert(N == static_cast<std::size_t>(program<Net>.output_count),
                "run: give one pointer for each output of the network");
  Memory<Net, T> m{{}, inputs, weights.elements.data(), weights.constants.data()};
  m.regions[arena_region] = arena;
  for (std::size_t k = 0; k < N; ++k) m.regions[std::size_t{Memory<Net, T>::end_of_inputs} + k] = outputs[k];
  return m;
}

}  // namespace execution

template <class Net, class Policy = Speed, class T, class Arch, std::size_t In, std::size_t Out, int Bytes,
          class Callback>
void run(const Weights<Net, T, Arch>& weights, const InputPointers<T, In>& inputs, const Outputs<T, Out>& outputs,
         Arena<Bytes>& arena, Callback callback) {
  static_assert(In == input_count<Net>, "run: give one pointer for each input of the network");
  static_assert(checked<Net>);
  static_assert(Bytes >= arena_bytes<Net, T, Policy, Arch>,
                "run: the arena is smaller than arena_bytes<Net, T, Policy, Arch>");
  const auto m = execution::memory(weights, inputs, outputs, reinterpret_cast<T*>(arena.bytes.data()));
  execution::run_calls<Net, Arch, Policy>(m, [&](int call) {
    for (int k = 0; k < program<Net>.output_count; ++k)
      if (execution::calls<Net, T, Arch, Policy>.ready[static_cast<std::size_t>(k)] == call && !callback(k))
        return false;
    return true;
  });
}

template <class Net, class Policy = Speed, class T, class Arch, std::size_t N, int Bytes, class Callback>
void run(const Weights<Net, T, Arch>& weights, const T* input, const Outputs<T, N>& outputs, Arena<Bytes>& arena,
         Callback callback) {
  run<Net, Policy>(weights, InputPointers<T, 1>{input}, outputs, arena, callback);
}

template <class Net, class Policy = Speed, class T, class Arch, int Bytes, std::size_t In, std::size_t Out>
void run(const Weights<Net, T, Arch>& weights, std::span<const std::type_identity_t<T>, In> input,
         std::span<std::type_identity_t<T>, Out> output, Arena<Bytes>& arena) {
  static_assert(input_count<Net> == 1, "run: this network has several inputs; pass InputPointers, Outputs, a callback");
  static_assert(program<Net>.output_count == 1, "run: this network has several outputs; pass Outputs and a callback");
  static_assert(In == input_size<Net> * Policy::batch,
                "run: the input must hold input_size<Net> elements for each image of the batch");
  static_assert(Out == output_size<Net> * Policy::batch,
                "run: the output must hold output_size<Net> elements for each image of the batch");
  static_assert(checked<Net>);
  static_assert(Bytes >= arena_bytes<Net, T, Policy, Arch>,
                "run: the arena is smaller than arena_bytes<Net, T, Policy, Arch>");
  const Outputs<T, 1> outputs{output.data()};
  const auto m =
      execution::memory(weights, inputs_of<Net>(input.data()), outputs, reinterpret_cast<T*>(arena.bytes.data()));
  execution::run_calls<Net, Arch, Policy>(m, [](int) { return true; });
}

template <class Net, class Policy = Speed, class T, class Arch, int Bytes, std::size_t In, std::size_t Out>
void run(const Weights<Net, T, Arch>& weights, const std::array<T, In>& input, std::array<T, Out>& output,
         Arena<Bytes>& arena) {
  run<Net, Policy>(weights, std::span<const T, In>(input), std::span<T, Out>(output), arena);
}

template <class Net, class T, class Arch, std::size_t In, std::size_t Out, int Bytes, class Watch>
void observe(const Weights<Net, T, Arch>& weights, const InputPointers<T, In>& inputs, const Outputs<T, Out>& outputs,
             Arena<Bytes>& arena, Watch watch) {
  static_assert(In == input_count<Net>, "observe: give one pointer for each input of the network");
  static_assert(checked<Net>);
  static_assert(Bytes >= arena_bytes<Net, T, Unscheduled, Arch>,
                "observe: the arena is smaller than arena_bytes<Net, T, Unscheduled, Arch>");
  const auto m = execution::memory(weights, inputs, outputs, reinterpret_cast<T*>(arena.bytes.data()));
  execution::run_calls<Net, Arch, Unscheduled>(m, [&](int call) {
    const int value = execution::calls<Net, T, Arch, Unscheduled>.result[static_cast<std::size_t>(call)];
    if (value < 0) return true;
    const Home& home = schedule<Net, T, Arch, Unscheduled>.home(value);
    return static_cast<bool>(
        watch(value, TensorView<const T>{m.readable(home, 0), program<Net>.shape(value), home.pixel, home.row}));
  });
}

template <class Net, class T, class Arch, std::size_t N, int Bytes, class Watch>
void observe(const Weights<Net, T, Arch>& weights, const T* input, const Outputs<T, N>& outputs, Arena<Bytes>& arena,
             Watch watch) {
  observe<Net>(weights, InputPointers<T, 1>{input}, outputs, arena, watch);
}

template <class Net, class Policy = Small, class T, class Arch>
constexpr std::array<T, output_size<Net>> evaluate(const Weights<Net, T, Arch>& weights,
                                                   const std::array<T, sample_size<Net>>& input) {
  static_assert(checked<Net>);
  std::array<T, static_cast<std::size_t>(schedule<Net, T, Arch, Policy>.elements) + 1> arena{};
  std::array<T, output_size<Net>> output{};
  const auto m = execution::memory(weights, inputs_of<Net>(input.data()), Outputs<T, 1>{output.data()}, arena.data());
  execution::run_calls<Net, Arch, Policy>(m, [](int) { return true; });
  return output;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
