"""The blocks of the papers in PyTorch; each module's name is the index or the label that edgelite gives it."""

import torch
from torch import nn
from torch.nn import functional as F

from modules import Concat, GhostModule, Split, conv_bn, depthwise_bn


class Block(nn.Module):
    """Modules by name; run calls those of the given names that are there, one after another."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name.lstrip("_"), module)

    def run(self, x, *names):
        for name in names:
            x = getattr(self, str(name))(x) if hasattr(self, str(name)) else x
        return x


def depthwise_separable(channels, filters, stride):
    return nn.Sequential(*depthwise_bn(channels, stride, nn.ReLU()), *conv_bn(channels, filters, 1, nn.ReLU()))


class InvertedResidual(Block):
    """MobileNetV2, V3"""

    def __init__(self, channels, hidden, filters, stride, activation, attention=None):
        expand = conv_bn(channels, hidden)
        depthwise = depthwise_bn(hidden, stride)
        project = conv_bn(hidden, filters)
        first = dict(_0=expand[0], _1=expand[1], _2=activation()) if hidden != channels else {}
        super().__init__(**first, _3=depthwise[0], _4=depthwise[1], _5=activation(), _6=attention or nn.Identity(),
                         _7=project[0], _8=project[1])
        self.residual = stride == 1 and channels == filters

    def forward(self, x):
        y = self.run(x, *range(9))
        return y + x if self.residual else y


class BasicBlock(Block):
    """ResNet for CIFAR-10; where the shape changes the shortcut has zeros for the new channels (option A)"""

    def __init__(self, channels, filters, stride):
        a, b = conv_bn(channels, filters, 3, stride=stride, padding=1), conv_bn(filters, filters, 3, padding=1)
        super().__init__(conv1=a[0], bn1=a[1], conv2=b[0], bn2=b[1])
        self.stride, self.more = stride, (filters - channels) // 2

    def forward(self, x):
        y = self.run(self.run(x, "conv1", "bn1").relu(), "conv2", "bn2")
        return (y + F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.more, self.more))).relu()


class Bottleneck(Block):
    """ResNet; the stride is the 3 x 3 convolution's"""

    def __init__(self, channels, width, stride):
        a, b, c = conv_bn(channels, width), conv_bn(width, width, 3, stride=stride, padding=1), conv_bn(width, 4 * width)
        project = {} if stride == 1 and channels == 4 * width else \
            dict(downsample=nn.Sequential(*conv_bn(channels, 4 * width, stride=stride)))
        super().__init__(conv1=a[0], bn1=a[1], conv2=b[0], bn2=b[1], conv3=c[0], bn3=c[1], **project)

    def forward(self, x):
        y = self.run(self.run(x, "conv1", "bn1").relu(), "conv2", "bn2").relu()
        return (self.run(y, "conv3", "bn3") + self.run(x, "downsample")).relu()


class GhostBottleneck(Block):
    """GhostNet's official code: ghost_pytorch/ghostnet.py, with torchvision's squeeze-excite"""

    def __init__(self, channels, width, filters, stride, attention=None):
        modules = dict(ghost1=GhostModule(channels, width))
        if stride > 1:
            modules["conv_dw"], modules["bn_dw"] = depthwise_bn(width, stride)
        if attention is not None:
            modules["se"] = attention
        modules["ghost2"] = GhostModule(width, filters, activation=nn.Identity)
        if stride > 1 or channels != filters:
            modules["shortcut"] = nn.Sequential(*depthwise_bn(channels, stride), *conv_bn(channels, filters))
        super().__init__(**modules)

    def forward(self, x):
        return self.run(x, "ghost1", "conv_dw", "bn_dw", "se", "ghost2") + self.run(x, "shortcut")


class ShuffleUnitV1(Block):
    def __init__(self, channels, filters, groups, first, stride):
        made = filters - channels if stride > 1 else filters
        a, b, c = conv_bn(channels, filters // 4, groups=first), depthwise_bn(filters // 4, stride), \
            conv_bn(filters // 4, made, groups=groups)
        super().__init__(_0=a[0], _1=a[1], _3=nn.ChannelShuffle(groups), _4=b[0], _5=b[1], _6=c[0], _7=c[1])
        self.stride = stride

    def forward(self, x):
        y = self.run(self.run(x, 0, 1).relu(), 3, 4, 5, 6, 7)
        joined = torch.cat([F.avg_pool2d(x, 3, self.stride, 1), y], 1) if self.stride > 1 else x + y
        return joined.relu()


class ShuffleUnitV2(Block):
    """torchvision's shufflenetv2.py"""

    def __init__(self, channels, filters, stride):
        half = filters // 2
        taken = channels if stride > 1 else half
        left = dict(branch1=nn.Sequential(*depthwise_bn(channels, stride), *conv_bn(channels, half, 1, nn.ReLU()))) if stride > 1 else {}
        super().__init__(**left, branch2=nn.Sequential(
            *conv_bn(taken, half, 1, nn.ReLU()), *depthwise_bn(half, stride), *conv_bn(half, half, 1, nn.ReLU())))
        self.stride = stride

    def forward(self, x):
        left, right = (x, x) if self.stride > 1 else x.chunk(2, 1)
        return F.channel_shuffle(torch.cat([self.run(left, "branch1"), self.branch2(right)], 1), 2)


class Fire(Block):
    """SqueezeNet"""

    def __init__(self, channels, squeeze, one, three):
        super().__init__(squeeze=nn.Conv2d(channels, squeeze, 1), expand1x1=nn.Conv2d(squeeze, one, 1),
                         expand3x3=nn.Conv2d(squeeze, three, 3, padding=1))

    def forward(self, x):
        y = self.run(x, "squeeze").relu()
        return torch.cat([self.run(y, "expand1x1"), self.run(y, "expand3x3")], 1).relu()


def inception(channels, one, reduce3, three, reduce5, five, pooled):
    conv = lambda i, o, k=1: [nn.Conv2d(i, o, k, padding=k // 2), nn.ReLU()]
    return Concat(nn.Sequential(*conv(channels, one)),
                  nn.Sequential(*conv(channels, reduce3), *conv(reduce3, three, 3)),
                  nn.Sequential(*conv(channels, reduce5), *conv(reduce5, five, 5)),
                  nn.Sequential(nn.MaxPool2d(3, 1, 1), *conv(channels, pooled)))


def dense_block(channels, layers, growth):
    def layer(i):
        c = channels + i * growth
        new = nn.Sequential(nn.BatchNorm2d(c), nn.ReLU(), nn.Conv2d(c, growth, 3, padding=1, bias=False))
        return Concat(nn.Identity(), new)
    return nn.Sequential(*[layer(i) for i in range(layers)])
