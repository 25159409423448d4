// Residual<Layers...>: y = x + layers(x). With a Shortcut<...> first: y = shortcut(x) + layers(x).
// ResidualIf<Added, Layers...>: the same, or y = layers(x).
//
// The layers must give back the shape of x (or of the shortcut's output). State-dict names are the index paths of the
// layers, as of a PyTorch nn.Sequential; a shortcut's begin with "shortcut". The addition joins the operation that
// makes one of its terms.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

// The addition of two values of one shape. Residual's own operation.
struct Addition : Layer {
  static constexpr Value emit_sum(Builder& b, Value x, Value r) {
    Operation op;
    op.role = Role::add;
    op.takes_clamp = op.in_place = true;
    return b.emit(op, {x, r}, x.shape);
  }
  template <class Arch, class T> static constexpr PackedSize packed(const Operation&) {
    return {0, is_quantized<T> ? QuantizedAdd::words : 0};
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    if constexpr (is_quantized<T>)
      QuantizedAdd::of(source.in(0), source.in(1), source.out(), op.low, op.high).write(to.constants);
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    if constexpr (is_quantized<T>)
      combine<Arch>(c.size, c.x, c.r, c.y, QuantizedAdd::read(c.constants));
    else
      add<Arch>(c.size, c.x, c.r, c.y, c.low, c.high);
  }
};

template <class... Layers> struct Shortcut : Sequence<Layers...> {
  static constexpr std::string_view label{"shortcut"};
};

template <class... Layers> struct Residual : Addition {
  using children = Children<Layers...>;
  static constexpr Value emit(Builder& b, Value x) { return emit_sum(b, emit_in_turn<Layers...>(b, x), x); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "Residual: the layers inside must give back the shape of their input");
  }
};

template <class... Projection, class... Layers> struct Residual<Shortcut<Projection...>, Layers...> : Addition {
  using children = Children<Layers..., Shortcut<Projection...>>;
  static constexpr Value emit(Builder& b, Value x) {
    const Value r = b.child<Shortcut<Projection...>>(static_cast<int>(sizeof...(Layers)), x);
    return emit_sum(b, emit_in_turn<Layers...>(b, x), r);
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1), "Residual: the layers inside must give the same shape as the shortcut");
  }
};

template <bool Added, class... Layers>
using ResidualIf = std::conditional_t<Added, Residual<Layers...>, Sequence<Layers...>>;

}  // namespace edgelite
