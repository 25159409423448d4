"""Trains EdgeLite-CNN on CIFAR-10 and writes its EMA weights as safetensors.

    python train.py --data DIR --output edgelite_cnn.safetensors [--epochs 40] [--hold-out]

DIR holds data_batch_1..5.bin and test_batch.bin. With --hold-out, data_batch_5 is left out of training and scored instead
of the test batch: use it for every choice. A run that was stopped continues from --checkpoint. The test batch is read once,
after the last epoch, for the final figure.
"""

import argparse
import copy
import json
import os
import time

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from edgelite_cnn import edgelite_cnn


def load(folder, names):
    records = np.concatenate([np.fromfile(os.path.join(folder, n + ".bin"), np.uint8).reshape(-1, 3073) for n in names])
    return torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32).copy()), torch.from_numpy(records[:, 0].astype(np.int64))


def normalize(images):
    return (images.float() - 128) / 64


def augment(padded, cutout):
    """Random 32 x 32 crop of images padded by 4, horizontal flip, and a cutout x cutout square set to the mean."""
    n = len(padded)
    y, x = torch.randint(0, 9, (2, n))
    flip = torch.rand(n) < 0.5
    columns = torch.arange(32).expand(n, 32)
    columns = torch.where(flip[:, None], 31 - columns, columns) + x[:, None]
    rows = torch.arange(32).expand(n, 32) + y[:, None]
    images = padded[torch.arange(n)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
    if cutout:
        cy, cx = torch.randint(0, 32, (2, n))
        grid = torch.arange(32)
        outside = lambda centre: ((grid - centre[:, None]) < -(cutout // 2)) | ((grid - centre[:, None]) >= cutout // 2)
        images = images * (outside(cy)[:, None, :, None] | outside(cx)[:, None, None, :])
    return images.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def accuracy(model, images, labels):
    model.eval()
    correct = 0
    for i in range(0, len(images), 500):
        batch = normalize(images[i:i + 500]).contiguous(memory_format=torch.channels_last)
        correct += (model(batch).argmax(1) == labels[i:i + 500]).sum().item()
    return 100 * correct / len(images)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--output", required=True)
    p.add_argument("--checkpoint", default="checkpoint.pt")
    p.add_argument("--log", default="training_log.jsonl")
    p.add_argument("--epochs", type=int, default=40)
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=0.2)
    p.add_argument("--weight-decay", type=float, default=5e-4)
    p.add_argument("--smoothing", type=float, default=0.1)
    p.add_argument("--cutout", type=int, default=8)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--steps", type=int, default=0, help="stop after so many steps (to time them)")
    p.add_argument("--hold-out", action="store_true")
    a = p.parse_args()

    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    batches = [f"data_batch_{i}" for i in range(1, 5 if a.hold_out else 6)]
    images, labels = load(a.data, batches)
    padded = normalize(F.pad(images, (4, 4, 4, 4), mode="reflect")).to(torch.bfloat16)

    model = edgelite_cnn().to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    decayed = [w for w in model.parameters() if w.ndim > 1]
    others = [w for w in model.parameters() if w.ndim == 1]
    optimizer = torch.optim.SGD([{"params": decayed, "weight_decay": a.weight_decay}, {"params": others}],
                                lr=a.rate, momentum=0.9, nesterov=True)
    steps = len(images) // a.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, a.rate, epochs=a.epochs, steps_per_epoch=steps, pct_start=0.15,
                                                   div_factor=10, final_div_factor=1000, cycle_momentum=False)
    first = 0
    if os.path.exists(a.checkpoint):
        c = torch.load(a.checkpoint)
        model.load_state_dict(c["model"])
        average.load_state_dict(c["average"])
        optimizer.load_state_dict(c["optimizer"])
        schedule.load_state_dict(c["schedule"])
        torch.set_rng_state(c["random"])
        first = c["epoch"]

    def record(**entry):
        print(json.dumps(entry), flush=True)
        with open(a.log, "a") as f:
            f.write(json.dumps(entry) + "\n")

    if first == 0:
        record(event="start", parameters=sum(w.numel() for w in model.parameters()), torch=torch.__version__, **vars(a))
    for epoch in range(first, a.epochs):
        model.train()
        begin, total, correct = time.time(), 0.0, 0
        order = torch.randperm(len(images))
        for step in range(steps):
            chosen = order[step * a.batch:(step + 1) * a.batch]
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(augment(padded[chosen], a.cutout))
            loss = F.cross_entropy(logits.float(), labels[chosen], label_smoothing=a.smoothing)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            correct += (logits.argmax(1) == labels[chosen]).sum().item()
            if step % 4 == 3:  # weights averaged over about the last epoch, over less at the start
                decay = min(0.99, (1 + schedule.last_epoch) / (10 + schedule.last_epoch))
                with torch.no_grad():
                    for mean, value in zip(average.state_dict().values(), model.state_dict().values()):
                        mean.lerp_(value, 1 - decay) if mean.is_floating_point() else mean.copy_(value)
            if a.steps and step + 1 == a.steps:
                print(f"{(time.time() - begin) / a.steps * steps:.0f} s an epoch")
                return
        record(epoch=epoch + 1, loss=round(total / steps, 4), training_accuracy=round(100 * correct / steps / a.batch, 2),
               seconds=round(time.time() - begin))
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(), "random": torch.get_rng_state(), "epoch": epoch + 1}, a.checkpoint + ".new")
        os.replace(a.checkpoint + ".new", a.checkpoint)

    name = "data_batch_5" if a.hold_out else "test_batch"
    images, labels = load(a.data, [name])
    record(event="final", scored=name, ema_accuracy=accuracy(average, images, labels))
    save_file({k: v.contiguous() for k, v in average.state_dict().items() if v.is_floating_point()}, a.output)


if __name__ == "__main__":
    main()
