// The kernels without weights as benchmarks. In int8 what they need beside the operands is packed: tables as elements,
// zero points and multipliers as constants.
#pragma once

#include "edgelite/kernel/channel_shuffle.hpp"
#include "edgelite/kernel/elementwise.hpp"
#include "edgelite/kernel/pad.hpp"
#include "edgelite/kernel/pooling.hpp"
#include "edgelite/kernel/resize.hpp"
#include "edgelite/kernel/softmax.hpp"
#include "edgelite/layer/activation.hpp"
#include "part.hpp"

namespace bench {

// Arch: each instruction set has instantiations of its own.
template <class Arch, class T> struct Plain {
  static Room room(const edgelite::Size*) { return {}; }
  static void pack(const edgelite::Size*, const Numbers<T>&, T*, Constant<T>*) {}
};

template <class Arch, class T> struct MaxPool : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::max_pool<Arch>(c.template size<0>(), job.x, job.y);
  }
};
template <class Arch, class T> struct AveragePool : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::average_pool<Arch>(c.template size<0>(), job.x, job.y, false);
  }
};
template <class Arch, class T> struct GlobalAveragePool {
  static Room room(const edgelite::Size*) { return {0, edgelite::QuantizedMean::words, 0}; }
  static void pack([[maybe_unused]] const edgelite::Size* sizes, const Numbers<T>& n, T*,
                   [[maybe_unused]] Constant<T>* constants) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::QuantizedMean::of(n.x, n.y, sizes[0].height * sizes[0].width).write(constants);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::global_average_pool<Arch>(c.template size<0>(), job.x, job.y,
                                          edgelite::QuantizedMean::read(job.constants));
    else
      edgelite::global_average_pool<Arch>(c.template size<0>(), job.x, job.y);
  }
};
template <class Arch, class T> struct ChannelShuffle : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::channel_shuffle<Arch>(c.template size<0>(), job.x, job.y);
  }
};
template <class Arch, class T> struct Pad : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::pad(c.template size<0>(), job.x, job.y, T(0));
  }
};
template <class Arch, class T> struct ResizeNearest : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::resize_nearest(c.template size<0>(), job.x, job.y);
  }
};
template <class Arch, class T> struct ResizeBilinear : Plain<Arch, T> {
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::resize_bilinear(c.template size<0>(), job.x, job.y);
  }
};

template <class Arch, class T> struct Add {
  static Room room(const edgelite::Size*) { return {0, edgelite::QuantizedAdd::words, 0}; }
  static void pack(const edgelite::Size*, const Numbers<T>& n, T*, [[maybe_unused]] Constant<T>* constants) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::QuantizedAdd::of(n.x, n.r, n.y, -edgelite::unbounded, edgelite::unbounded).write(constants);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::combine<Arch>(c.template size<0>(), job.x, job.r, job.y, edgelite::QuantizedAdd::read(job.constants));
    else
      edgelite::add<Arch>(c.template size<0>(), job.x, job.r, job.y);
  }
};

template <class Arch, class T> struct Mul {
  static Room room(const edgelite::Size*) { return {0, edgelite::QuantizedProduct::words, 0}; }
  static void pack(const edgelite::Size*, const Numbers<T>& n, T*, [[maybe_unused]] Constant<T>* constants) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::QuantizedProduct::of(n.x, n.r, n.y, -edgelite::unbounded, edgelite::unbounded).write(constants);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::combine<Arch>(c.template size<0>(), job.x, job.r, job.y,
                              edgelite::QuantizedProduct::read(job.constants));
    else
      edgelite::multiply<Arch>(c.template size<0>(), job.x, job.r, job.y);
  }
};

// F: an activation of layer/activation.hpp; int8: through a table.
template <class Arch, class T, class F> struct Activation {
  static Room room(const edgelite::Size*) { return {256, 0, 0}; }
  static void pack(const edgelite::Size*, const Numbers<T>& n, [[maybe_unused]] T* elements, Constant<T>*) {
    if constexpr (edgelite::is_quantized<T>)
      for (int v = -128; v < 128; ++v) elements[v + 128] = F::stored(v, n.x, n.y);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    if constexpr (edgelite::is_quantized<T>)
      edgelite::map(c.template size<0>(), job.x, job.y, [table = job.elements + 128](T v) { return table[v]; });
    else
      edgelite::transform<Arch>(c.template size<0>(), job.x, job.y,
                                []<class P>(P, auto v) { return F::template of<P>(v); });
  }
};

template <class Arch, class T> struct Softmax {
  static Room room(const edgelite::Size*) { return {0, edgelite::softmax_table, 0}; }
  static void pack(const edgelite::Size*, const Numbers<T>& n, T*, [[maybe_unused]] Constant<T>* constants) {
    if constexpr (edgelite::is_quantized<T>) edgelite::make_softmax_table(n.x.scale, constants);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    edgelite::softmax<Arch>(c.template size<0>(), job.x, job.y, job.constants);
  }
};

}  // namespace bench
