// The kernels with packed weights as benchmarks: room, packing, one call. `c.template size<k>()` are the sizes of call
// k, run-time numbers or constants.
#pragma once

#include "edgelite/arch/functions.hpp"
#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "edgelite/kernel/elementwise.hpp"
#include "edgelite/kernel/pooling.hpp"
#include "part.hpp"

namespace bench {

// Parts of one buffer begin at multiples of 64 elements.
constexpr int aligned(int elements) { return edgelite::round_up(elements, 64); }

template <class Kernel, class T> struct Weighted {
  static Room room(const edgelite::Size& z) {
    const edgelite::PackedSize size = Kernel::packed_size(edgelite::ConvolutionShape::of(z));
    return {aligned(size.elements), aligned(size.constants), aligned(Kernel::scratch(z))};
  }
  static void pack(const edgelite::Size& z, const Source<T>& source, T* elements, Constant<T>* constants) {
    Kernel::pack(edgelite::ConvolutionShape::of(z), source, elements, constants);
  }
  template <class Z>
  static void run(const Z& z, const T* x, const T* elements, const Constant<T>* constants, T* y, T* scratch,
                  float low) {
    const auto epilogue =
        edgelite::Epilogue<T>::of(constants, Kernel::padded_channels(z), low, edgelite::unbounded, {});
    Kernel::run(z, x, elements, epilogue, y, scratch);
  }
};

// Pointwise, conv, depthwise, grouped_shuffle and linear: one call.
template <class Kernel, class T> struct OneCall {
  using W = Weighted<Kernel, T>;
  static Room room(const edgelite::Size* sizes) { return W::room(sizes[0]); }
  static void pack(const edgelite::Size* sizes, const Numbers<T>& n, T* elements, Constant<T>* constants) {
    W::pack(sizes[0], n.first, elements, constants);
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    W::run(c.template size<0>(), job.x, job.elements, job.constants, job.y, job.scratch, -edgelite::unbounded);
  }
};

// int8: elements end with the sigmoid's table, constants with the product's words, three zero points and a multiplier,
// and the mean's.
template <class Arch, class T> struct SqueezeExcite {
  using Kernel = edgelite::ConvolutionKernel<Arch, T>;
  using W = Weighted<Kernel, T>;
  static Room room(const edgelite::Size* sizes) {
    const Room first = W::room(sizes[1]), second = W::room(sizes[2]);
    const int scratch = first.scratch > second.scratch ? first.scratch : second.scratch;
    return {first.elements + second.elements + 256,
            first.constants + second.constants + edgelite::QuantizedProduct::words + edgelite::QuantizedMean::words,
            scratch + 2 * aligned(sizes[1].channels) + aligned(sizes[1].out_channels)};
  }
  static void pack(const edgelite::Size* sizes, const Numbers<T>& n, T* elements, Constant<T>* constants) {
    const Room first = W::room(sizes[1]), second = W::room(sizes[2]);
    W::pack(sizes[1], n.first, elements, constants);
    W::pack(sizes[2], n.second, elements + first.elements, constants + first.constants);
    if constexpr (edgelite::is_quantized<T>) {
      T* table = elements + first.elements + second.elements;
      for (int v = -128; v < 128; ++v) table[v + 128] = edgelite::logistic(v, n.second.output, gate_values);
      Constant<T>* words = constants + first.constants + second.constants;
      edgelite::QuantizedProduct::of(n.x, gate_values, n.y, -edgelite::unbounded, edgelite::unbounded).write(words);
      edgelite::QuantizedMean::of(n.x, n.x, sizes[0].height * sizes[0].width)
          .write(words + edgelite::QuantizedProduct::words);
    }
  }
  template <class C> static void run(const C& c, const Job<T>& job) {
    const auto squeeze = c.template size<1>();
    const auto excite = c.template size<2>();
    const Room first = packed(squeeze), second = packed(excite);
    T* mean = job.scratch;
    T* hidden = mean + aligned(squeeze.channels);
    T* gate = hidden + aligned(squeeze.out_channels);
    T* rest = gate + aligned(squeeze.channels);
    if constexpr (edgelite::is_quantized<T>)
      edgelite::global_average_pool<Arch>(
          c.template size<0>(), job.x, mean,
          edgelite::QuantizedMean::read(job.constants + first.constants + second.constants +
                                        edgelite::QuantizedProduct::words));
    else
      edgelite::global_average_pool<Arch>(c.template size<0>(), job.x, mean);
    W::run(squeeze, mean, job.elements, job.constants, hidden, rest, 0);
    W::run(excite, hidden, job.elements + first.elements, job.constants + first.constants, gate, rest,
           -edgelite::unbounded);
    if constexpr (edgelite::is_quantized<T>) {
      const T* table = job.elements + first.elements + second.elements + 128;
      const Constant<T>* k = job.constants + first.constants + second.constants;
      edgelite::map(c.template size<3>(), gate, gate, [table](T v) { return table[v]; });
      edgelite::combine<Arch>(c.template size<4>(), job.x, gate, job.y, edgelite::QuantizedProduct::read(k));
    } else {
      edgelite::transform<Arch>(c.template size<3>(), gate, gate,
                                []<class P>(P, auto v) { return edgelite::sigmoid<P>(v); });
      edgelite::multiply<Arch>(c.template size<4>(), job.x, gate, job.y);
    }
  }

 private:
  template <class Z> static constexpr Room packed(const Z& z) {
    const edgelite::PackedSize size = Kernel::packed_size(edgelite::ConvolutionShape::of(z));
    return {aligned(size.elements), aligned(size.constants), 0};
  }
};

}  // namespace bench
