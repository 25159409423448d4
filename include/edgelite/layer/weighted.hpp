// Base of the layers that are one call of a packed kernel: Conv2d, DepthwiseConv2d, Linear, BatchNorm2d.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr ConvolutionShape convolution_shape(const Operation& op) {
  return {op.channels, op.groups, op.window.taps() > 0 ? op.per_channel / op.window.taps() : 0, op.window.taps()};
}

// Fills in what every operation with weights [channels][per_channel] has in common.
constexpr Operation weighted_operation(int channels, int per_channel, bool biased, Shape to) {
  Operation op;
  op.channels = channels;
  op.per_channel = per_channel;
  op.biased = biased;
  op.parameters = op.trainable = channels * (per_channel + (biased ? 1 : 0));
  op.multiply_accumulates = std::int64_t{per_channel} * to.size();
  op.takes_affine = op.takes_clamp = op.takes_add = true;
  return op;
}

template <template <class, class, class> class KernelTemplate> struct WeightedLayer : Layer {
  template <class Arch, class T> using KernelOf = KernelTemplate<Arch, T, Arch>;

  template <class Arch, class T> static constexpr PackedSize packed(const Operation& op) {
    return KernelOf<Arch, T>::packed_size(convolution_shape(op));
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    KernelOf<Arch, T>::pack(convolution_shape(op), source, to.elements, to.constants);
  }
  template <class Arch, class T> static constexpr int scratch(const Operation& op) {
    Size z;
    z.height = op.from.height, z.width = op.from.width, z.out_height = op.to.height, z.out_width = op.to.width;
    z.kernel_h = op.window.kernel_h, z.kernel_w = op.window.kernel_w, z.stride_h = op.window.stride_h,
    z.stride_w = op.window.stride_w;
    z.dilation_h = op.window.dilation_h, z.dilation_w = op.window.dilation_w, z.top = op.window.top,
    z.left = op.window.left;
    return reaches_outside(z) ? KernelOf<Arch, T>::scratch(convolution_shape(op)) : 0;
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    const int channels = KernelOf<Arch, T>::padded_channels(c.size);
    KernelOf<Arch, T>::run(c.size, c.x, c.elements, Epilogue<T>::of(c.constants, channels, c.low, c.high, c.second),
                           c.y, c.scratch);
  }
};

}  // namespace edgelite
