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
