"""Writes tiny_int8.safetensors with Hugging Face's own library: the int8 parameters of a small network, 3 x 3 convolution of 3
channels to 2 with batch norm and ReLU, maximum of 2 x 2, global mean, 2 to 3 linear. Element i of a weight is i - 50, of a bias 1000 i - 7, of the
weight scales (i + 1) / 1024, of the values' scales (i + 1) / 32, of their zero points -128 + i.

    pip install numpy safetensors && python make_tiny_int8_safetensors.py
"""

import os

import numpy as np
from safetensors.numpy import save_file

state = {}
for name, shape in {"0": (2, 3, 3, 3), "6": (3, 2)}.items():
    state[f"{name}.weight"] = (np.arange(np.prod(shape)) - 50).astype(np.int8).reshape(shape)
    state[f"{name}.bias"] = (1000 * np.arange(shape[0]) - 7).astype(np.int32)
    state[f"{name}.weight_scale"] = ((np.arange(shape[0]) + 1) / 1024).astype(np.float32)
tied = np.array([0, 1, 1, 3, 4])  # a maximum has the scale of what it is of
state["values.scale"] = ((tied + 1) / 32).astype(np.float32)
state["values.zero_point"] = (tied - 128).astype(np.int32)
save_file(state, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tiny_int8.safetensors"))
