// Bottleneck<Width, Options...>: ResNet's block of 1 x 1, 3 x 3, 1 x 1 convolutions (He et al. 2016).
//
//   y = relu(shortcut(x) + bn(pointwise(relu(bn(conv(relu(bn(pointwise(x)))))))))
//
// H x W x C -> OH x OW x 4 Width. Options (Stride<>, padding) are the 3 x 3 convolution's, which has the stride. The
// shortcut is x, or bn(pointwise(x)) with the same stride where the shape changes.
// Names, as torchvision's: conv1, bn1, conv2, bn2, conv3, bn3, downsample.0, downsample.1.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/residual.hpp"

namespace edgelite {

template <int Width, class... Options> struct Bottleneck : Addition {
  static constexpr int filters = 4 * Width;
  static constexpr Window window = window_options<Options...>(3).window;
  using Projection =
      Named<"downsample", Sequence<PointwiseConv2d<filters, Stride<window.stride_h, window.stride_w>>, BatchNorm2d>>;
  using First = Named<"conv1", PointwiseConv2d<Width>>;
  using Middle = Named<"conv2", Conv2d<Width, Kernel<3>, Options...>>;
  using Last = Named<"conv3", PointwiseConv2d<filters>>;
  template <Text Name> using Norm = Named<Name, BatchNorm2d>;
  using children = Children<First, Norm<"bn1">, Relu, Middle, Norm<"bn2">, Relu, Last, Norm<"bn3">, Projection, Relu>;

  static constexpr Value emit(Builder& b, Value x) {
    const bool kept = !is_strided<Options...> && x.shape.channels == filters;
    const Value r = kept ? x : b.child<Projection>(8, x);
    const Value y = emit_in_turn<First, Norm<"bn1">, Relu, Middle, Norm<"bn2">, Relu, Last, Norm<"bn3">>(b, x);
    return b.child<Relu>(9, emit_sum(b, y, r));
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0) == At::shape(1),
                  "Bottleneck: its 3 x 3 convolution must keep the size that the shortcut has");
  }
};

}  // namespace edgelite
