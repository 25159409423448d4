"""EdgeLite-CNN (paper 000) in PyTorch.

The modules are nested exactly as the C++ type in include/edgelite/model/edgelite_cnn.hpp nests its layers, so that a
state dict's names ("4.0.weight", "5.6.fc1.bias", ...) are the names that edgelite expects.

Input: N x 3 x 32 x 32, each pixel (byte - 128) / 64: what an int8 network with scale 1/64 and zero point 0 reads directly.
"""

import torch
from torch import nn
from torch.nn import functional


class Residual(nn.Sequential):
    """y = x + body(x); the body's modules keep the names that nn.Sequential gives them."""

    def forward(self, x):
        return x + super().forward(x)


class DepthwiseConv2d(nn.Conv2d):
    """A 3 x 3 depthwise convolution. With stride 2 every second row and column of the stride 1 result: oneDNN's bfloat16
    gradient of a strided depthwise convolution is 15 times slower than that."""

    def __init__(self, channels, stride):
        super().__init__(channels, channels, 3, stride, 1, groups=channels, bias=False)

    def forward(self, x):
        if self.stride == (1, 1):
            return super().forward(x)
        y = functional.conv2d(x, self.weight, None, 1, 1, 1, self.groups)
        return y[:, :, ::2, ::2].contiguous(memory_format=torch.channels_last)


class SqueezeExcite(nn.Module):
    """y = x * sigmoid(W2 relu(W1 mean(x))), with torchvision's parameter names."""

    def __init__(self, channels, hidden):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, 1)
        self.fc2 = nn.Conv2d(hidden, channels, 1)

    def forward(self, x):
        gate = self.fc1(x.mean((2, 3), keepdim=True)).relu()
        return x * self.fc2(gate).sigmoid()


def depthwise_separable(channels, out, stride=1):
    return [
        DepthwiseConv2d(channels, stride), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Conv2d(channels, out, 1, bias=False), nn.BatchNorm2d(out),
    ]


def inverted_residual(channels, expanded, out, stride=1, reduction=0):
    attention = SqueezeExcite(expanded, expanded // reduction) if reduction else nn.Identity()
    layers = [
        nn.Conv2d(channels, expanded, 1, bias=False), nn.BatchNorm2d(expanded), nn.ReLU(),
        DepthwiseConv2d(expanded, stride), nn.BatchNorm2d(expanded), nn.ReLU(),
        attention,
        nn.Conv2d(expanded, out, 1, bias=False), nn.BatchNorm2d(out),
    ]
    return Residual(*layers) if stride == 1 and channels == out else nn.Sequential(*layers)


def edgelite_cnn(classes=10):
    return nn.Sequential(
        nn.Conv2d(3, 24, 3, 1, 1, bias=False), nn.BatchNorm2d(24), nn.ReLU(),
        Residual(*depthwise_separable(24, 24)),
        inverted_residual(24, 96, 40, stride=2),
        inverted_residual(40, 120, 40, reduction=8),
        inverted_residual(40, 120, 40, reduction=8),
        inverted_residual(40, 120, 40, reduction=8),
        inverted_residual(40, 160, 80, stride=2, reduction=8),
        inverted_residual(80, 240, 80, reduction=8),
        inverted_residual(80, 240, 80, reduction=8),
        inverted_residual(80, 240, 80, reduction=8),
        inverted_residual(80, 320, 128, stride=2, reduction=8),
        inverted_residual(128, 384, 128, reduction=8),
        inverted_residual(128, 384, 128, reduction=8),
        nn.Conv2d(128, 512, 1, bias=False), nn.BatchNorm2d(512), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(512, classes),
    )
