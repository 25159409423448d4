"""Networks that no package has, in PyTorch, named as in include/edgelite/model."""

from collections import OrderedDict

from torch import nn

from blocks import BasicBlock, ShuffleUnitV1, depthwise_separable
from modules import Residual, SqueezeExcite, WeightedSum, conv_bn, depthwise_bn


def stage(block, count, channels, filters, stride):
    first = block(channels, filters, stride)
    return nn.Sequential(first, *[block(filters, filters, 1) for _ in range(count - 1)])


class ResNet20(nn.Sequential):
    """He et al. 2016, section 4.2"""

    def __init__(self, classes=10, stem_stride=1, blocks=3):
        super().__init__(OrderedDict(
            conv1=nn.Conv2d(3, 16, 3, stem_stride, 1, bias=False), bn1=nn.BatchNorm2d(16), relu=nn.ReLU(),
            layer1=stage(BasicBlock, blocks, 16, 16, 1), layer2=stage(BasicBlock, blocks, 16, 32, 2),
            layer3=stage(BasicBlock, blocks, 32, 64, 2), pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(),
            linear=nn.Linear(64, classes)))


class KeywordStem(nn.Conv2d):
    """With TensorFlow's Same padding of 49 x 10 pixels"""

    def forward(self, x):
        return super().forward(nn.functional.pad(x, (1, 1, 4, 5)))


def ds_cnn(classes=12, width=64):
    def block():
        return nn.Sequential(nn.Conv2d(width, width, 3, padding=1, groups=width), nn.ReLU(), nn.Conv2d(width, width, 1), nn.ReLU())
    return nn.Sequential(KeywordStem(1, width, (10, 4), 2), nn.ReLU(), nn.Sequential(*[block() for _ in range(4)]),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes), nn.Softmax(1))


def hl_cnn_block(filters):
    inner = filters // 4
    near = nn.Sequential(*depthwise_bn(inner))
    far = nn.Sequential(nn.AvgPool2d(2), *depthwise_bn(inner, kernel=5), nn.UpsamplingNearest2d(scale_factor=2))
    return nn.Sequential(Residual(*conv_bn(filters, inner, 1, nn.ReLU()), WeightedSum(near, far), nn.ReLU(),
                                  SqueezeExcite(inner, inner // 4, nn.Sigmoid()), *conv_bn(inner, filters)), nn.ReLU())


def hl_cnn(classes=1000, stem_stride=2):
    blocks = []
    for filters in (128, 256, 512):
        blocks += [depthwise_separable(filters // 2, filters, 2), hl_cnn_block(filters), hl_cnn_block(filters)]
    return nn.Sequential(*conv_bn(3, 32, 3, nn.ReLU(), stride=stem_stride, padding=1), depthwise_separable(32, 64, 1), *blocks,
                         depthwise_separable(512, 1024, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(), nn.Linear(1024, classes))


def optimized_cnn(classes=10, stem_stride=1):
    def block(groups):
        def make(channels, filters, stride):
            inner = filters // 4
            branch = nn.Sequential(*conv_bn(channels, inner, 1, nn.ReLU(), groups=groups), nn.ChannelShuffle(groups),
                                   *depthwise_bn(inner, stride), *conv_bn(inner, filters, groups=groups))
            project = None if channels == filters else nn.Sequential(*conv_bn(channels, filters, stride=stride, groups=groups))
            return nn.Sequential(Residual(branch, shortcut=project), nn.ReLU())
        return make
    return nn.Sequential(*conv_bn(3, 64, 3, nn.ReLU(), stride=stem_stride, padding=1), stage(block(1), 3, 64, 256, 1),
                         stage(block(4), 4, 256, 512, 2), stage(block(4), 6, 512, 1024, 2), stage(block(4), 3, 1024, 2048, 2),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(), nn.Linear(2048, classes))


class ShuffleNetV1(nn.Sequential):
    """Zhang et al. 2018, table 1, with groups of 3; named as torchvision's ShuffleNetV2"""

    def __init__(self, classes=1000, stem_stride=2, pool_stride=2):
        def stage(units, filters, first=3):
            return nn.Sequential(ShuffleUnitV1(24 if first == 1 else filters // 2, filters, 3, first, 2),
                                 *[ShuffleUnitV1(filters, filters, 3, 3, 1) for _ in range(units - 1)])
        super().__init__(OrderedDict(
            conv1=nn.Sequential(*conv_bn(3, 24, 3, nn.ReLU(), stride=stem_stride, padding=1)),
            maxpool=nn.MaxPool2d(3, 2, 1) if pool_stride > 1 else nn.Identity(),
            stage2=stage(4, 240, 1), stage3=stage(8, 480), stage4=stage(4, 960),
            pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), fc=nn.Linear(960, classes)))
