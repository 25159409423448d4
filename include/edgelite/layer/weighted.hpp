// Base of the layers that are one call of a packed kernel: Conv2d, DepthwiseConv2d, Linear, BatchNorm2d.
#pragma once

#include "edgelite/layer/layer.hpp"

namespace edgelite {

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
    return KernelOf<Arch, T>::packed_size(ConvolutionShape::of(operation_size(op)));
  }
  template <class Arch, class T, class Source>
  static constexpr void prepare(const Operation& op, const Source& source, Packed<T> to) {
    KernelOf<Arch, T>::pack(ConvolutionShape::of(operation_size(op)), source, to.elements, to.constants);
  }
  template <class Arch, class T> static constexpr int scratch(const Operation& op) {
    return KernelOf<Arch, T>::scratch(operation_size(op));
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    const int channels = KernelOf<Arch, T>::padded_channels(c.size);
    KernelOf<Arch, T>::run(c.size, c.x, c.elements, Epilogue<T>::of(c.constants, channels, c.low, c.high, c.second),
                           c.y, c.scratch);
  }
};

}  // namespace edgelite
