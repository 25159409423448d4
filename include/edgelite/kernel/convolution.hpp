// Convolution of any window, stride, dilation and number of groups; a pointwise convolution and a linear layer are its
// 1 x 1 case.
//
//   y[i, j, o] = epilogue(bias[o] + sum over p, q, c of x[i s + p d - top, j s + q d - left, g C/G + c] w[o, c, p, q])
//
// x: H x W x C, y: OH x OW x O, g = o / (O / G). Outside x stands the padding value (0; int8: the zero point). No
// im2col: a tile of pixels by vectors of channels is summed in registers from where the pixels lie; where a window
// reaches outside x, or the architecture multiplies other elements than x's, that is a band of staged rows (staging.hpp),
// else x itself. The channels of taps that lie side by side are one run.
//
// With z.shuffle = G > 1, channel g O/G + c is stored as channel c G + g. In vectors, rows that are to be shuffled, and
// int8 ones that a second operand is to be added to, are stored in a band of their own first: a tile's stores are whole
// vectors then, and its registers are left to the sums.
//
// Packed weights: [group][panel][run][elements of a run / Primitives::group][channels of the panel][Primitives::group],
// zeros filled up, see tiling.hpp. Scratch: both bands. The output may lie over the second operand, not over x.
#pragma once

#include "edgelite/kernel/elementwise.hpp"
#include "edgelite/kernel/packing.hpp"
#include "edgelite/kernel/staging.hpp"

namespace edgelite {

// A 1 x 1 convolution takes an image without gaps between its rows as one long row.
template <class Z, int Rows> struct FlatSize : Z {
  static constexpr int out_height = 1, out_width = Rows * Z::out_width;
};
template <class Z, class Rows> constexpr auto flat(const Z& z, Rows rows) {
  if constexpr (StaticSize<Z>) {
    return FlatSize<Z, Rows::value>{};
  } else {
    Z f = z;
    f.out_height = 1, f.out_width = rows * z.out_width;
    return f;
  }
}
template <class Z> constexpr bool is_flat(const Z& z) {
  return z.kernel_h * z.kernel_w == 1 && z.stride_h * z.stride_w == 1 && z.x_row == z.x_pixel * z.width &&
         z.y_row == z.y_pixel * z.out_width && z.r_row == z.r_pixel * z.out_width;
}

inline namespace EDGELITE_ISA {

// An architecture may have sums of its own form, for `tile_rows` pixels at once, Tile<Rows, V>: start(bias), add<only> a
// (only: there is no other), finish(bias, sums). And an architecture Wide, with the same packed weights, for those with
// a -128.
template <class P>
concept HasTile = requires {
  typename P::template Tile<1, 1>;
};
template <class P>
concept HasWide = requires {
  typename P::Wide;
};

template <class Arch, class T, class Self = Arch>
struct ConvolutionKernel : ConvolutionKernel<typename Arch::fallback, T, Self> {};

template <class T, class Self> struct ConvolutionKernel<Scalar, T, Self> {
  using P = Primitives<Self, T>;
  using Vector = typename P::Vector;
  using Left = typename P::Left;
  static constexpr const char* name = "convolution: register tile of pixels by channels";
  static constexpr int room = P::stage;

  template <class Z> static constexpr int padded_channels(const Z& z) {
    return z.groups * padded_to_panels<P>(z.out_channels / z.groups);
  }
  static constexpr PackedSize packed_size(const ConvolutionShape& s) {
    const int channels = s.groups * padded_to_panels<P>(s.filters / s.groups), runs = s.taps() / WindowRuns::of(s).taps;
    return {channels * runs * padded_run(s) * P::weight_size, constants_size<T>(channels)};
  }
  static constexpr int scratch(const Size& z) {
    // The last run may be read up to a whole group.
    const int band = (staged_size(z, room) + P::group) * static_cast<int>(sizeof(Staged) / sizeof(T));
    return (is_staged(z) ? round_up(band, P::lanes) : 0) + (is_banded(z) ? banded_size(z) : 0);
  }

  // source.weight(o, i) with i = c * taps + tap: see packing.hpp
  template <class Source>
  static constexpr void pack(const ConvolutionShape& s, const Source& source, T* elements,
                             typename ElementTraits<T>::Constant* constants) {
    const int per_group = s.filters / s.groups, padded = padded_to_panels<P>(per_group);
    pack_constants<T>(
        source, s.filters, s.groups * padded, constants, [&](int o) { return o / per_group * padded + o % per_group; },
        P::offset);
    const EvenParts parts = panels<P>(per_group);
    const WindowRuns run = WindowRuns::of(s);
    auto weight = [&](int g, int within, int first_tap, int i) {  // i: of the run
      const bool is_one = within < per_group && i < run.length;
      return is_one ? source.weight(g * per_group + within, i % s.depth * s.taps() + first_tap + i / s.depth) : T(0);
    };
    for (int g = 0; g < s.groups; ++g)
      for (int p = 0; p < parts.count; ++p)
        for (int tap = 0; tap < s.taps(); tap += run.taps)
          for (int i = 0; i < run.length; i += P::group)
            for (int k = 0; k < parts.size(p) * unit; ++k)
              for (int q = 0; q < P::group; ++q)
                P::put_weight(elements, weight(g, parts.first(p) * unit + k, tap, i + q));
  }

  template <class Z>
  static constexpr void run(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T* scratch) {
    if constexpr (HasWide<P>)
      if (e.wide_weights)
        return ConvolutionKernel<typename P::Wide, T>::run(static_cast<const Size&>(z), x, weights, e, y, scratch);
    auto band = [&](int first, auto rows) { rows_by_band(z, x, weights, e, y, scratch, first, rows); };
    if constexpr (StaticSize<Z>) {
      if constexpr (is_banded(Z{}))
        for_each_part<Z::out_height, rows_at_once(Z{})>(band);
      else
        some_rows(z, x, weights, e, y, scratch, 0, std::integral_constant<int, Z::out_height>{});
    } else if (is_banded(z) && (z.shuffle > 1 || e.has_second)) {
      for (int i = 0, n = rows_at_once(z); i < z.out_height; i += n)
        band(i, z.out_height - i < n ? z.out_height - i : n);
    } else {
      some_rows(z, x, weights, e, y, scratch, 0, z.out_height);
    }
  }

 private:
  using Staged = typename P::Staged;
  static constexpr int unit = P::min_vectors * P::lanes;  // channels
  static constexpr int largest = P::max_vectors / P::min_vectors;

  static constexpr int padded_run(const ConvolutionShape& s) { return round_up(WindowRuns::of(s).length, P::group); }

  // Groups of elements reach over the end of a pixel's channels, or of a tap's that lie apart in x: not in a copy.
  template <class Z> static constexpr bool is_staged(const Z& z) {
    const WindowRuns run = WindowRuns::of(ConvolutionShape::of(z));
    return P::stages || reaches_outside(z) || (P::group > 1 && (run.taps > 1 || run.length % P::group != 0));
  }

  struct Panel {
    const T* weights;
    int position;         // of its first channel in packed order
    int channel;          // its first input channel
    int filter, filters;  // output channels [filter, filter + filters), shuffled: every shuffle-th from filter on
  };

  // Are rows of y stored in scratch first?
  template <class Z> static constexpr bool is_banded(const Z& z) {
    return P::lanes > 1 && (z.shuffle > 1 || (is_quantized<T> && z.second));
  }
  template <class Z> static constexpr int rows_at_once(const Z& z) {
    const int fit = room / (z.out_width * z.out_channels);
    return fit < 1 ? 1 : EvenParts::of(z.out_height, fit).largest();
  }
  template <class Z> static constexpr int banded_size(const Z& z) {
    return round_up(rows_at_once(z) * z.out_width * z.out_channels, P::lanes);
  }

  template <class Z, class Rows>
  static constexpr void rows_by_band(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T* scratch,
                                     int first, Rows rows) {
    Epilogue<T> alone = e;
    alone.has_second = alone.has_second && !is_quantized<T>;
    some_rows(banded(z), x, weights, alone, scratch, scratch + banded_size(z), first, rows);
    if (z.shuffle > 1) {
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < z.out_width; ++j, scratch += z.out_channels)
          P::interleave(scratch, z.shuffle, z.out_channels / z.shuffle, y + (first + i) * z.y_row + j * z.y_pixel);
    } else if constexpr (is_quantized<T>) {
      Size sums = z;
      sums.out_height = rows, sums.x_pixel = z.out_channels, sums.x_row = z.out_channels * z.out_width;
      combine<Self>(sums, scratch, e.second + first * z.r_row, y + first * z.y_row, e.add);
    }
  }

  // Output rows [first, first + rows), the first of them at y.
  template <class Z, class Rows>
  static constexpr void some_rows(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T* scratch,
                                  int first, Rows rows) {
    if (is_staged(z)) {
      Staged* band = P::staged(scratch);
      auto some = [&](int i, auto n) {
        stage<P>(z, x, first + i, n, e.padding(), band);
        flat_image(staged(z), band, weights, e, y, i, n);
      };
      if constexpr (StaticSize<Z>)
        for_each_part<Rows::value, band_rows(Z{}, room)>(some);
      else
        for (int i = 0, n = band_rows(z, room); i < rows; i += n) some(i, rows - i < n ? rows - i : n);
    } else if constexpr (std::is_same_v<Staged, T>) {
      flat_image(z, x + first * z.stride_h * z.x_row, weights, e, y, 0, rows);
    }
  }

  // Output rows [first, first + rows), as one if they can be.
  template <class Z, class Rows>
  static constexpr void flat_image(const Z& z, const Staged* x, const T* weights, const Epilogue<T>& e, T* y, int first,
                                   Rows rows) {
    if (is_flat(z) && (rows * z.out_width > 1 || z.out_height == 1))  // one of several pixels is summed as they are
      image(flat(z, rows), x, weights, e, y, first, 1);
    else
      image(z, x, weights, e, y, first, rows);
  }

  // Output rows [first, first + rows); x begins with what row `first` reads.
  template <class Z>
  static constexpr void image(const Z& z, const Staged* x, const T* weights, const Epilogue<T>& e, T* y, int first,
                              int rows) {
    const int depth = z.channels / z.groups, per_group = z.out_channels / z.groups;
    const int padded = padded_to_panels<P>(per_group), each = per_filter(z);
    for (int g = 0; g < z.groups; ++g) {
      auto panel = [&]<int N>(int part, std::integral_constant<int, N>) {
        const int within = part * unit, left = per_group - within;
        const Panel p{weights + (g * padded + within) * each, g * padded + within, g * depth,
                      z.shuffle > 1 ? within * z.shuffle + g : g * per_group + within,
                      left < N * unit ? left : N * unit};
        for (int i = 0; i < rows; ++i)
          row<N * P::min_vectors>(z, x + i * z.stride_h * z.x_row + p.channel, p, e, y, first + i);
      };
      if constexpr (StaticSize<Z>)
        for_each_part<round_up(Z::out_channels / Z::groups, unit) / unit, largest>(panel);
      else
        for_each_part<largest>(padded / unit, panel);
    }
  }

  // Elements of packed weights.
  template <class Z> static constexpr int per_filter(const Z& z) {
    const ConvolutionShape s = ConvolutionShape::of(z);
    return s.taps() / WindowRuns::of(s).taps * padded_run(s) * P::weight_size;
  }

  template <int V, class Z>
  [[gnu::noinline]] static constexpr void row(const Z& z, const Staged* x, const Panel& p, const Epilogue<T>& e, T* y,
                                              int i) {
    constexpr int most = P::rows(V);
    const Ready<P, T, Z, V> ready(e, p.position);
    if constexpr (StaticSize<Z>) {
      if constexpr (Z::out_height * Z::out_width == 1)
        one_pixel<V>(z, x, p, ready, e, y, i);
      else if constexpr (HasTile<P>) {
        constexpr EvenParts parts = EvenParts::of(Z::out_width, most);
        int j = 0;
        if constexpr (parts.larger > 0)
          for (; j < parts.larger * (parts.unit + 1); j += parts.unit + 1)
            tile<parts.unit + 1, V, 1>(z, x, p, ready, e, y, i, j);
        for (; j < Z::out_width; j += parts.unit) tile<parts.unit, V, 1>(z, x, p, ready, e, y, i, j);
      } else
        for_each_part<Z::out_width, most>(
            [&]<int N>(int j, std::integral_constant<int, N>) { tile<N, V, 1>(z, x, p, ready, e, y, i, j); });
    } else if (z.out_height * z.out_width == 1) {
      one_pixel<V>(z, x, p, ready, e, y, i);
    } else {
      halves<most, V>(z, x, p, ready, e, y, i, 0);
    }
  }

  // A single pixel has too few sums to hide the latency of their additions: each is divided in several.
  template <int V, class Z>
  static constexpr void one_pixel(const Z& z, const Staged* x, const Panel& p, const Ready<P, T, Z, V>& ready,
                                  const Epilogue<T>& e, T* y, int i) {
    constexpr int splits = V < P::chains ? (P::chains + V - 1) / V : 1;
    tile<1, V, splits>(z, x, p, ready, e, y, i, 0);
  }

  // The row from column j on, in tiles of Rows pixels, then of half as many.
  template <int Rows, int V, class Z>
  static constexpr void halves(const Z& z, const Staged* x, const Panel& p, const Ready<P, T, Z, V>& ready,
                               const Epilogue<T>& e, T* y, int i, int j) {
    const int tiles = (z.out_width - j) / Rows;
    for (int t = 0; t < tiles; ++t) tile<Rows, V, 1>(z, x, p, ready, e, y, i, j + t * Rows);
    if constexpr (Rows > 1) halves<Rows / 2, V>(z, x, p, ready, e, y, i, j + tiles * Rows);
  }

  template <int Rows, int V, int Splits, class Z>
  static EDGELITE_INLINE constexpr void tile(const Z& z, const Staged* x, const Panel& p,
                                             const Ready<P, T, Z, V>& ready, const Epilogue<T>& e, T* y, int i, int j) {
    Vector sum[Splits][Rows][V] = {};
    const auto* bias = e.bias + p.position;
    if constexpr (HasTile<P>) {
      own_tiles<0, Rows, V>(z, x + j * z.stride_w * z.x_pixel, p, bias, sum[0]);
    } else {
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) {
        P::refresh(bias);
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) sum[0][r][v] = P::load_constants(bias + v * P::lanes);
      }
      const bool side_by_side = z.groups == 1 && z.dilation_w == 1 && z.x_pixel == z.channels;
      const int runs = side_by_side ? 1 : z.kernel_w, depth = z.channels / z.groups;
      const int groups = round_up(side_by_side ? z.kernel_w * depth : depth, P::group) / P::group;
      const T* w = p.weights;
      x += j * z.stride_w * z.x_pixel;
      for (int k = 0; k < z.kernel_h; ++k)
        for (int l = 0; l < runs; ++l) {
          accumulate<Rows, V, Splits>(sum, x + k * z.dilation_h * z.x_row + l * z.dilation_w * z.x_pixel,
                                      z.stride_w * z.x_pixel, w, groups);
          w += groups * P::group * V * P::lanes * P::weight_size;
        }
      EDGELITE_UNROLL
      for (int s = 1; s < Splits; ++s) {
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) sum[0][0][v] = P::add(sum[0][0][v], sum[s][0][v]);
      }
    }
    const T* second = e.has_second ? e.second + i * z.r_row + j * z.r_pixel + p.filter : nullptr;
    const Pixels<T> to{y + i * z.y_row + j * z.y_pixel + p.filter, z.y_pixel, P::lanes > 1 ? 1 : z.shuffle};
    finish<P, Z>(ready, e, sum[0], p.position, {second, z.r_pixel}, to, p.filters);
  }

  // Sums in the architecture's own form, as many pixels at once as it takes.
  template <int From, int Rows, int V, class Z>
  static EDGELITE_INLINE constexpr void own_tiles(const Z& z, const Staged* x, const Panel& p,
                                                  const typename ElementTraits<T>::Constant* bias,
                                                  Vector (&sum)[Rows][V]) {
    constexpr int count = Rows - From < P::tile_rows ? Rows - From : P::tile_rows;
    const int depth = z.channels / z.groups, pixel = z.stride_w * z.x_pixel;
    const bool side_by_side = z.groups == 1 && z.dilation_w == 1 && z.x_pixel == z.channels;
    const int runs = side_by_side ? 1 : z.kernel_w, length = side_by_side ? z.kernel_w * depth : depth;
    const int groups = (length + P::group - 1) / P::group;
    const T* w = p.weights;
    typename P::template Tile<count, V> own;
    own.start(bias);
    for (int k = 0; k < z.kernel_h; ++k)
      for (int l = 0; l < runs; ++l) {
        const Staged* from = x + k * z.dilation_h * z.x_row + l * z.dilation_w * z.x_pixel + From * pixel;
        own.template add<StaticSize<Z> && ConvolutionShape::of(Z{}).taps() == 1>(from, pixel, w, groups);
        w += groups * P::group * V * P::lanes;
      }
    own.finish(bias, &sum[From]);
    if constexpr (From + count < Rows) own_tiles<From + count, Rows, V>(z, x, p, bias, sum);
  }

  // Adds x[r pixel + c] w[c] over the groups c to the sums of pixel r; Splits sums take turns.
  template <int Rows, int V, int Splits>
  static EDGELITE_INLINE constexpr void accumulate(Vector (&sum)[Splits][Rows][V], const Staged* x, int pixel,
                                                   const T* w, int groups) {
    constexpr int round = round_up(Splits, P::depth);
    const int rounds = groups / round, rest = groups % round;
    Left a[Rows] = {};
    for (int n = 0; n < rounds; ++n, x += round * P::group) {
      EDGELITE_UNROLL
      for (int c = 0; c < round; c += P::depth) {
        EDGELITE_UNROLL
        for (int r = 0; r < Rows; ++r) a[r] = P::left(x + c * P::group + r * pixel);
        [&]<int... K>(std::integer_sequence<int, K...>) EDGELITE_INLINE {
          (channel<K>(sum[(c + K) % Splits], a, w), ...);
        }
        (std::make_integer_sequence<int, P::depth>{});
      }
    }
    for (int c = 0; c < rest; ++c) {
      EDGELITE_UNROLL
      for (int r = 0; r < Rows; ++r) a[r] = P::left_one(x + c * P::group + r * pixel);
      channel<0>(sum[0], a, w);
    }
  }

  template <int Lane, int Rows, int V>
  static EDGELITE_INLINE constexpr void channel(Vector (&sum)[Rows][V], const Left (&a)[Rows], const T*& w) {
    Vector b[V] = {};
    P::next(w, b);
    EDGELITE_UNROLL
    for (int r = 0; r < Rows; ++r) {
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) sum[r][v] = P::template multiply_add_lane<Lane>(a[r], b[v], sum[r][v]);
    }
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
