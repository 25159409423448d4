// Convolution of any window, stride, dilation and number of groups; a pointwise convolution and a linear layer are its
// 1 x 1 case.
//
//   y[i, j, o] = epilogue(bias[o] + sum over p, q, c of x[i s + p d - top, j s + q d - left, g C/G + c] w[o, c, p, q])
//
// x: H x W x C, y: OH x OW x O, g = o / (O / G). Outside x stands the padding value (0; int8: the zero point). No
// im2col: a tile of P::rows pixels by P::vectors vectors of channels is summed in registers, tap by tap, from where the
// pixels lie.
//
// Packed weights: [group][panel][tap][c][P::lanes * P::vectors], filled up with zeros. Scratch: one pixel of padding.
// The output may lie over the second operand, not over x.
#pragma once

#include "edgelite/arch/scalar.hpp"
#include "edgelite/core/size.hpp"
#include "edgelite/kernel/packing.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

template <class Arch, class T, class Self = Arch>
struct ConvolutionKernel : ConvolutionKernel<typename Arch::fallback, T, Self> {};

template <class T, class Self> struct ConvolutionKernel<Scalar, T, Self> {
  using P = Primitives<Self, T>;
  using Vector = typename P::Vector;
  static constexpr const char* name = "convolution: register tile of pixels by channels";
  static constexpr int panel = P::lanes * P::vectors;

  template <class Z> static constexpr int padded_channels(const Z& z) {
    return z.groups * round_up(z.out_channels / z.groups, panel);
  }
  static constexpr PackedSize packed_size(const ConvolutionShape& s) {
    const int channels = s.groups * round_up(s.filters / s.groups, panel);
    return {channels * s.taps * s.depth, constants_size<T>(channels)};
  }
  static constexpr int scratch(const ConvolutionShape& s) { return round_up(s.depth * s.groups, P::lanes); }

  // source.weight(o, i) with i = c * taps + tap: see packing.hpp
  template <class Source>
  static constexpr void pack(const ConvolutionShape& s, const Source& source, T* elements,
                             typename ElementTraits<T>::Constant* constants) {
    const int per_group = s.filters / s.groups, padded = round_up(per_group, panel);
    pack_constants<T>(source, s.filters, s.groups * padded, constants,
                      [&](int o) { return o / per_group * padded + o % per_group; });
    for (int position = 0; position < s.groups * padded; ++position) {
      const int within = position % padded, o = position / padded * per_group + within;
      T* to = elements + position / panel * panel * s.taps * s.depth + position % panel;
      for (int tap = 0; tap < s.taps; ++tap)
        for (int c = 0; c < s.depth; ++c)
          to[(tap * s.depth + c) * panel] = within < per_group ? source.weight(o, c * s.taps + tap) : T(0);
    }
  }

  template <class Z>
  static constexpr void run(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T* scratch) {
    const int depth = z.channels / z.groups, per_group = z.out_channels / z.groups;
    const bool outside = reaches_outside(z);
    if (outside)
      for (int c = 0; c < z.channels; ++c) scratch[c] = e.padding();
    for (int group = 0, position = 0; group < z.groups; ++group)
      for (int o = 0; o < per_group; o += panel, position += panel) {
        const int left = per_group - o;
        const Panel p{weights + position * z.kernel_h * z.kernel_w * depth,
                      position,
                      group * depth,
                      depth,
                      group * per_group + o,
                      left < panel ? left : panel};
        if (outside) {
          for (int i = 0; i < z.out_height; ++i) row<true>(z, x, p, e, y, scratch, i, 0, z.out_width);
        } else if (z.kernel_h * z.kernel_w == 1 && z.stride_h * z.stride_w == 1 && is_contiguous(z, e.has_second)) {
          row<false>(z, x, p, e, y, scratch, 0, 0, z.out_height * z.out_width);  // the image is one long row
        } else {
          for (int i = 0; i < z.out_height; ++i) row<false>(z, x, p, e, y, scratch, i, 0, z.out_width);
        }
      }
  }

 private:
  struct Panel {
    const T* weights;
    int position;         // of its first channel in packed order
    int channel, depth;   // input channels [channel, channel + depth)
    int filter, filters;  // output channels [filter, filter + filters)
  };

  template <class Z> static constexpr bool is_contiguous(const Z& z, bool second) {
    return z.x_row == z.x_pixel * z.width && z.y_row == z.y_pixel * z.out_width &&
           (!second || z.r_row == z.r_pixel * z.out_width);
  }

  template <bool Outside, int Rows = P::rows, class Z>
  static constexpr void row(const Z& z, const T* x, const Panel& p, const Epilogue<T>& e, T* y, const T* padding, int i,
                            int first, int last) {
    const int tiles = (last - first) / Rows;
    for (int t = 0; t < tiles; ++t) tile<Outside, Rows>(z, x, p, e, y, padding, i, first + t * Rows);
    if constexpr (Rows > 1) row<Outside, Rows / 2>(z, x, p, e, y, padding, i, first + tiles * Rows, last);
  }

  template <bool Outside, int Rows, class Z>
  static constexpr void tile(const Z& z, const T* x, const Panel& p, const Epilogue<T>& e, T* y, const T* padding,
                             int i, int j) {
    Vector sum[Rows][P::vectors] = {};
    EDGELITE_UNROLL
    for (int v = 0; v < P::vectors; ++v) {
      const Vector bias = P::load_constants(e.bias + p.position + v * P::lanes);
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) sum[r][v] = bias;
    }
    const T* w = p.weights;
    for (int k = 0; k < z.kernel_h; ++k)
      for (int l = 0; l < z.kernel_w; ++l) {
        const int from_i = i * z.stride_h + k * z.dilation_h - z.top,
                  from_j = j * z.stride_w + l * z.dilation_w - z.left;
        if constexpr (Outside) {
          const T* pixel[Rows] = {};
          for (int r = 0; r < Rows; ++r) {
            const int column = from_j + r * z.stride_w;
            const bool inside = from_i >= 0 && from_i < z.height && column >= 0 && column < z.width;
            pixel[r] = inside ? x + from_i * z.x_row + column * z.x_pixel + p.channel : padding;
          }
          accumulate<Rows>(
              sum, [&](int r) { return pixel[r]; }, w, p.depth);
        } else {
          const T* base = x + from_i * z.x_row + from_j * z.x_pixel + p.channel;
          accumulate<Rows>(
              sum, [&](int r) { return base + r * z.stride_w * z.x_pixel; }, w, p.depth);
        }
        w += p.depth * panel;
      }
    EDGELITE_UNROLL
    for (int r = 0; r < Rows; ++r) {
      EDGELITE_UNROLL
      for (int v = 0; v < P::vectors; ++v) {
        const int filter = p.filter + v * P::lanes, count = p.filters - v * P::lanes;
        if (count <= 0) break;
        const T* second = e.has_second ? e.second + i * z.r_row + (j + r) * z.r_pixel + filter : nullptr;
        finish<P>(e, sum[r][v], p.position + v * P::lanes, second, y + i * z.y_row + (j + r) * z.y_pixel + filter,
                  count < P::lanes ? count : P::lanes);
      }
    }
  }

  template <int Rows, class Pixel>
  static constexpr void accumulate(Vector (&sum)[Rows][P::vectors], Pixel pixel, const T* w, int depth) {
    for (int c = 0; c < depth; ++c, w += panel) {
      Vector b[P::vectors] = {};
      EDGELITE_UNROLL
      for (int v = 0; v < P::vectors; ++v) b[v] = P::load(w + v * P::lanes);
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
        const Vector a = P::broadcast(pixel(r)[c]);
        EDGELITE_UNROLL
        for (int v = 0; v < P::vectors; ++v) sum[r][v] = P::multiply_add(a, b[v], sum[r][v]);
      }
    }
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
