// The VNNI architectures against the naive int8 convolutions, their instructions emulated: bit for bit.
#include "avx512.hpp"
//
#include <array>

#include "edgelite/arch/avx512_vnni.hpp"
#include "edgelite/arch/avx_vnni.hpp"
#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "unit/weighted_kernel.hpp"

using namespace kernel_test;
using reference::Window;

TEST_CASE_TEMPLATE("int8 convolutions", Arch, edgelite::Avx512Vnni, edgelite::AvxVnni, edgelite::Avx2) {
  using kernel = edgelite::ConvolutionKernel<Arch, std::int8_t>;
  for (bool extra : {false, true})
    for (int channels : {1, 2, 3, 4, 5, 8, 19, 64})
      for (int filters : {1, 7, 16, 17, 33, 80}) {
        check<kernel, std::int8_t>({5, 6, channels, filters, {}, 1, extra, extra});
        check<kernel, std::int8_t>({5, 6, channels, filters, {}, 1, extra, extra, false, false, false});
        check<kernel, std::int8_t>({6, 7, channels, filters, Window::square(3, 1, 1), 1, extra, extra});
        check<kernel, std::int8_t>({7, 6, channels, filters, Window::square(3, 2, 0), 1, extra, extra});
        check<kernel, std::int8_t>({9, 9, channels, filters, Window::square(3, 1, 2, 2), 1, extra, extra});
        check<kernel, std::int8_t>({1, 1, channels, filters, {}, 1, extra, false, true});
      }
  for (int groups : {2, 3, 5})
    for (bool shuffled : {false, true}) {
      check<kernel, std::int8_t>({4, 5, 6 * groups, 7 * groups, {}, groups, false, false, false, shuffled});
      check<kernel, std::int8_t>(
          {4, 5, 3 * groups, 16 * groups, Window::square(3, 1, 1), groups, true, false, false, shuffled});
    }
}

TEST_CASE_TEMPLATE("int8 depthwise convolutions", Arch, edgelite::Avx512Vnni, edgelite::AvxVnni, edgelite::Avx2) {
  using kernel = edgelite::DepthwiseKernel<Arch, std::int8_t>;
  for (bool extra : {false, true})
    for (int channels : {1, 3, 8, 16, 17, 40})
      for (int side : {3, 5})
        for (int stride : {1, 2})
          check<kernel, std::int8_t>(
              {7, 11, channels, channels, Window::square(side, stride, side / 2), channels, extra, extra});
}

namespace {

template <int H, int W, int C, int K, int S, int D, bool Clamped> struct Depthwise {
  static constexpr Problem problem{H, W, C, C, Window::square(K, S, K / 2, D), C, Clamped};
};
template <class Arch, int H, int W, int C, int K, int S, int D = 1> void depthwise() {
  using kernel = edgelite::DepthwiseKernel<Arch, std::int8_t>;
  check_static<kernel, std::int8_t, Depthwise<H, W, C, K, S, D, false>>();
  check_static<kernel, std::int8_t, Depthwise<H, W, C, K, S, D, true>>();
}

}  // namespace

TEST_CASE_TEMPLATE("int8 depthwise convolutions, sizes known at compile time", Arch, edgelite::Avx512Vnni,
                   edgelite::AvxVnni) {
  depthwise<Arch, 8, 19, 35, 3, 1>();
  depthwise<Arch, 9, 8, 17, 3, 2>();
  depthwise<Arch, 7, 9, 16, 5, 1>();
  depthwise<Arch, 9, 11, 8, 3, 1, 2>();
  depthwise<Arch, 1, 1, 16, 3, 1>();
}

TEST_CASE("a table of all stored values, a vector at a time and in place") {
  std::array<std::int8_t, 256> table, x, y;
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::int8_t>(i * 167 + i / 3);
  for (const int count : {3, 64, 150, 256}) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = y[i] = static_cast<std::int8_t>(i * 5);
    edgelite::Primitives<edgelite::Avx512Vnni, std::int8_t>::look_up(y.data(), count, table.data(), y.data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
      CHECK(y[i] == table[static_cast<std::size_t>(x[i] + 128)]);
  }
}
