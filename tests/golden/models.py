"""The reference definitions of the networks in include/edgelite/model: case -> (how to build it, height, width, images)."""

from torch import nn


def strides(net, **by_name):
    """Other strides for some modules: "features.0.0" is features_0_0, if the network itself has no such module."""
    for name, stride in by_name.items():
        net.get_submodule(name if hasattr(net, name) else name.replace("_", ".")).stride = stride
    return net


def torchvision(name, **options):
    from torchvision import models
    return getattr(models, name)(weights=None, **options)


def timm(name, **options):
    from timm import create_model
    return create_model(name, **options)


def own(name, **options):
    import networks
    return getattr(networks, name)(**options)


def small_shufflenet_v2(name):
    net = strides(torchvision(name, num_classes=10), conv1_0=(1, 1))
    net.maxpool = nn.Identity()
    return net


models = {
    "mobilenet_v1": (lambda: timm("mobilenetv1_100"), 224, 224, 2),
    "mobilenet_v1_c32": (lambda: strides(timm("mobilenetv1_100", num_classes=10), conv_stem=(1, 1)), 32, 32, 4),
    "mobilenet_v2": (lambda: torchvision("mobilenet_v2"), 224, 224, 2),
    "mobilenet_v2_c32": (lambda: strides(torchvision("mobilenet_v2", num_classes=10, width_mult=0.5), features_0_0=(1, 1),
                                         features_2_conv_1_0=(1, 1)), 32, 32, 4),
    "mobilenet_v3_small": (lambda: torchvision("mobilenet_v3_small"), 224, 224, 2),
    "mobilenet_v3_small_c32": (lambda: strides(torchvision("mobilenet_v3_small", num_classes=10), features_0_0=(1, 1)), 32, 32, 4),
    "mobilenet_v3_large": (lambda: torchvision("mobilenet_v3_large"), 224, 224, 2),
    "mobilenet_v3_large_c32": (lambda: strides(torchvision("mobilenet_v3_large", num_classes=10), features_0_0=(1, 1)), 32, 32, 4),
    "shufflenet_v1": (lambda: own("ShuffleNetV1"), 224, 224, 2),
    "shufflenet_v1_c32": (lambda: own("ShuffleNetV1", classes=10, stem_stride=1, pool_stride=1), 32, 32, 4),
    "shufflenet_v2": (lambda: torchvision("shufflenet_v2_x1_0"), 224, 224, 2),
    "shufflenet_v2_x0_5_c32": (lambda: small_shufflenet_v2("shufflenet_v2_x0_5"), 32, 32, 4),
    "ghostnet": (lambda: timm("ghostnet_100"), 224, 224, 2),
    "ghostnet_050_c32": (lambda: strides(timm("ghostnet_050", num_classes=10), conv_stem=(1, 1)), 32, 32, 4),
}

models |= {
    "resnet20": (lambda: own("ResNet20"), 32, 32, 4),
    "ds_cnn": (lambda: own("ds_cnn"), 49, 10, 4),
    "hl_cnn": (lambda: own("hl_cnn"), 224, 224, 2),
    "hl_cnn_c32": (lambda: own("hl_cnn", classes=100, stem_stride=1), 32, 32, 4),
    "optimized_cnn": (lambda: own("optimized_cnn"), 32, 32, 4),
    "resnet50": (lambda: torchvision("resnet50"), 224, 224, 2),
    "squeezenet": (lambda: torchvision("squeezenet1_1"), 224, 224, 2),
    "squeezenet_c32": (lambda: strides(torchvision("squeezenet1_1", num_classes=10), features_0=(1, 1)), 32, 32, 4),
    "efficientnet_lite0": (lambda: timm("tf_efficientnet_lite0"), 224, 224, 2),
    "efficientnet_lite4_small": (lambda: timm("tf_efficientnet_lite4", num_classes=10), 60, 68, 2),
    "efficientnet_lite0_c32": (lambda: strides(timm("tf_efficientnet_lite0", num_classes=10), conv_stem=(1, 1)), 32, 32, 4),
}
