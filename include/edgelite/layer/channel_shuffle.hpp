// ChannelShuffle<Groups>: y[i, j, c G + g] = x[i, j, g C/G + c], so that the next grouped convolution sees every group
// (ShuffleNet, Zhang et al. 2018). H x W x C -> H x W x C, no parameters.
#pragma once

#include "edgelite/kernel/channel_shuffle.hpp"
#include "edgelite/layer/layer.hpp"

namespace edgelite {

constexpr Value emit_channel_shuffle(Builder& b, Value x, int groups) {
  if (groups == 1) return x;
  Operation op;
  op.role = Role::shuffle;
  op.tied = true;
  op.groups = groups;
  return b.emit(op, {x}, x.shape);
}

template <int Groups> struct ChannelShuffle : Layer {
  static_assert(Groups > 0, "ChannelShuffle: the number of groups must be positive");

  static constexpr Value emit(Builder& b, Value x) { return emit_channel_shuffle(b, x, Groups); }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0).channels % Groups == 0, "ChannelShuffle: Groups must divide the input's channels");
  }
  template <class Arch, class T, class Z> static constexpr void forward(const Call<T, Z>& c) {
    channel_shuffle<Arch>(c.size, c.x, c.y);
  }
};

}  // namespace edgelite
