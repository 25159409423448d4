"""Writes same_padding.safetensors: what TensorFlow computes with padding="SAME".

    python make_same_padding_goldens.py        (tensorflow-cpu, safetensors)

Keys: CASE/input and CASE/output in HxWxC, CASE/weight in PyTorch's order [O, I, kh, kw]. A case's name says the layer, the
kernel, the stride and, for convolutions, the dilation where it is not 1. One input has odd rows and even columns.
"""

import os

import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file

FOLDER = os.path.dirname(os.path.abspath(__file__))
HEIGHT, WIDTH, CHANNELS, FILTERS = 7, 8, 3, 5

random = np.random.default_rng(2026)
x = random.standard_normal((HEIGHT, WIDTH, CHANNELS)).astype(np.float32)
tensors = {"input": x}


def store(name, output, weight=None):
    tensors[f"{name}/output"] = np.ascontiguousarray(output.numpy()[0], np.float32)
    if weight is not None:
        tensors[f"{name}/weight"] = np.ascontiguousarray(weight, np.float32)


# in double, so that a stored value is the nearest float
images = x[None].astype(np.float64)
for kernel, stride, dilation in [(1, 2, 1), (3, 1, 1), (3, 2, 1), (5, 1, 1), (5, 2, 1), (3, 1, 2)]:
    name = f"k{kernel}_s{stride}" + (f"_d{dilation}" if dilation > 1 else "")
    w = random.standard_normal((kernel, kernel, CHANNELS, FILTERS)).astype(np.float32)
    y = tf.nn.conv2d(images, w.astype(np.float64), stride, "SAME", dilations=dilation)
    store(f"conv_{name}", y, w.transpose(3, 2, 0, 1))
    w = random.standard_normal((kernel, kernel, CHANNELS, 2)).astype(np.float32)
    y = tf.nn.depthwise_conv2d(images, w.astype(np.float64), [1, stride, stride, 1], "SAME", dilations=[dilation, dilation])
    store(f"depthwise_{name}", y, w.transpose(2, 3, 0, 1).reshape(CHANNELS * 2, 1, kernel, kernel))
for kernel, stride in [(2, 2), (3, 1), (3, 2), (5, 1), (5, 2)]:
    store(f"max_k{kernel}_s{stride}", tf.nn.max_pool2d(images, kernel, stride, "SAME"))
    store(f"average_k{kernel}_s{stride}", tf.nn.avg_pool2d(images, kernel, stride, "SAME"))

save_file(tensors, os.path.join(FOLDER, "same_padding.safetensors"))
