"""Weights and inputs of the model goldens, which C++ (tests/reference/counter_values.hpp) makes alike, bit for bit, so that
they need not be stored: a hash of a tensor's name and an element's index."""

import numpy as np


def name_hash(name):
    """FNV-1a, 32 bits"""
    h = 2166136261
    for byte in name.encode():
        h = (h ^ byte) * 16777619 & 0xffffffff
    return h


def uniform(name, count):
    """Multiples of 2^-23 in [-1, 1)."""
    x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(name_hash(name))
    x = (x ^ x >> 16) * np.uint32(0x7FEB352D)
    x = (x ^ x >> 15) * np.uint32(0x846CA68B)
    x = x ^ x >> 16
    return ((x >> 8).astype(np.int32) - 2**23).astype(np.float32) * np.float32(2**-23)


def parameter(name, shape):
    """A tensor of a state dict; its name and rank say what it is. A weight of rank 2 or more has the variance 2 / fan-in."""
    u = uniform(name, int(np.prod(shape))).reshape(shape)
    if len(shape) > 1:
        return u * np.sqrt(np.float32(6) / np.float32(np.prod(shape[1:])))
    if name.endswith(("running_mean", "bias")):
        return u * np.float32(0.25)
    return np.float32(1) + u * np.float32(0.5)


def image(n, height, width, channels):
    """Input n as [H, W, C], in [-2, 2): noise a pixel plus noise of 8 x 8 patches, which outlasts averaging."""
    coarse = uniform(f"patches {n}", 64 * channels).reshape(8, 8, channels)
    rows, columns = np.arange(height) * 8 // height, np.arange(width) * 8 // width
    return uniform(f"pixels {n}", height * width * channels).reshape(height, width, channels) + coarse[rows][:, columns]


def fingerprint(tensors):
    """Of names and shapes, in any order; as a signed 32-bit number."""
    h = sum(name_hash(name + "".join(f" {extent}" for extent in shape)) for name, shape in tensors) & 0xffffffff
    return h - 2**32 if h >= 2**31 else h
