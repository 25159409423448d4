"""Writes layers.safetensors: what PyTorch computes for edgelite's layers and blocks.

    python make_goldens.py        (torch, safetensors)

Keys: CASE/input and CASE/output in HxWxC, CASE/parameters/NAME with the state dict's names. Parameters are drawn in float32;
the output is computed in double and rounded once.
"""

import os
import zlib

import torch
from safetensors.torch import save_file
from torch import nn

from blocks import (BasicBlock, Bottleneck, Fire, GhostBottleneck, InvertedResidual, ShuffleUnitV1, ShuffleUnitV2,
                    dense_block, depthwise_separable, inception)
from modules import (Add, Concat, Function, GhostModule, Mul, Residual, Split, SqueezeExcite, WeightedSum, conv_bn, depthwise_bn,
                     resize, slice_)

FOLDER = os.path.dirname(os.path.abspath(__file__))
tensors = {}


def randomize(module, generator):
    """Values that show a wrong order or a forgotten term: no zero bias, no unit scale, a negative batch norm weight."""
    for name, tensor in module.state_dict().items():
        normal = torch.randn(tensor.shape, generator=generator) if tensor.is_floating_point() else None
        if name.endswith("num_batches_tracked"):
            continue
        if name.endswith("running_var"):
            tensor.copy_(0.3 + normal.abs())
        elif tensor.ndim == 1:
            tensor.copy_(0.6 * normal)
        else:
            tensor.copy_(normal / tensor[0].numel() ** 0.5 * 1.4)


@torch.no_grad()
def case(name, *layers, input=(6, 7, 8), spread=1.0):
    generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    height, width, channels = input
    module = nn.Sequential(*layers).eval()
    randomize(module, generator)
    x = torch.randn(1, channels, height, width, generator=generator) * spread
    y = module.double()(x.double()).float()
    nhwc = lambda t: t[0].permute(1, 2, 0).contiguous() if t.ndim == 4 else t[0]
    tensors[f"{name}/input"], tensors[f"{name}/output"] = nhwc(x), nhwc(y)
    for key, value in module.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            tensors[f"{name}/parameters/{key}"] = value.float().contiguous()


# convolutions
case("conv_pointwise_bias", nn.Conv2d(8, 5, 1))
case("conv_3x3_bias", nn.Conv2d(8, 5, 3, 1, 1))
case("conv_stride2_padding1", nn.Conv2d(3, 9, 3, 2, 1, bias=False), input=(7, 8, 3))
case("conv_valid", nn.Conv2d(8, 5, 3, bias=False))
case("conv_dilation2", nn.Conv2d(8, 5, 3, 1, 2, 2, bias=False))
case("conv_rectangular", nn.Conv2d(8, 5, (3, 5), (2, 1), (1, 2), bias=False))
case("conv_groups2", nn.Conv2d(8, 6, 3, 1, 1, groups=2))
case("conv_groups4_pointwise", nn.Conv2d(8, 12, 1, groups=4, bias=False))
case("conv_one_pixel", nn.Conv2d(8, 5, 3, 1, 1), input=(1, 1, 8))
case("depthwise", nn.Conv2d(8, 8, 3, 1, 1, groups=8, bias=False))
case("depthwise_bias_stride2", nn.Conv2d(8, 8, 3, 2, 1, groups=8), input=(7, 8, 8))
case("depthwise_5x5_stride2", nn.Conv2d(8, 8, 5, 2, 2, groups=8, bias=False), input=(7, 8, 8))
case("depthwise_dilation2", nn.Conv2d(8, 8, 3, 1, 2, 2, groups=8, bias=False))
case("depthwise_multiplier2", nn.Conv2d(8, 16, 3, 1, 1, groups=8))

# linear: PyTorch flattens channel by channel
case("linear", nn.Flatten(), nn.Linear(24, 10), input=(1, 1, 24))
case("flatten_linear", nn.Flatten(), nn.Linear(4 * 5 * 6, 10), input=(4, 5, 6))

# batch norm: folded, and where it cannot fold
case("batch_norm", nn.BatchNorm2d(8))
case("conv_batch_norm_relu", *conv_bn(8, 5, 3, nn.ReLU(), padding=1))
case("conv_bias_batch_norm", nn.Conv2d(8, 5, 1), nn.BatchNorm2d(5))
case("depthwise_batch_norm_relu6", *depthwise_bn(8, 1, nn.ReLU6()), spread=4.0)
case("relu_batch_norm", nn.Conv2d(8, 5, 1), nn.ReLU(), nn.BatchNorm2d(5))
case("batch_norm_twice", nn.Conv2d(8, 5, 1), nn.BatchNorm2d(5), nn.BatchNorm2d(5))

# activations: values on both sides of every bend
for name, layer in [("relu", nn.ReLU()), ("relu6", nn.ReLU6()), ("leaky_relu", nn.LeakyReLU()), ("leaky_relu_fifth", nn.LeakyReLU(0.2)),
                    ("hard_swish", nn.Hardswish()), ("hard_sigmoid", nn.Hardsigmoid()), ("sigmoid", nn.Sigmoid()),
                    ("silu", nn.SiLU()), ("softmax", nn.Softmax(1))]:
    case(name, layer, spread=4.0)

# pools; PyTorch drops a window of ceil_mode that begins in the padding after the input
case("max_pool_dropped", nn.MaxPool2d(2, 2, 1, ceil_mode=True), input=(7, 6, 8))
case("average_pool_dropped", nn.AvgPool2d(2, 2, 1, ceil_mode=True), input=(7, 6, 8))
case("max_pool", nn.MaxPool2d(2), input=(7, 8, 8))
case("max_pool_padded", nn.MaxPool2d(3, 2, 1), input=(7, 8, 8))
case("max_pool_ceil", nn.MaxPool2d(3, 2, ceil_mode=True), input=(6, 8, 8))
case("average_pool", nn.AvgPool2d(2), input=(7, 8, 8))
case("average_pool_padded", nn.AvgPool2d(3, 2, 1), input=(7, 8, 8))
case("average_pool_ceil", nn.AvgPool2d(3, 2, ceil_mode=True), input=(6, 8, 8))
case("average_pool_padded_ceil", nn.AvgPool2d(3, 2, 1, ceil_mode=True), input=(6, 8, 8))
case("global_average_pool", nn.AdaptiveAvgPool2d(1))

# layers that move values
case("channel_shuffle", nn.ChannelShuffle(4))
case("pad", nn.ZeroPad2d((2, 1, 1, 3)))
case("pad_channels", Function(lambda x: nn.functional.pad(x, (0, 0, 1, 0, 2, 3))))
case("crop", nn.ZeroPad2d((-2, -1, -1, -2)))
case("resize_nearest", resize(9, 4, "nearest"))
case("resize_bilinear", resize(9, 4, "bilinear"))
case("resize_bilinear_double", resize(12, 14, "bilinear"))
case("concat", Concat(nn.Conv2d(8, 5, 1, bias=False), nn.MaxPool2d(3, 1, 1), slice_(2, 3)))

# attention and residual
case("squeeze_excite_sigmoid", SqueezeExcite(8, 2, nn.Sigmoid()))
case("squeeze_excite_hard_sigmoid", SqueezeExcite(8, 3, nn.Hardsigmoid()))
case("residual", Residual(*conv_bn(8, 16, 1, nn.ReLU()), *conv_bn(16, 8)), nn.ReLU())
case("residual_shortcut", Residual(*depthwise_bn(8, 2), *conv_bn(8, 12), shortcut=nn.Sequential(*conv_bn(8, 12, stride=2))))

# layers of branches
case("split", Split(nn.Conv2d(4, 3, 1), nn.Identity()))
case("split_sizes", nn.Conv2d(8, 8, 1), Split(nn.Identity(), nn.Conv2d(2, 4, 3, 1, 1), nn.ReLU(), sizes=[3, 2, 3]))
case("add", Add(nn.Conv2d(8, 5, 1), nn.Conv2d(8, 5, 3, 1, 1)), nn.ReLU6())
case("mul", Mul(nn.Conv2d(8, 5, 1), nn.Conv2d(8, 5, 3, 1, 1)))
case("mul_gate", Mul(nn.Identity(), nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(8, 8, 1))))
case("weighted_sum", WeightedSum(nn.Conv2d(8, 5, 1), nn.Conv2d(8, 5, 3, 1, 1)))
case("repeat", *[nn.Sequential(*[nn.Sequential(nn.Conv2d(8, 8, 1), nn.ReLU()) for _ in range(3)])])
case("repeat_single", nn.Sequential(*[nn.Conv2d(8, 8, 1) for _ in range(2)]))
case("ghost_module", GhostModule(8, 10))
case("ghost_module_odd", GhostModule(8, 7, 3, 3, 2, nn.Identity), input=(7, 8, 8))

# one value read by several branches: the memory plan must keep it
case("concat_same_value_twice", nn.Conv2d(8, 4, 1), Concat(nn.Identity(), nn.Identity()))
case("concat_value_of_two", nn.Conv2d(8, 4, 1), Concat(Concat(nn.Identity(), nn.Conv2d(4, 3, 1)), nn.Identity()))
case("split_then_residual", nn.Conv2d(8, 8, 1), Residual(Split(nn.Identity(), nn.Conv2d(4, 4, 1))), nn.Conv2d(8, 3, 1))

# the papers' blocks
case("depthwise_separable", depthwise_separable(8, 10, 2), input=(7, 8, 8))
case("inverted_residual", InvertedResidual(8, 24, 8, 1, nn.Hardswish, SqueezeExcite(24, 6, nn.Hardsigmoid())))
case("inverted_residual_stride2", InvertedResidual(8, 48, 10, 2, nn.ReLU6), input=(7, 8, 8))
case("inverted_residual_unexpanded", InvertedResidual(8, 8, 10, 1, nn.ReLU6))
case("basic_block", BasicBlock(8, 8, 1))
case("basic_block_stride2", BasicBlock(8, 16, 2), input=(7, 8, 8))
case("bottleneck", Bottleneck(8, 2, 1))
case("bottleneck_projected", Bottleneck(8, 3, 2), input=(7, 8, 8))
case("ghost_bottleneck", GhostBottleneck(8, 12, 8, 1))
case("ghost_bottleneck_stride2", GhostBottleneck(8, 12, 10, 2, SqueezeExcite(12, 3, nn.Hardsigmoid())), input=(7, 8, 8))
case("shuffle_unit_v1", ShuffleUnitV1(8, 8, 2, 2, 1))
case("shuffle_unit_v1_stride2", ShuffleUnitV1(8, 24, 2, 1, 2), input=(7, 8, 8))
case("shuffle_unit_v2", ShuffleUnitV2(8, 8, 1))
case("shuffle_unit_v2_stride2", ShuffleUnitV2(8, 12, 2), input=(7, 8, 8))
case("fire", Fire(8, 3, 4, 5))
case("inception", inception(8, 3, 2, 4, 2, 3, 2))
case("dense_block", dense_block(8, 3, 4))

save_file(tensors, os.path.join(FOLDER, "layers.safetensors"))
