// ShuffleNet's units; Options (Stride<>, padding) are the depthwise 3 x 3 convolution's.
//
// ShuffleUnitV1<Filters, G, First = G, Options...> (Zhang et al. 2018), gconv: pointwise in G (at first First) groups:
//   f(x) = bn(gconv(bn(depthwise(shuffle(relu(bn(gconv(x)))))))), Filters / 4 channels inside
//   y = relu(x + f(x));  with a stride y = relu(x's average pool 3 x 3, f(x)), f having Filters - C filters
//   Names: 0, 4, 6 convolutions, 1, 5, 7 batch norms.
// ShuffleUnitV2<Filters, Options...> (Ma et al. 2018), right(x) = relu(bn(pw(bn(depthwise(relu(bn(pw(x))))))):
//   y = shuffle(first half of x, right(second half))
//   y = shuffle(relu(bn(pw(bn(depthwise(x))))), right(x)) with a stride
//   Names, as torchvision's: branch1 (left) and branch2 (right) before the branches' own.
//
// H x W x C -> OH x OW x Filters.
#pragma once

#include "edgelite/layer/activation.hpp"
#include "edgelite/layer/average_pool2d.hpp"
#include "edgelite/layer/batch_norm2d.hpp"
#include "edgelite/layer/channel_shuffle.hpp"
#include "edgelite/layer/conv2d.hpp"
#include "edgelite/layer/depthwise_conv2d.hpp"
#include "edgelite/layer/identity.hpp"
#include "edgelite/layer/residual.hpp"
#include "edgelite/layer/split.hpp"

namespace edgelite {

template <int Filters, int G, int First = G, class... Options>
struct ShuffleUnitV1 : std::conditional_t<is_strided<Options...>, Joining, Addition> {
  static_assert(Filters % (4 * G) == 0, "ShuffleUnitV1: 4 times the groups must divide the filters");
  using Reduce = PointwiseConv2d<Filters / 4, Groups<First>>;
  using Expand = PointwiseConv2d<Filters, Groups<G>>;  // with a stride its filters depend on x
  using Pool = AveragePool2d<Kernel<3>, Options...>;
  using children = Children<Reduce, BatchNorm2d, Relu, ChannelShuffle<G>, DepthwiseConv2d<Options...>, BatchNorm2d,
                            Expand, BatchNorm2d, Pool, Relu>;

  static constexpr Value emit(Builder& b, Value x) {
    const int more = is_strided<Options...> ? Filters - x.shape.channels : Filters;
    Value y =
        emit_in_turn<Reduce, BatchNorm2d, Relu, ChannelShuffle<G>, DepthwiseConv2d<Options...>, BatchNorm2d>(b, x);
    y = b.child<Expand>(6, y, more > 0 ? more : 1);
    y = b.child<BatchNorm2d>(7, y);
    if constexpr (is_strided<Options...>) {
      const Value parts[] = {b.child<Pool>(8, x), y};
      return b.child<Relu>(9, ShuffleUnitV1::emit_joined(b, parts, 2));
    } else {
      return b.child<Relu>(9, ShuffleUnitV1::emit_sum(b, y, x));
    }
  }
  template <class At> static constexpr void check() {
    if constexpr (is_strided<Options...>) {
      static_assert(
          At::op.to.channels == Filters && At::shape(1).channels % G == 0,
          "ShuffleUnitV1: with a stride it needs more filters than channels, the groups dividing the difference");
      static_assert(Joining::agree<At>(), "ShuffleUnitV1: with a stride its convolution must give the pool's size");
    } else {
      static_assert(At::shape(0) == At::shape(1), "ShuffleUnitV1: without a stride the input must have its shape");
    }
  }
};

template <int Filters, class... Options> struct ShuffleUnitV2 : Joining {
  static_assert(Filters % 2 == 0, "ShuffleUnitV2: the number of filters must be even");
  using Half = Part<EqualSizes<2>>;
  using Left =
      Named<"branch1",
            Sequence<DepthwiseConv2d<Options...>, BatchNorm2d, PointwiseConv2d<Filters / 2>, BatchNorm2d, Relu>>;
  using Right = Named<"branch2", Sequence<PointwiseConv2d<Filters / 2>, BatchNorm2d, Relu, DepthwiseConv2d<Options...>,
                                          BatchNorm2d, PointwiseConv2d<Filters / 2>, BatchNorm2d, Relu>>;
  using children = Children<Left, Right, Half, ChannelShuffle<2>>;

  static constexpr Value emit(Builder& b, Value x) {
    Value parts[2];
    if constexpr (is_strided<Options...>) {
      parts[0] = b.child<Left>(0, x);
      parts[1] = b.child<Right>(1, x);
    } else {
      parts[0] = b.child<Half>(2, x, 0);
      parts[1] = b.child<Right>(1, b.child<Half>(2, x, 1));
    }
    return b.child<ChannelShuffle<2>>(3, emit_joined(b, parts, 2));
  }
};

}  // namespace edgelite
