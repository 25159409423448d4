"""Images that Python and C++ (tests/reference/synthetic_images.hpp) make alike: bytes by a counter-based generator.

The byte of image n at (y, x, c) is the top byte of splitmix64(((n * 32 + y / s) * 32 + x / s) * 3 + c), where s = 2^(n mod 4):
noise of four sizes, so that networks see more than pixels of white noise.
"""

import numpy as np


def splitmix64(counter):
    z = (counter.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def synthetic_images(count):
    """count x 32 x 32 x 3, uint8"""
    n, y, x, c = np.meshgrid(np.arange(count), np.arange(32), np.arange(32), np.arange(3), indexing="ij")
    size = 1 << (n % 4)
    return (splitmix64(((n * 32 + y // size) * 32 + x // size) * 3 + c) >> np.uint64(56)).astype(np.uint8)
