"""The reference definitions of the networks in include/edgelite/model: case -> (how to build it, height, width, images)."""


def strides(net, **by_name):
    """Other strides for some modules: "features.0.0" is features_0_0."""
    for name, stride in by_name.items():
        net.get_submodule(name.replace("_", ".")).stride = stride
    return net


def torchvision(name, **options):
    from torchvision import models
    return getattr(models, name)(weights=None, **options)


def timm(name, **options):
    from timm import create_model
    return create_model(name, **options)


models = {
    "mobilenet_v2": (lambda: torchvision("mobilenet_v2"), 224, 224, 2),
    "mobilenet_v2_c32": (lambda: strides(torchvision("mobilenet_v2", num_classes=10), features_0_0=(1, 1)), 32, 32, 4),
}
