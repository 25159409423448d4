// What a layer's `emit` talks to: it appends operations to a program that is being built. A first pass without storage
// counts, a second one writes, so there is no limit on a network's length.
#pragma once

#include <initializer_list>

#include "edgelite/layer/operation.hpp"

namespace edgelite {

class Builder {
 public:
  // Values 0, 1, ... are the inputs of the network.
  constexpr Builder(const Shape* inputs, int count, Operation* operations, Shape* values)
      : operations_(operations), values_(values), input_count_(count) {
    for (int k = 0; values_ && k < count; ++k) values_[k] = inputs[k];
  }
  constexpr Builder(Shape input, Operation* operations, Shape* values) : Builder(&input, 1, operations, values) {}

  // Appends an operation and returns its output. `op.from`, if unset, is the shape of the first input, or the output's.
  constexpr Value emit(Operation op, std::initializer_list<Value> inputs, Shape to) {
    return emit(op, inputs.begin(), static_cast<int>(inputs.size()), to);
  }
  constexpr Value emit(Operation op, const Value* inputs, int count, Shape to) {
    op.path = path_;
    op.inputs = count;
    for (int i = 0; i < count; ++i) op.input[static_cast<std::size_t>(i)] = inputs[i].id;
    op.reads_flattened = count > 0 && op.from == Shape{} && inputs[0].flattened != Shape{};
    if (op.from == Shape{}) op.from = count > 0 ? inputs[0].shape : to;
    op.to = to;
    op.output = operation_count_ + input_count_;
    op.written = operation_count_;
    if (operations_) operations_[operation_count_] = op, values_[op.output] = to;
    ++operation_count_;
    return {op.output, to, op.role == Role::activation ? inputs[0].flattened : Shape{}};
  }

  // Emits child `index` of the layer that is being emitted; further arguments go to the child's emit.
  template <class L, class... Arguments> constexpr Value child(int index, Value x, Arguments... arguments) {
    enter(index);
    x = L::emit(*this, x, arguments...);
    leave();
    return x;
  }

  // What is emitted between the two is child `index`'s of the layer that is being emitted.
  constexpr void enter(int index) {
    path_.index[static_cast<std::size_t>(path_.depth++)] = static_cast<std::int16_t>(index);
  }
  constexpr void leave() { path_.index[static_cast<std::size_t>(--path_.depth)] = 0; }

  // Makes a value an output of the network; an input, or what is an output already, is copied.
  constexpr void output(Value x) {
    bool taken = x.id < input_count_;
    for (int i = 0; i < output_count_; ++i) taken = taken || outputs_[static_cast<std::size_t>(i)] == x.id;
    if (taken) x = emit({.tied = true}, {x}, x.shape);
    outputs_[static_cast<std::size_t>(output_count_++)] = x.id;
  }

  constexpr int input_count() const { return input_count_; }
  constexpr int operation_count() const { return operation_count_; }
  constexpr int output_count() const { return output_count_; }
  constexpr const std::array<int, max_outputs>& outputs() const { return outputs_; }

 private:
  Operation* operations_;
  Shape* values_;
  Path path_{};
  std::array<int, max_outputs> outputs_{};
  int input_count_, operation_count_ = 0, output_count_ = 0;
};

}  // namespace edgelite
