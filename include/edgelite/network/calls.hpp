// The kernel calls of a schedule as constexpr records: sizes, strides and places of the operands, bounds, offsets of
// the packed numbers. A step of the schedule is one call; a concat's step is one copy for each part that does not lie
// in its output already.
#pragma once

#include "edgelite/network/schedule.hpp"
#include "edgelite/network/weights.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {
namespace execution {

// Everything about one step that is known at compile time.
struct Record {
  Size size{};
  Home x{}, r{}, y{}, second{};
  PackedSize packed{}, second_packed{};
  float low = -unbounded, high = unbounded, second_low = -unbounded, second_high = unbounded;
  int scratch = 0;
  bool has_r = false, has_second = false, swapped = false;
};

template <int Operations, std::size_t Places>
constexpr Record make_record(const Program<Operations>& p, const Schedule<Operations>& s,
                             const std::array<PackedSize, Places>& packed, const Step& step, int part, int channel) {
  const Operation& op = p[step.op];
  const int x = op.input[static_cast<std::size_t>(part)];
  Record record;
  record.x = s.home(x);
  record.y = s.home(p[step.last()].output);
  record.y.offset += channel;
  Size& z = record.size;
  z = operation_size(op);
  z.shuffle = step.shuffle >= 0 ? op.groups : 1;
  const bool copied_part = op.role == Role::concat || op.role == Role::reshape;
  const Shape from = copied_part ? p.shape(x) : op.from, to = copied_part ? p.shape(x) : op.to;
  z.height = from.height, z.width = from.width, z.channels = from.channels;
  z.out_height = to.height, z.out_width = to.width, z.out_channels = to.channels;
  const bool as_flattened = p.shape(x) != from;  // Linear reads what Flatten flattened
  z.x_pixel = as_flattened ? from.channels : record.x.pixel;
  z.x_row = as_flattened ? from.channels * from.width : record.x.row;
  z.y_pixel = op.role == Role::reshape ? to.channels : record.y.pixel;
  z.y_row = op.role == Role::reshape ? to.channels * to.width : record.y.row;
  auto operand = [&](int value, Home& home) {
    home = s.home(value);
    const Shape shape = p.shape(value);
    z.r_pixel = shape.width == 1 && to.width > 1 ? 0 : home.pixel;
    z.r_row = shape.height == 1 && to.height > 1 ? 0 : home.row;
  };
  record.packed = packed[static_cast<std::size_t>(step.op)];
  record.low = op.low, record.high = op.high;
  record.scratch = step.scratch;
  if (op.inputs == 2 && op.role != Role::concat) {
    record.has_r = true;
    operand(op.input[1], record.r);
  }
  if (step.add >= 0) {
    const Operation& add = p[step.add];
    record.has_second = true;
    record.swapped = step.swapped;
    operand(add.input[step.swapped ? 0 : 1], record.second);
    record.second_packed = packed[static_cast<std::size_t>(step.add)];
    record.second_low = add.low, record.second_high = add.high;
  }
  record.size.low = record.low != -unbounded || record.second_low != -unbounded;
  record.size.high = record.high != unbounded || record.second_high != unbounded;
  record.size.second = record.has_second;
  return record;
}

// visit(step, part, channel) for every call, in order: a concat's step is one copy for each part that does not lie in its
// output, at its channel there; any other step is one call.
template <int Operations, class Visit>
constexpr void for_each_call(const Program<Operations>& p, const Schedule<Operations>& s, Visit visit) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(s.step_count); ++i) {
    const Operation& op = p[s.steps[i].op];
    const bool concat = op.role == Role::concat;
    for (int part = 0, channel = 0; part < (concat ? op.inputs : 1); ++part) {
      const int v = op.input[static_cast<std::size_t>(part)];
      if (!concat || !s.in_place(v, op.output, channel)) visit(s.steps[i], part, channel);
      channel += p.shape(v).channels;
    }
  }
}

template <int Count> struct CallList {
  std::array<int, std::size_t{Count}> op{},
      result{};                          // result: the value that the call completes, -1 for a part of one
  std::array<int, max_outputs> ready{};  // the call after which an output is there
  std::array<Record, std::size_t{Count}> record{};
};

template <int Operations> constexpr int count_calls(const Program<Operations>& p, const Schedule<Operations>& s) {
  int count = 0;
  for_each_call(p, s, [&](const Step&, int, int) { ++count; });
  return count;
}

// Fills in a list of count_calls calls.
template <int Operations, std::size_t Places, class List>
constexpr void list_calls(const Program<Operations>& p, const Schedule<Operations>& s,
                          const std::array<PackedSize, Places>& packed, List& list) {
  std::size_t n = 0;
  for_each_call(p, s, [&](const Step& step, int part, int channel) {
    const Operation& op = p[step.op];
    const bool last = op.role != Role::concat || part + 1 == op.inputs;
    list.op[n] = step.op;
    list.result[n] = last ? p[step.last()].output : -1;
    list.record[n++] = make_record(p, s, packed, step, part, channel);
  });
  // Steps are in the order of operations, so an output is there when the last call up to its maker is done.
  for (int i = 0; i < p.operation_count; ++i)
    for (std::size_t k = 0; k < static_cast<std::size_t>(p.output_count); ++k)
      for (std::size_t call = 0; p[i].output == p.outputs[k] && call < list.op.size(); ++call)
        if (list.op[call] <= i) list.ready[k] = static_cast<int>(call);
}

template <class Net, class T, class Arch, class Policy>
inline constexpr int call_count = count_calls(program<Net>, schedule<Net, T, Arch, Policy>);

template <class Net, class T, class Arch, class Policy>
inline constexpr auto calls = [] {
  CallList<call_count<Net, T, Arch, Policy>> list;
  list_calls(program<Net>, schedule<Net, T, Arch, Policy>, packed_offsets<Net, T, Arch>, list);
  return list;
}();

}  // namespace execution
}  // namespace EDGELITE_ISA
}  // namespace edgelite
