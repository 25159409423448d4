// The schedule: which operations run, in which step, and where every value lies. Decided at compile time for an
// architecture and a policy; it changes neither values nor weights, so the unscheduled run (every value apart, one
// operation after another) gives the same numbers.
//
//   - an addition joins the operation that makes one of its terms, a channel shuffle the convolution before it if both
//     have the same groups
//   - slices, reshapes and concats need no copies where values can lie inside each other
//   - operations run in place where their contract allows it and nobody else reads the input again
//   - what is left is placed by first fit, largest first, over the time that it lives; scratch lives during its step
//
// Offsets and strides count elements of T. Region 0 is the arena, 1 + k the caller's input k; the caller's outputs
// follow.
#pragma once

#include <algorithm>
#include <cstddef>

#include "edgelite/arch/select.hpp"
#include "edgelite/network/policy.hpp"
#include "edgelite/network/program.hpp"

namespace edgelite {

inline constexpr int arena_region = 0, first_input_region = 1;

// Where a value lies; pixel and row are its strides, image the distance between two images of a batch.
struct Home {
  int region = arena_region, offset = 0, pixel = 0, row = 0, image = 0;
};

// Operation `op` runs, with addition `add` or channel shuffle `shuffle` joined if not -1.
struct Step {
  int op = 0, add = -1, shuffle = -1;
  bool swapped = false;  // the addition's other term is its first
  int scratch = 0;       // offset in the arena

  constexpr int last() const { return add >= 0 ? add : shuffle >= 0 ? shuffle : op; }  // makes the step's result
};

template <int Operations> struct Schedule {
  std::array<Step, Operations + std::size_t{1}> steps{};
  std::array<Home, value_capacity<Operations>> homes{};
  int step_count = 0, elements = 0;

  constexpr const Home& home(int value) const { return homes[static_cast<std::size_t>(value)]; }
  // Does a part of a concat lie at its channel of the concat's output already?
  constexpr bool in_place(int part, int whole, int channel) const {
    const Home &a = home(part), &b = home(whole);
    return a.region == b.region && a.offset == b.offset + channel && a.pixel == b.pixel && a.row == b.row;
  }
};

namespace detail {

// Elements that each operation takes as scratch alone, with a channel shuffle joined, with an addition joined.
template <std::size_t Operations> struct Scratch { std::array<int, Operations> alone, shuffled, added; };

template <int Operations> class Scheduler {
 public:
  using Table = std::array<int, value_capacity<Operations>>;  // a value or an operation

  constexpr Scheduler(const Program<Operations>& p, const Scratch<Operations + std::size_t{1}>& scratch, bool fuse,
                      int alignment, int batch)
      : p_(p), scratch_(scratch), fuse_(fuse), alignment_(alignment), batch_(batch) {}

  constexpr Schedule<Operations> make() {
    for (int v = 0; v < p_.value_count; ++v) at(parent_, v) = at(maker_, v) = -1;
    for (int i = 0; i < p_.operation_count; ++i) {
      at(maker_, p_[i].output) = i;
      at(when_, i) = i;
      at(add_, i) = at(shuffle_, i) = -1;
      for (int k = 0; k < p_[i].inputs; ++k) ++at(uses_, input(i, k));
    }
    if (fuse_) {
      join_shuffles();
      join_additions();
    }
    lifetimes();
    if (fuse_) {
      nest();
      share_lifetimes();
      run_in_place();
    }
    place();
    list_steps();
    return s_;
  }

 private:
  static constexpr int never = 1 << 30;

  template <class A> static constexpr auto& at(A& table, int i) { return table[static_cast<std::size_t>(i)]; }
  constexpr int input(int i, int k) const { return p_[i].input[static_cast<std::size_t>(k)]; }
  constexpr bool own(int v) const { return !p_.is_input(v) && at(parent_, v) < 0 && !p_.is_output(v); }
  constexpr int root(int v) const {
    while (at(parent_, v) >= 0) v = at(parent_, v);
    return v;
  }

  // May what reads value v join the operation that makes it?
  constexpr bool is_between(int v) const { return at(maker_, v) >= 0 && at(uses_, v) == 1 && !p_.is_output(v); }
  // Operation i runs together with `host`, whose output v is never stored apart.
  constexpr void join(int i, int host, int v) {
    at(skip_, i) = true;
    at(when_, i) = host;
    at(parent_, v) = p_[i].output;
  }

  constexpr void join_shuffles() {
    for (int i = 0; i < p_.operation_count; ++i) {
      const int x = input(i, 0), host = at(maker_, x);
      if (p_[i].role != Role::shuffle || !is_between(x) || !p_[host].takes_shuffle || p_[host].groups != p_[i].groups)
        continue;
      at(shuffle_, host) = i;
      join(i, host, x);
    }
  }

  constexpr void join_additions() {
    for (int i = 0; i < p_.operation_count; ++i) {
      if (p_[i].role != Role::add) continue;
      for (int k = 0; k < 2; ++k) {
        const int term = input(i, k), other = input(i, 1 - k), host = at(maker_, term);
        if (!is_between(term) || !p_[host].takes_add || at(add_, host) >= 0) continue;
        if (at(maker_, other) >= host) continue;  // the other term must be there before
        at(add_, host) = i;
        at(swapped_, host) = k == 1;
        join(i, host, term);
        break;
      }
    }
  }

  constexpr void lifetimes() {
    for (int v = 0; v < p_.value_count; ++v) at(born_, v) = at(last_, v) = -1;
    for (int i = 0; i < p_.operation_count; ++i) {
      at(born_, p_[i].output) = at(when_, i);
      if (at(last_, p_[i].output) < at(when_, i)) at(last_, p_[i].output) = at(when_, i);
      for (int k = 0; k < p_[i].inputs; ++k)
        if (at(last_, input(i, k)) < at(when_, i)) at(last_, input(i, k)) = at(when_, i);
    }
    for (int k = 0; k < p_.output_count; ++k) at(last_, p_.output(k)) = never;
  }

  // Do v's elements lie one behind the other?
  constexpr bool is_whole(int v) const {
    for (; at(parent_, v) >= 0; v = at(parent_, v))
      if (p_.shape(at(parent_, v)).size() != p_.shape(v).size()) return false;
    return true;
  }

  // Slices and reshapes lie in their input, a concat's parts in its output: a value in one other value at most.
  constexpr void nest() {
    for (int i = p_.operation_count - 1; i >= 0; --i) {
      const Operation& op = p_[i];
      if (op.role == Role::slice && own(op.output)) {
        at(parent_, op.output) = op.input[0];
        at(shift_, op.output) = op.first;
        at(skip_, i) = true;
      }
      if (op.role == Role::concat) {
        int channel = 0, left = op.inputs;
        for (int k = 0; k < op.inputs; channel += p_.shape(input(i, k)).channels, ++k) {
          const int v = input(i, k), maker = at(maker_, v);
          if (!own(v) || maker < 0 || p_[maker].role == Role::slice || p_[maker].role == Role::reshape) continue;
          at(parent_, v) = op.output;
          at(shift_, v) = channel;
          --left;
        }
        at(skip_, i) = left == 0;
      }
    }
    for (int i = 0; i < p_.operation_count; ++i)
      if (p_[i].role == Role::reshape && own(p_[i].output) && is_whole(p_[i].input[0])) {
        at(parent_, p_[i].output) = p_[i].input[0];
        at(skip_, i) = true;
      }
  }

  constexpr void share_lifetimes() {
    for (int v = 0; v < p_.value_count; ++v) {
      const int r = root(v);
      if (at(last_, r) < at(last_, v)) at(last_, r) = at(last_, v);
      if (at(born_, r) > at(born_, v)) at(born_, r) = at(born_, v);
    }
  }

  constexpr void run_in_place() {
    for (int i = 0; i < p_.operation_count; ++i) {
      const Operation& op = p_[i];
      int over = -1;
      if (op.role == Role::add && at(skip_, i)) {
        const int host = at(when_, i);
        over = input(i, at(swapped_, host) ? 0 : 1);
        if (shares_storage(p_[host], 0, over)) continue;
      } else if (op.in_place) {
        over = op.input[0];
        if (shares_storage(op, 1, over)) continue;
      }
      if (over < 0 || !own(op.output)) continue;
      const int r = root(over);
      if (!own(r) || p_.shape(r) != op.to || at(last_, r) != at(when_, i)) continue;
      at(last_, r) = at(last_, op.output);
      at(parent_, op.output) = r;
    }
  }
  constexpr bool shares_storage(const Operation& op, int first, int v) const {
    for (int k = first; k < op.inputs; ++k)
      if (root(op.input[static_cast<std::size_t>(k)]) == root(v)) return true;
    return false;
  }

  constexpr bool is_reshaped(int v) const { return at(maker_, v) >= 0 && p_[at(maker_, v)].role == Role::reshape; }

  constexpr int scratch(int i) const {
    return at(at(shuffle_, i) >= 0 ? scratch_.shuffled : at(add_, i) >= 0 ? scratch_.added : scratch_.alone, i);
  }

  struct Item {  // a value, or the scratch of a step
    int value = -1, step = -1, size = 0, born = 0, last = 0, offset = -1;
  };

  // Where the item finds room beside those in [first, last) that live at the same time. Plain pointers: constant
  // expressions may take a limited number of steps, and this takes most of them.
  constexpr int first_fit(const Item* first, const Item* last, const Item& item) {
    const Item** end = alive_.data();
    for (const int born = item.born, dies = item.last; first != last; ++first)
      if (first->last >= born && first->born <= dies) *end++ = first;
    int offset = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (const Item** other = alive_.data(); other != end; ++other) {
        const int after = (*other)->offset + round_up((*other)->size, alignment_);
        if (offset < after && (*other)->offset < offset + item.size) offset = after, moved = true;
      }
    }
    return offset;
  }

  constexpr void place() {
    std::array<Item, Operations + value_capacity<Operations>> items{};
    int count = 0;
    for (int v = 0; v < p_.value_count; ++v)
      if (own(v))
        items[static_cast<std::size_t>(count++)] = {v, -1, p_.shape(v).size() * batch_, at(born_, v), at(last_, v)};
    for (int i = 0; i < p_.operation_count; ++i)
      if (const int size = scratch(i); size > 0 && !at(skip_, i))
        items[static_cast<std::size_t>(count++)] = {-1, i, size, i, i};
    std::sort(items.begin(), items.begin() + count,
              [](const Item& a, const Item& b) { return a.size != b.size ? a.size > b.size : a.born < b.born; });
    for (int done = 0; done < count; ++done) {
      Item& item = at(items, done);
      const int offset = fuse_ ? first_fit(items.data(), items.data() + done, item) : round_up(s_.elements, alignment_);
      item.offset = offset;
      if (s_.elements < offset + item.size) s_.elements = offset + item.size;
      if (item.value >= 0)
        at(s_.homes, item.value) = {arena_region, offset, 0, 0, 0};
      else
        at(scratch_offset_, item.step) = offset;
    }
    for (int k = 0; k < p_.input_count; ++k) at(s_.homes, k).region = first_input_region + k;
    for (int k = 0; k < p_.output_count; ++k)
      at(s_.homes, p_.output(k)).region = first_input_region + p_.input_count + k;
    for (int v = 0; v < p_.value_count; ++v) {
      int channel = 0, r = v, whole = v;  // whole: what v is a part of the channels of
      for (; at(parent_, r) >= 0; r = at(parent_, r)) {
        channel += at(shift_, r);
        if (!is_reshaped(whole)) whole = at(parent_, r);
      }
      const Home& base = at(s_.homes, r);
      const int pixel = p_.shape(whole).channels;
      positions_[static_cast<std::size_t>(v)] = {base.region, base.offset + channel, pixel, pixel * p_.shape(v).width,
                                                 p_.shape(r).size()};
    }
    s_.homes = positions_;
  }

  constexpr void list_steps() {
    for (int i = 0; i < p_.operation_count; ++i)
      if (!at(skip_, i))
        at(s_.steps, s_.step_count++) = {i, at(add_, i), at(shuffle_, i), at(swapped_, i), at(scratch_offset_, i)};
  }

  const Program<Operations>& p_;
  const Scratch<Operations + std::size_t{1}>& scratch_;
  bool fuse_;
  int alignment_, batch_;
  Schedule<Operations> s_{};
  Table uses_{}, maker_{}, when_{}, add_{}, shuffle_{}, born_{}, last_{}, parent_{}, shift_{}, scratch_offset_{};
  std::array<bool, value_capacity<Operations>> skip_{}, swapped_{};
  std::array<Home, value_capacity<Operations>> positions_{};
  std::array<const Item*, Operations + value_capacity<Operations>> alive_{};
};

constexpr Operation joined(Operation op, bool shuffled, bool added) {
  op.shuffled = shuffled && op.takes_shuffle;
  op.added = added && op.takes_add;
  return op;
}

template <class Net, class T, class Arch>
inline constexpr auto scratch_sizes = []<int... I>(std::integer_sequence<int, I...>) {
  constexpr auto& op = program<Net>.operations;
  return Scratch<sizeof...(I) + 1>{{layer_of<Net, I>::template scratch<Arch, T>(joined(op[I], false, false))..., 0},
                                   {layer_of<Net, I>::template scratch<Arch, T>(joined(op[I], true, false))..., 0},
                                   {layer_of<Net, I>::template scratch<Arch, T>(joined(op[I], false, true))..., 0}};
}
(std::make_integer_sequence<int, program<Net>.operation_count>{});

}  // namespace detail

template <class Net, class T, class Arch, class Policy>
inline constexpr auto schedule = [] {
  constexpr int alignment = Arch::alignment / static_cast<int>(sizeof(T));
  return detail::Scheduler<program<Net>.operation_count>(program<Net>, detail::scratch_sizes<Net, T, Arch>,
                                                         Policy::scheduled, alignment > 0 ? alignment : 1,
                                                         Policy::batch)
      .make();
}();

// Bytes of working memory that run needs.
template <class Net, class T, class Policy = Speed, class Arch = NativeArch>
inline constexpr int arena_bytes = schedule<Net, T, Arch, Policy>.elements* static_cast<int>(sizeof(T));

template <int Bytes> struct Arena {
  alignas(64) std::array<std::byte, static_cast<std::size_t>(Bytes > 0 ? Bytes : 1)> bytes;
};

}  // namespace edgelite
