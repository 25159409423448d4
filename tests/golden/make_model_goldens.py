"""Writes models/<case>.safetensors: what the reference definition of a network computes with the weights and inputs of
counter_values.py. Needs torch; torchvision and timm for the networks that are theirs.

    python make_model_goldens.py [--names] [CASE...]          (all cases unless some are named; --names lists their tensors)

Keys:
  logits       [images, classes] float32
  counts       int64: trainable parameters, multiply-accumulates of convolutions and linear layers, fingerprint of names and
               shapes
  norm_scales  int32, a batch norm each, in the order of their names: its running_var is 2^n times that of counter_values.py,
               n chosen so that the batch norm's output is of the order of 1, as in a trained network
"""

import os
import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

from counter_values import fingerprint, image, parameter
from models import models


def tensors(net):
    return {name: t for name, t in net.state_dict().items() if not name.endswith("num_batches_tracked")}


def scale_norms(net, x):
    """Scales each running_var when the batch norm is about to work, so that those after it see what it will give them."""
    exponents = {}

    def scale(name):
        def hook(norm, inputs):
            n = round(float(inputs[0].square().mean().log2()))
            norm.running_var *= 2.0**n
            exponents[name] = n
        return hook

    hooks = [m.register_forward_pre_hook(scale(name)) for name, m in net.named_modules() if isinstance(m, nn.BatchNorm2d)]
    net(x)
    for hook in hooks:
        hook.remove()
    return [exponents[name] for name in sorted(exponents)]


def multiply_accumulates(net, x):
    total = 0

    def count(module, inputs, output):
        nonlocal total
        total += output[0].numel() * module.weight[0].numel()

    hooks = [m.register_forward_hook(count) for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    net(x[:1])
    for hook in hooks:
        hook.remove()
    return total


@torch.inference_mode()
def make(case, build, height, width, images, names, folder):
    net = build().eval()
    state = {name: torch.from_numpy(parameter(name, tuple(t.shape))) for name, t in tensors(net).items()}
    if names:
        print("\n".join(sorted(f"{name} {list(t.shape)}" for name, t in state.items())))
    net.load_state_dict(state, strict=False)
    channels = next(m for m in net.modules() if isinstance(m, nn.Conv2d)).in_channels
    x = torch.from_numpy(np.stack([image(n, height, width, channels) for n in range(images)])).permute(0, 3, 1, 2).contiguous()
    norms = scale_norms(net, x)
    logits = net(x).flatten(1).numpy()
    counts = [sum(p.numel() for p in net.parameters()), multiply_accumulates(net, x),
              fingerprint((name, t.shape) for name, t in state.items())]
    save_file({"logits": logits, "counts": np.array(counts, np.int64), "norm_scales": np.array(norms, np.int32)},
              os.path.join(folder, case + ".safetensors"))
    exact = net.double()(x.double()).flatten(1).numpy()
    error = np.abs(logits - exact).max() / np.abs(exact).max()
    apart = np.abs(exact[0] - exact[-1]).max() / np.abs(exact).max()
    print(f"{case}: {counts[0]} parameters, {counts[1]} multiply-accumulates, logits up to {np.abs(exact).max():.3g}, "
          f"of the images {apart:.2g} apart, float64 {error:.1g} away")


def main():
    names = "--names" in sys.argv
    wanted = [a for a in sys.argv[1:] if a != "--names"] or list(models)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models")
    os.makedirs(folder, exist_ok=True)
    for case in wanted:
        make(case, *models[case], names, folder)


main()
