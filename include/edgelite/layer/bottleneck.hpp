// Bottleneck<Width, Options...>: ResNet's block of 1 x 1, 3 x 3, 1 x 1 convolutions (He et al. 2016).
//
//   y = relu(shortcut(x) + bn(pointwise(relu(bn(conv(relu(bn(pointwise(x)))))))))
//
// H x W x C -> OH x OW x 4 Width. Options (Stride<>, padding) are the 3 x 3 convolution's, which has the stride. The
// shortcut is x, or bn(pointwise(x)) with the same stride where the shape changes.
// Names: 0, 3, 6 convolutions, 1, 4, 7 batch norms, shortcut.0, shortcut.1.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/residual.hpp"

namespace edgelite {

template <int Width, class... Options> struct Bottleneck : Addition {
  static constexpr int filters = 4 * Width;
  static constexpr Window window = window_options<Options...>(3).window;
  using Projection = Shortcut<PointwiseConv2d<filters, Stride<window.stride_h, window.stride_w>>, BatchNorm2d>;
  using Middle = Conv2d<Width, Kernel<3>, Options...>;
  using children = Children<PointwiseConv2d<Width>, BatchNorm2d, Relu, Middle, BatchNorm2d, Relu,
                            PointwiseConv2d<filters>, BatchNorm2d, Projection, Relu>;

  static constexpr Value emit(Builder& b, Value x) {
    const bool kept = !is_strided<Options...> && x.shape.channels == filters;
    const Value r = kept ? x : b.child<Projection>(8, x);
    const Value y = emit_in_turn<PointwiseConv2d<Width>, BatchNorm2d, Relu, Middle, BatchNorm2d, Relu,
                                 PointwiseConv2d<filters>, BatchNorm2d>(b, x);
    return b.child<Relu>(9, emit_sum(b, y, r));
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1),
                  "Bottleneck: its 3 x 3 convolution must keep the size that the shortcut has");
  }
};

}  // namespace edgelite
