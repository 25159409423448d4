"""PyTorch modules nested as edgelite's composites are, so that a state dict's names are the names that edgelite expects."""

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Sequential):
    """layers(x) + shortcut(x); without a shortcut layers(x) + x"""

    def __init__(self, *layers, shortcut=None):
        super().__init__(*layers)
        self.shortcut = nn.Identity() if shortcut is None else shortcut

    def forward(self, x):
        y = x
        for name, layer in self.named_children():
            y = y if name == "shortcut" else layer(y)
        return y + self.shortcut(x)


class Concat(nn.Sequential):
    """Every child reads the same input; their outputs are joined along the channels."""

    def forward(self, x):
        return torch.cat([child(x) for child in self], 1)


class Split(nn.Sequential):
    """Each child reads its part of the channels; their outputs are joined."""

    def __init__(self, *branches, sizes=None):
        super().__init__(*branches)
        self.sizes = sizes

    def forward(self, x):
        parts = x.split(self.sizes or x.shape[1] // len(self), 1)
        return torch.cat([child(part) for child, part in zip(self, parts)], 1)


class Add(nn.Sequential):
    def forward(self, x):
        return self[0](x) + self[1](x)


class Mul(nn.Sequential):
    def forward(self, x):
        return self[0](x) * self[1](x)


class WeightedSum(nn.Sequential):
    """a A(x) + b B(x) (HL-CNN)"""

    def __init__(self, first, second):
        super().__init__(first, second)
        self.weight = nn.Parameter(torch.ones(2))

    def forward(self, x):
        return self.weight[0] * self[0](x) + self.weight[1] * self[1](x)


class GhostModule(nn.Module):
    """GhostNet's official code: ghost_pytorch/ghostnet.py"""

    def __init__(self, channels, filters, kernel=1, ratio=2, stride=1, activation=nn.ReLU):
        super().__init__()
        self.filters = filters
        primary = -(-filters // ratio)
        cheap = primary * (ratio - 1)
        self.primary_conv = nn.Sequential(
            nn.Conv2d(channels, primary, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(primary), activation())
        self.cheap_operation = nn.Sequential(
            nn.Conv2d(primary, cheap, 3, 1, 1, groups=primary, bias=False), nn.BatchNorm2d(cheap), activation())

    def forward(self, x):
        first = self.primary_conv(x)
        return torch.cat([first, self.cheap_operation(first)], 1)[:, :self.filters]


class SqueezeExcite(nn.Module):
    def __init__(self, channels, hidden, gate):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, 1)
        self.fc2 = nn.Conv2d(hidden, channels, 1)
        self.gate = gate

    def forward(self, x):
        return x * self.gate(self.fc2(self.fc1(x.mean((2, 3), keepdim=True)).relu()))


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def slice_(first, count):
    return Function(lambda x: x[:, first:first + count])


def resize(height, width, mode):
    return Function(lambda x: F.interpolate(x, (height, width), mode=mode))


def conv_bn(channels, filters, kernel=1, *activation, **options):
    return [nn.Conv2d(channels, filters, kernel, bias=False, **options), nn.BatchNorm2d(filters), *activation]


def depthwise_bn(channels, stride=1, *activation, kernel=3):
    return conv_bn(channels, channels, kernel, *activation, stride=stride, padding=kernel // 2, groups=channels)
