// What a layer's `emit` talks to: it appends operations to a program that is being built. A first pass without storage
// counts, a second one writes, so there is no limit on a network's length.
#pragma once

#include <initializer_list>

#include "edgelite/layer/operation.hpp"

namespace edgelite {

class Builder {
 public:
  constexpr Builder(Shape input, Operation* operations, Shape* values) : operations_(operations), values_(values) {
    if (values_) values_[0] = input;
  }

  // Appends an operation and returns its output. `op.from`, if unset, is the first input's shape.
  constexpr Value emit(Operation op, std::initializer_list<Value> inputs, Shape to) {
    return emit(op, inputs.begin(), static_cast<int>(inputs.size()), to);
  }
  constexpr Value emit(Operation op, const Value* inputs, int count, Shape to) {
    op.path = path_;
    op.inputs = count;
    for (int i = 0; i < count; ++i) op.input[static_cast<std::size_t>(i)] = inputs[i].id;
    op.reads_flattened = op.from == Shape{} && inputs[0].flattened != Shape{};
    if (op.from == Shape{}) op.from = inputs[0].shape;
    op.to = to;
    op.output = operation_count_ + 1;
    op.written = operation_count_;
    if (operations_) operations_[operation_count_] = op, values_[operation_count_ + 1] = to;
    ++operation_count_;
    return {operation_count_, to, op.role == Role::activation ? inputs[0].flattened : Shape{}};
  }

  // Emits child `index` of the layer that is being emitted; further arguments go to the child's emit.
  template <class L, class... Arguments> constexpr Value child(int index, Value x, Arguments... arguments) {
    path_.index[static_cast<std::size_t>(path_.depth++)] = static_cast<std::int16_t>(index);
    x = L::emit(*this, x, arguments...);
    path_.index[static_cast<std::size_t>(--path_.depth)] = 0;
    return x;
  }

  // Makes a value an output of the network; the input, or what is an output already, is copied.
  constexpr void output(Value x) {
    bool taken = x.id == 0;
    for (int i = 0; i < output_count_; ++i) taken = taken || outputs_[static_cast<std::size_t>(i)] == x.id;
    if (taken) x = emit({.tied = true}, {x}, x.shape);
    outputs_[static_cast<std::size_t>(output_count_++)] = x.id;
  }

  constexpr int operation_count() const { return operation_count_; }
  constexpr int output_count() const { return output_count_; }
  constexpr const std::array<int, max_outputs>& outputs() const { return outputs_; }

 private:
  Operation* operations_;
  Shape* values_;
  Path path_{};
  std::array<int, max_outputs> outputs_{};
  int operation_count_ = 0, output_count_ = 0;
};

}  // namespace edgelite
