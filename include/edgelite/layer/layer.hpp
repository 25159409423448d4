// The contract of a layer, and the base that supplies its defaults. A layer is a stateless type without shapes; a
// user's own layer is one struct that derives from Layer (or from a base below it, such as Activation) and needs no
// registration. Its members are static and constexpr:
//
//   Value emit(Builder&, Value x)            appends its operation(s), says the output's shape; must survive any input
//                                            shape: what is wrong is said by check
//   void check<At>()                         static_assert sentences over At::op and At::shape(k), input shapes
//   void tensors(op, TensorList&)            its parameters, named and shaped as the training framework does
//   PackedSize packed<Arch, T>(op)           room that prepare needs for this architecture and element type
//   void prepare<Arch, T>(op, source, to)    folds and packs; source: network/source.hpp, to: Packed<T>
//   int scratch<Arch, T>(op)                 elements of working memory during forward
//   void forward<Arch>(const Call<T, Z>&)    computes; sizes in call.size, never the layer's own shapes
//   std::string_view label                   its name in the state dict in place of its index; Named<> sets it
//   using children = Children<...>           if it emits children through Builder::child
//
// forward is instantiated once a layer type and, with the Small policy, shared by all operations of that type: what
// differs between two operations of one type must come from the call, not from the program.
#pragma once

#include <string_view>

#include "edgelite/arch/scalar.hpp"
#include "edgelite/core/size.hpp"
#include "edgelite/core/tensor_info.hpp"
#include "edgelite/kernel/elementwise.hpp"
#include "edgelite/kernel/packing.hpp"
#include "edgelite/layer/list.hpp"

namespace edgelite {

// Collects a layer's parameter tensors.
struct TensorList {
  std::array<TensorInfo, 6> tensors{};
  int count = 0;

  constexpr void add(std::string_view name, std::initializer_list<int> shape, bool trainable = true) {
    TensorInfo& t = tensors[static_cast<std::size_t>(count++)];
    for (std::size_t i = 0; i < name.size(); ++i) t.name[i] = name[i];
    for (int extent : shape) t.shape[static_cast<std::size_t>(t.rank++)] = extent;
    t.trainable = trainable;
  }
};

// Where one operation's packed numbers go.
template <class T> struct Packed {
  T* elements;
  typename ElementTraits<T>::Constant* constants;
};

// What forward is handed: sizes (Z is Size or Fixed<>), the operands, the packed numbers, and a fused addition if there
// is one.
template <class T, class Z> struct Call {
  Z size;
  const T* x;
  const T* r;  // the second input, for layers that have one
  T* y;
  const T* elements;
  const typename ElementTraits<T>::Constant* constants;
  float low, high;
  Second<T> second;
  T* scratch;
};

struct Layer {
  static constexpr std::string_view label{};
  using children = Children<>;

  template <class At> static constexpr void check() {}
  static constexpr void tensors(const Operation&, TensorList&) {}
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) { return {}; }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation&, const Source&, Packed<T>) {}
  template <class Arch, class T> static constexpr int scratch(const Operation&) { return 0; }
  // Copies: what slices, concats and reshapes do when they cannot be free.
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& call) {
    copy(call.size, call.x + call.size.first, call.y);
  }
};

// Layers one after another; a block of a network.
template <class... Layers> struct Sequence : Layer {
  using children = Children<Layers...>;
  static constexpr Value emit(Builder& b, Value x) { return emit_in_turn<Layers...>(b, x); }
};

// A string as a template argument.
template <std::size_t N> struct Text {
  char characters[N]{};
  constexpr Text(const char (&text)[N]) {
    for (std::size_t i = 0; i < N; ++i) characters[i] = text[i];
  }
};

// A layer whose parameters are called "name.…" instead of after its index.
template <Text Name, class L> struct Named : L { static constexpr std::string_view label{Name.characters}; };

}  // namespace edgelite
