// Depthwise convolution: every channel with a window of its own.
//
//   y[i, j, c] = epilogue(bias[c] + sum over p, q of x[i s + p d - top, j s + q d - left, c] w[c, p, q])
//
// Vectors of channels of a few neighbouring output columns are summed in registers; an element of x is loaded once for
// all the columns that read it. "Rolling" down the image, it is loaded once for all the rows, too: their sums are under
// way together. In float, taps outside x are left out. Packed weights: [vector of channels][tap][lanes], zeros filled
// up. The output may lie over the second operand; over x only when the window is 1 x 1 with stride 1.
#pragma once

#include "edgelite/arch/finish.hpp"
#include "edgelite/core/size.hpp"
#include "edgelite/kernel/packing.hpp"
#include "edgelite/kernel/tiling.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

// What multiply_add takes and how it comes to be. An architecture may have a type of its own for its factors: Factors.
template <class P> struct FactorsOf : P { using Factor = typename P::Vector; };
template <class P>
requires requires { typename P::Factors; }
struct FactorsOf<P> : P::Factors {};

// An architecture may multiply several rows of x at once, side by side in a lane: RowFactors.
template <class P>
concept HasRowFactors = requires {
  typename P::RowFactors;
};

// A part of a row. At: its first column if it is beside a border, else -1.
template <int Size, int At> struct ColumnPart {};

template <class Arch, class T, class Self = Arch>
struct DepthwiseKernel : DepthwiseKernel<typename Arch::fallback, T, Self> {};

template <class T, class Self> struct DepthwiseKernel<Scalar, T, Self> {
  using P = Primitives<Self, T>;
  using Vector = typename P::Vector;
  using F = FactorsOf<P>;
  using Factor = typename F::Factor;
  static constexpr const char* name = "depthwise: vectors of channels, columns in registers";

  template <class Z> static constexpr int padded_channels(const Z& z) { return round_up(z.channels, P::lanes); }
  static constexpr PackedSize packed_size(const ConvolutionShape& s) {
    const int channels = round_up(s.filters, P::lanes);
    return {channels * s.taps(), constants_size<T>(channels)};
  }
  static constexpr int scratch(const Size&) { return 0; }

  template <class Source>
  static constexpr void pack(const ConvolutionShape& s, const Source& source, T* elements,
                             typename ElementTraits<T>::Constant* constants) {
    const int channels = round_up(s.filters, P::lanes);
    pack_constants<T>(
        source, s.filters, channels, constants, [](int o) { return o; }, P::offset);
    for (int tap = 0; tap < s.taps(); ++tap)
      for (int o = 0; o < channels; ++o)
        elements[(o / P::lanes * s.taps() + tap) * P::lanes + o % P::lanes] =
            o < s.filters ? source.weight(o, tap) : T(0);
  }

  template <class Z>
  static constexpr void run(const Z& z, const T* x, const T* weights, const Epilogue<T>& e, T* y, T*) {
    if constexpr (StaticSize<Z>) {
      if constexpr (tile_of<Z>.channels_first)
        for (int i = 0; i < z.out_height; i += strip<Z>)
          for_columns<Z>([&]<int Size, int At>(ColumnPart<Size, At>, int j) EDGELITE_INLINE {
            for_planes<Z>([&]<int V, bool Whole>(Slice<V, Whole>, int c, int count) EDGELITE_INLINE {
              const Plane<Z, V> p(x + c, weights + c * z.kernel_h * z.kernel_w, e, y, c, count);
              rows<Size, V, At, Whole>(z, p, i, j);
            });
          });
      else
        for_planes<Z>([&]<int V, bool Whole>(Slice<V, Whole>, int c, int)
                          EDGELITE_INLINE { image<V, Whole>(z, x, weights, e, y, c); });
    } else {
      int c = 0;
      for (; c + P::lanes <= z.channels; c += P::lanes) any_image<true>(z, x, weights, e, y, c);
      if (c < z.channels) any_image<false>(z, x, weights, e, y, c);
    }
  }

 private:
  // A row of output columns in parts: the first and the last share what is left over, the others are as large as can be.
  struct Columns {
    int count, most, left_over;

    static constexpr Columns of(int width, int most) {
      const int count = (width + most - 1) / most;
      return {count, most, count > 1 ? width - (count - 2) * most : 2 * width};
    }
    constexpr int size(int part) const {
      return part == 0 ? (left_over + 1) / 2 : part == count - 1 ? left_over / 2 : most;
    }
    constexpr int first(int part) const { return part == 0 ? 0 : size(0) + (part - 1) * most; }
  };

  // V vectors of channels from c on over the whole image.
  template <class Z, int V> struct Plane {
    const T *x, *w;
    HeldEpilogue<P, T> e;
    Ready<P, T, Z, V> ready;
    T* y;
    int c, count;  // first channel, channels

    constexpr Plane(const T* image, const T* weights, const Epilogue<T>& epilogue, T* to, int first, int channels)
        : x(image), w(weights), e(epilogue), ready(epilogue, first), y(to), c(first), count(channels) {}
  };

  template <class Z> static constexpr DepthwiseTile tile_of = P::depthwise(Z::source);
  template <class Z> static constexpr int reach = (Z::kernel_h - 1) * Z::dilation_h + 1;  // rows of x under a window
  template <class Z> static constexpr int strip = tile_of<Z>.rolling ? Z::out_height : 1;
  // Output rows whose sums are under way at once.
  template <class Z>
  static constexpr int live = [] {
    const int most = (reach<Z> - 1) / Z::stride_h + 1;
    return most < strip<Z> ? most : strip<Z>;
  }();
  template <class Z> static constexpr Columns columns = Columns::of(Z::out_width, tile_of<Z>.columns);

  template <int V, bool Whole> struct Slice {};
  // f(Slice, first channel, channels) for all channels.
  template <class Z, class F> static EDGELITE_INLINE constexpr void for_planes(F f) {
    constexpr int wide = tile_of<Z>.vectors;
    int c = 0;
    if constexpr (wide > 1)
      for (; c + wide * P::lanes <= Z::channels; c += wide * P::lanes) f(Slice<wide, true>{}, c, wide * P::lanes);
    for (; c + P::lanes <= Z::channels; c += P::lanes) f(Slice<1, true>{}, c, P::lanes);
    if constexpr (Z::channels % P::lanes != 0) f(Slice<1, false>{}, c, Z::channels - c);
  }

  template <int V, bool Whole, class Z>
  static constexpr void image(const Z& z, const T* x, const T* w, const Epilogue<T>& e, T* y, int c) {
    const Plane<Z, V> p(x + c, w + c * z.kernel_h * z.kernel_w, e, y, c, Whole ? V * P::lanes : z.channels - c);
    if constexpr (HasRowFactors<P>) {
      constexpr int at_once = together<Z>, rest = Z::out_height % at_once;
      const RowTaps<Z, at_once, V> taps(p.w, e.padding());
      for (int i = 0; i + at_once <= z.out_height; i += at_once)
        for_columns<Z>([&]<int Size, int At>(ColumnPart<Size, At>, int j)
                           EDGELITE_INLINE { grouped_rows<Size, At, Whole>(z, p, taps, i, j); });
      if constexpr (rest > 0) {
        const RowTaps<Z, rest, V> last(p.w, e.padding());
        for_columns<Z>([&]<int Size, int At>(ColumnPart<Size, At>, int j)
                           EDGELITE_INLINE { grouped_rows<Size, At, Whole>(z, p, last, z.out_height - rest, j); });
      }
    } else {
      for (int i = 0; i < z.out_height; i += strip<Z>)
        for_columns<Z>([&]<int Size, int At>(ColumnPart<Size, At>, int j)
                           EDGELITE_INLINE { rows<Size, V, At, Whole>(z, p, i, j); });
    }
  }

  // f(Part, first column) for every part of a row.
  template <class Z, class F> static EDGELITE_INLINE constexpr void for_columns(F f) {
    constexpr int before = border_parts<Z>(true), after = columns<Z>.count - border_parts<Z>(false);
    for_constants<before>([&]<int N>(std::integral_constant<int, N>) EDGELITE_INLINE {
      f(ColumnPart<columns<Z>.size(N), columns<Z>.first(N)>{}, columns<Z>.first(N));
    });
    for (int n = before; n < after; ++n) f(ColumnPart<columns<Z>.most, -1>{}, columns<Z>.first(n));
    for_constants<columns<Z>.count - after>([&]<int N>(std::integral_constant<int, N>) EDGELITE_INLINE {
      constexpr int n = columns<Z>.count - 1 - N;
      f(ColumnPart<columns<Z>.size(n), columns<Z>.first(n)>{}, columns<Z>.first(n));
    });
  }

  template <int Count, class F> static EDGELITE_INLINE constexpr void for_constants(F f) {
    [&]<int... N>(std::integer_sequence<int, N...>) EDGELITE_INLINE { (f(std::integral_constant<int, N>{}), ...); }
    (std::make_integer_sequence<int, Count>{});
  }

  // Do the windows of output columns [j, j + count) lie in x?
  template <class Z> static constexpr bool inside(const Z& z, int j, int count) {
    return j * z.stride_w >= z.left &&
           (j + count - 1) * z.stride_w + (z.kernel_w - 1) * z.dilation_w - z.left < z.width;
  }

  // How many parts of a row read columns beside x, counted from its beginning or its end. The first and the last part
  // count in any case: their sizes differ from the others'.
  template <class Z> static constexpr int border_parts(bool at_beginning) {
    constexpr Columns parts = columns<Z>;
    for (int n = 1; n < parts.count - 1; ++n) {
      const int part = at_beginning ? n : parts.count - 1 - n;
      if (inside(Z{}, parts.first(part), parts.size(part))) return n;
    }
    return at_beginning ? parts.count - (parts.count > 1) : parts.count > 1;
  }

  // Output rows [i, i + strip), columns [At, At + Size) beside a border, or inside x (At < 0) from j on.
  template <int Size, int V, int At, bool Whole, class Z>
  static EDGELITE_INLINE constexpr void rows(const Z& z, const Plane<Z, V>& p, int i, int j) {
    constexpr bool Inside = At < 0;
    if (!Inside) j = At;
    constexpr int L = live<Z>, R = strip<Z>, ahead = reach<Z> - Z::stride_h;
    Vector sum[L][Size][V] = {};
    EDGELITE_UNROLL
    for (int t = 0; t < L; ++t) start(sum[t], p);
    const Weights<tile_of<Z>.rolling, Z::kernel_h * Z::kernel_w, V> weight(p.w);
    for_constants<(ahead > 0 ? ahead : 0)>([&]<int N>(std::integral_constant<int, N>)
                                               EDGELITE_INLINE { feed<N, 0, Inside, Whole>(z, p, weight, i, j, sum); });
    constexpr int chunks = R / L, rest = R % L;
    const int end = i + chunks * L;
    for (; i < end; i += L)
      for_constants<L>([&]<int N>(std::integral_constant<int, N>)
                           EDGELITE_INLINE { step<N, Inside, Whole>(z, p, weight, i + N, j, sum); });
    for_constants<rest>([&]<int N>(std::integral_constant<int, N>)
                            EDGELITE_INLINE { step<N, Inside, Whole>(z, p, weight, i + N, j, sum); });
  }

  // The weights of V vectors of channels, held in registers or loaded when they are used.
  template <bool Held, int Taps, int V> struct Weights {
    const T* w;
    constexpr explicit Weights(const T* from) : w(from) {}
    constexpr Factor operator()(int t, int v) const { return F::load_weight(w + (v * Taps + t) * P::lanes); }
  };
  template <int Taps, int V> struct Weights<true, Taps, V> {
    Factor b[Taps][V] = {};
    constexpr explicit Weights(const T* from) {
      EDGELITE_UNROLL
      for (int t = 0; t < Taps; ++t) {
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) b[t][v] = F::load_weight(from + (v * Taps + t) * P::lanes);
      }
    }
    constexpr Factor operator()(int t, int v) const { return b[t][v]; }
  };

  template <class Z, int Columns, int V>
  static EDGELITE_INLINE constexpr void start(Vector (&sum)[Columns][V], const Plane<Z, V>& p) {
    const auto* bias = p.e.bias + p.c;
    EDGELITE_UNROLL
    for (int r = 0; r < Columns; ++r) {
      P::refresh(bias);
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) sum[r][v] = P::load_constants(bias + v * P::lanes);
    }
  }

  // Completes output row i, whose sums are sum[Phase].
  template <int Phase, bool Inside, bool Whole, class Z, class Weight, int L, int Columns, int V>
  static EDGELITE_INLINE constexpr void step(const Z& z, const Plane<Z, V>& p, const Weight& weight, int i, int j,
                                             Vector (&sum)[L][Columns][V]) {
    constexpr int fresh = reach<Z> < Z::stride_h ? reach<Z> : Z::stride_h;
    for_constants<fresh>([&]<int N>(std::integral_constant<int, N>) EDGELITE_INLINE {
      feed<reach<Z> - fresh + N, Phase, Inside, Whole>(z, p, weight, i, j, sum);
    });
    store<Whole>(z, sum[Phase], p, i, j);
    if constexpr (tile_of<Z>.rolling) start(sum[Phase], p);
  }

  // Adds row Row of the window of output row i to all output rows that read it.
  template <int Row, int Phase, bool Inside, bool Whole, class Z, class Weight, int L, int Columns, int V>
  static EDGELITE_INLINE constexpr void feed(const Z& z, const Plane<Z, V>& p, const Weight& weight, int i, int j,
                                             Vector (&sum)[L][Columns][V]) {
    const int row = i * z.stride_h + Row - z.top;
    const bool row_inside = row >= 0 && row < z.height;
    if (!row_inside && !is_quantized<T>) return;
    const T* from = p.x + row * z.x_row + (j * z.stride_w - z.left) * z.x_pixel;
    constexpr int span = (Columns - 1) * Z::stride_w + (Z::kernel_w - 1) * Z::dilation_w + 1;
    for_constants<span>([&]<int Q>(std::integral_constant<int, Q>) EDGELITE_INLINE {
      const int column = j * z.stride_w - z.left + Q;
      const bool in = row_inside && (Inside || (column >= 0 && column < z.width));
      if (!in && !is_quantized<T>) return;
      Factor a[V] = {};
      EDGELITE_UNROLL
      for (int v = 0; v < V; ++v) {
        const T* at = from + Q * z.x_pixel + v * P::lanes;
        a[v] = !in ? F::broadcast(p.e.padding()) : Whole ? F::load(at) : F::load(at, p.count);
      }
      EDGELITE_UNROLL
      for (int t = 0; t < L; ++t) {
        const int k = (Row - t * z.stride_h) / z.dilation_h;
        if (Row < t * z.stride_h || (Row - t * z.stride_h) % z.dilation_h != 0 || k >= z.kernel_h) continue;
        EDGELITE_UNROLL
        for (int l = 0; l < z.kernel_w; ++l) {
          const int r = Q - l * z.dilation_w;
          if (r < 0 || r % z.stride_w != 0 || r / z.stride_w >= Columns) continue;
          EDGELITE_UNROLL
          for (int v = 0; v < V; ++v) {
            Vector& s = sum[(Phase + t) % L][r / z.stride_w][v];
            s = F::multiply_add(a[v], weight(k * z.kernel_w + l, v), s);
          }
        }
      }
    });
  }

  template <bool Whole, class Z, int Columns, int V>
  static constexpr void store(const Z& z, Vector (&sum)[Columns][V], const Plane<Z, V>& p, int i, int j) {
    const T* second = p.e.has_second ? p.e.second + i * z.r_row + j * z.r_pixel + p.c : nullptr;
    finish<P, Z>(p.ready, p.e, sum, p.c, {second, z.r_pixel}, {p.y + i * z.y_row + j * z.y_pixel + p.c, z.y_pixel},
                 Whole ? V * P::lanes : p.count);
  }

  // Output rows that read the same groups of rows.
  template <class Z>
  static constexpr int together = Z::stride_h == 1 && Z::dilation_h == 1 && Z::out_height > 1 ? 2 : 1;

  // Taps of V vectors of channels for L output rows, a factor for each group of rows of x and each column of the window,
  // and what stands in place of rows outside x.
  template <class Z, int L, int V> struct RowTaps {
    using R = typename P::RowFactors;
    static constexpr int rows = L - 1 + Z::kernel_h, groups = (rows + R::rows - 1) / R::rows;
    typename R::Factor b[L][groups][Z::kernel_w][V];
    T outside[V * P::lanes];

    RowTaps(const T* w, T padding) {
      const T none[P::lanes] = {};
      for (int t = 0; t < L; ++t)
        for (int n = 0; n < groups; ++n)
          for (int l = 0; l < Z::kernel_w; ++l)
            for (int v = 0; v < V; ++v) {
              const T* from[R::rows];
              for (int g = 0; g < R::rows; ++g) {
                const int k = n * R::rows + g - t;
                from[g] = k < 0 || k >= Z::kernel_h ? none : w + ((v * Z::kernel_h + k) * Z::kernel_w + l) * P::lanes;
              }
              b[t][n][l][v] = R::load_weights(from);
            }
      for (T& element : outside) element = padding;
    }
    static constexpr bool reads(int t, int n) { return (n + 1) * R::rows > t && n * R::rows < t + Z::kernel_h; }
  };

  // Output rows [i, i + L), columns as in `rows`.
  template <int Size, int At, bool Whole, class Z, int L, int V>
  static EDGELITE_INLINE void grouped_rows(const Z& z, const Plane<Z, V>& p, const RowTaps<Z, L, V>& taps, int i,
                                           int j) {
    using R = typename P::RowFactors;
    constexpr bool Inside = At < 0;
    constexpr int span = (Size - 1) * Z::stride_w + (Z::kernel_w - 1) * Z::dilation_w + 1;
    if (!Inside) j = At;
    Vector sum[L][Size][V];
    EDGELITE_UNROLL
    for (int t = 0; t < L; ++t) start(sum[t], p);
    for_constants<RowTaps<Z, L, V>::groups>([&]<int N>(std::integral_constant<int, N>) EDGELITE_INLINE {
      const T* from[R::rows];
      int step[R::rows];
      EDGELITE_UNROLL
      for (int g = 0; g < R::rows; ++g) {
        const int tap = N * R::rows + g < taps.rows ? N * R::rows + g : taps.rows - 1;  // the last one, times nothing
        const int row = i * z.stride_h + tap * z.dilation_h - z.top;
        const bool in = row >= 0 && row < z.height;
        from[g] = in ? p.x + row * z.x_row + (j * z.stride_w - z.left) * z.x_pixel : taps.outside;
        step[g] = in ? z.x_pixel : 0;
      }
      for_constants<span>([&]<int Q>(std::integral_constant<int, Q>) EDGELITE_INLINE {
        const int column = j * z.stride_w - z.left + Q;
        typename R::Factor a[V];
        EDGELITE_UNROLL
        for (int v = 0; v < V; ++v) {
          const T* at[R::rows];
          EDGELITE_UNROLL
          for (int g = 0; g < R::rows; ++g) at[g] = from[g] + Q * step[g] + v * P::lanes;
          a[v] = !Inside && (column < 0 || column >= z.width) ? R::broadcast(p.e.padding())
                 : Whole                                      ? R::load(at)
                                                              : R::load(at, p.count);
        }
        EDGELITE_UNROLL
        for (int t = 0; t < L; ++t) {
          if (!taps.reads(t, N)) continue;
          EDGELITE_UNROLL
          for (int l = 0; l < z.kernel_w; ++l) {
            const int r = Q - l * z.dilation_w;
            if (r < 0 || r % z.stride_w != 0 || r / z.stride_w >= Size) continue;
            EDGELITE_UNROLL
            for (int v = 0; v < V; ++v) {
              Vector& s = sum[t][r / z.stride_w][v];
              s = R::multiply_add(a[v], taps.b[t][N][l][v], s);
            }
          }
        }
      });
    });
    EDGELITE_UNROLL
    for (int t = 0; t < L; ++t) store<Whole>(z, sum[t], p, i + t, j);
  }

  // Sizes known at run time alone: tap by tap.
  template <bool Whole, class Z>
  static constexpr void any_image(const Z& z, const T* x, const T* w, const Epilogue<T>& e, T* y, int c) {
    const Plane<Z, 1> p(x + c, w + c * z.kernel_h * z.kernel_w, e, y, c, Whole ? P::lanes : z.channels - c);
    for (int i = 0; i < z.out_height; ++i) {
      int j = 0;
      for (; j < z.out_width && !inside(z, j, 1); ++j) any_tile<1, false, Whole>(z, p, i, j);
      for (; j + 4 <= z.out_width && inside(z, j, 4); j += 4) any_tile<4, true, Whole>(z, p, i, j);
      for (; j < z.out_width; ++j) any_tile<1, false, Whole>(z, p, i, j);
    }
  }

  template <int Columns, bool Inside, bool Whole, class Z>
  static constexpr void any_tile(const Z& z, const Plane<Z, 1>& p, int i, int j) {
    auto load = [&](const T* from) { return Whole ? F::load(from) : F::load(from, p.count); };
    const Factor outside = F::broadcast(p.e.padding());
    Vector sum[Columns][1] = {};
    start(sum, p);
    for (int k = 0; k < z.kernel_h; ++k) {
      const int row = i * z.stride_h + k * z.dilation_h - z.top;
      const bool row_inside = row >= 0 && row < z.height;
      for (int l = 0; l < z.kernel_w; ++l) {
        const Factor b = F::load_weight(p.w + (k * z.kernel_w + l) * P::lanes);
        EDGELITE_UNROLL
        for (int r = 0; r < Columns; ++r) {
          const int column = (j + r) * z.stride_w + l * z.dilation_w - z.left;
          const bool in = row_inside && (Inside || (column >= 0 && column < z.width));
          const Factor a = in ? load(p.x + row * z.x_row + column * z.x_pixel) : outside;
          sum[r][0] = F::multiply_add(a, b, sum[r][0]);
        }
      }
    }
    store<Whole>(z, sum, p, i, j);
  }
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
