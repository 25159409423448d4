// Depthwise convolution: every channel with a window of its own.
//
//   y[i, j, c] = epilogue(bias[c] + sum over p, q of x[i s + p d - top, j s + q d - left, c] w[c, p, q])
//
// A vector of channels of a few neighbouring output columns is summed in registers. Packed weights: [tap][channels,
// filled up]. The output may lie over the second operand; over x only when the window is 1 x 1 with stride 1.
#pragma once

#include "edgelite/arch/scalar.hpp"
#include "edgelite/core/size.hpp"
#include "edgelite/kernel/packing.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class Arch, class T, class Self = Arch>
struct DepthwiseKernel : DepthwiseKernel<typename Arch::fallback, T, Self> {};

template <class T, class Self> struct DepthwiseKernel<Scalar, T, Self> {
  using P = Primitives<Self, T>;
  using Vector = typename P::Vector;
  static constexpr const char* name = "depthwise: vectors of channels, columns in registers";
  static constexpr int columns = 4;

  template <class Z> static constexpr int padded_channels(const Z& z) { return round_up(z.channels, P::lanes); }
  static constexpr PackedSize packed_size(const ConvolutionShape& s) {
    const int channels = round_up(s.filters, P::lanes);
    return {channels * s.taps, constants_size<T>(channels)};
  }
  static constexpr int scratch(const ConvolutionShape&) { return 0; }

  template <class Source>
  static constexpr void pack(const ConvolutionShape& s, const Source& source, T* elements,
                             typename ElementTraits<T>::Constant* constants) {
    const int channels = round_up(s.filters, P::lanes);
    pack_constants<T>(source, s.filters, channels, constants, [](int o) { return o; });
    for (int tap = 0; tap < s.taps; ++tap)
      for (int o = 0; o < channels; ++o) elements[tap * channels + o] = o < s.filters ? source.weight(o, tap) : T(0);
  }

  template <class Z>
  static constexpr void run(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T*) {
    int c = 0;
    for (; c + P::lanes <= z.channels; c += P::lanes) plane<true>(z, x, weights, e, y, c);
    if (c < z.channels) plane<false>(z, x, weights, e, y, c);
  }

 private:
  // One vector of channels over the whole image; Whole: all its lanes are channels.
  template <bool Whole, class Z>
  static constexpr void plane(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, int c) {
    for (int i = 0; i < z.out_height; ++i) {
      int j = 0;
      for (; j < z.out_width && !inside(z, j); ++j) tile<1, false, Whole>(z, x, weights, e, y, c, i, j);
      for (; j + columns <= z.out_width && inside(z, j + columns - 1); j += columns)
        tile<columns, true, Whole>(z, x, weights, e, y, c, i, j);
      for (; j < z.out_width; ++j) tile<1, false, Whole>(z, x, weights, e, y, c, i, j);
    }
  }

  // Do all columns of the window at output column j lie in x?
  template <class Z> static constexpr bool inside(const Z& z, int j) {
    const int column = j * z.stride_w - z.left;
    return column >= 0 && column + (z.kernel_w - 1) * z.dilation_w < z.width;
  }

  template <int Columns, bool Inside, bool Whole, class Z>
  static constexpr void tile(const Z& z, const T* x, const T* w, const Epilogue<T>& e, T* y, int c, int i, int j) {
    const int count = Whole ? P::lanes : z.channels - c;
    auto load = [&](const T* p) { return Whole ? P::load(p) : P::load(p, count); };
    const Vector outside = P::broadcast(e.padding());
    Vector sum[Columns] = {};
    EDGELITE_UNROLL
    for (int r = 0; r < Columns; ++r) sum[r] = P::load_constants(e.bias + c);
    EDGELITE_UNROLL
    for (int k = 0; k < z.kernel_h; ++k) {
      const int row = i * z.stride_h + k * z.dilation_h - z.top;
      const bool row_inside = row >= 0 && row < z.height;
      EDGELITE_UNROLL
      for (int l = 0; l < z.kernel_w; ++l) {
        const Vector b = P::load(w + (k * z.kernel_w + l) * padded_channels(z) + c);
        EDGELITE_UNROLL
        for (int r = 0; r < Columns; ++r) {
          const int column = (j + r) * z.stride_w + l * z.dilation_w - z.left;
          const bool in = row_inside && (Inside || (column >= 0 && column < z.width));
          const Vector a = in ? load(x + row * z.x_row + column * z.x_pixel + c) : outside;
          sum[r] = P::multiply_add(a, b, sum[r]);
        }
      }
    }
    EDGELITE_UNROLL
    for (int r = 0; r < Columns; ++r) {
      const T* second = e.has_second ? e.second + i * z.r_row + (j + r) * z.r_pixel + c : nullptr;
      finish<P>(e, sum[r], c, second, y + i * z.y_row + (j + r) * z.y_pixel + c, count);
    }
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
