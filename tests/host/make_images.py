"""Writes the pictures of the image tests with Pillow: one pattern of 50 x 37 pixels in several formats, and what Pillow's
antialiased BILINEAR filter makes of it.

    pip install numpy pillow && python make_images.py
"""

import os

import numpy as np
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))
y, x = np.mgrid[0:37, 0:50]
pattern = np.stack([x * 5, y * 6 + 10, 128 + 100 * np.sin(x * y / 40)], -1).astype(np.uint8)
pattern[8:20, 10:30] = [255, 40, 0]
pattern[20:30:2, 30:45] = 255
image = Image.fromarray(pattern)
image.save("pattern.png")
image.save("pattern.ppm")
image.save("pattern.jpg", quality=95, subsampling=0)
image.save("pattern_progressive.jpg", quality=95, subsampling=0, progressive=True)
image.convert("L").save("pattern_grey.png")
image.convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save("pattern_palette.png")
image.convert("RGBA").save("pattern_alpha.png")
for width, height in [(32, 32), (7, 90), (1, 1)]:
    image.resize((width, height), Image.Resampling.BILINEAR).save(f"pattern_{width}x{height}.ppm")
