"""Writes tiny.safetensors with Hugging Face's own library, as PyTorch users do: the state dict of a small network, with batch
norm's num_batches_tracked and with metadata. Element i of the k-th float tensor (sorted by name) is 16 k + i / 4 - 3.

    pip install torch safetensors && python make_tiny_safetensors.py
"""

import os

import torch
from safetensors.torch import save_file
from torch import nn

model = nn.Sequential(nn.Conv2d(3, 2, 3, bias=False), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(4, 3))
state = {name: value.contiguous() for name, value in model.state_dict().items()}
k = 0
for name in sorted(state):
    if state[name].is_floating_point():
        state[name] = (16 * k + torch.arange(state[name].numel()) / 4 - 3).reshape(state[name].shape)
        k += 1
save_file(state, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tiny.safetensors"), metadata={"format": "pt"})
