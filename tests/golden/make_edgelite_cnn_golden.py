"""Writes edgelite_cnn.safetensors: the logits that PyTorch computes for 100 synthetic images.

    python make_edgelite_cnn_golden.py WEIGHTS.safetensors [OUTPUT]        (torch, safetensors)

Key: logits, [100, 10] float32, computed in double and rounded once. A pixel's value is (byte - 128) / 64, as in training.
"""

import os
import sys

import torch
from safetensors.torch import load_file, save_file

from synthetic_images import synthetic_images

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(FOLDER, "../../examples/training"))
from edgelite_cnn import edgelite_cnn  # noqa: E402


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    model = edgelite_cnn()
    counters = {k: v for k, v in model.state_dict().items() if k.endswith("num_batches_tracked")}
    model.load_state_dict(counters | load_file(sys.argv[1]))
    images = torch.from_numpy(synthetic_images(100)).permute(0, 3, 1, 2)
    logits = model.eval().double()((images.double() - 128) / 64)
    output = sys.argv[2] if len(sys.argv) > 2 else os.path.join(FOLDER, "edgelite_cnn.safetensors")
    save_file({"logits": logits.float().contiguous()}, output)
    print("classes:", torch.bincount(logits.argmax(1), minlength=10).tolist())


main()
