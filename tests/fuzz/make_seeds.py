"""Writes the seed corpus of safetensors_fuzz into a folder: the tiny files as their library wrote them, one with its header laid out
in other ways, and pieces of headers that are wrong in one place.

    python make_seeds.py FOLDER
"""

import json
import os
import struct
import sys

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
host = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../host")
with open(os.path.join(host, "tiny.safetensors"), "rb") as f:
    tiny = f.read()
with open(os.path.join(host, "tiny_int8.safetensors"), "rb") as f:
    tiny_int8 = f.read()
length, = struct.unpack("<Q", tiny[:8])
header, data = json.loads(tiny[8:8 + length]), tiny[8 + length:]
seeds = []


def seed(header, data=data):
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    seeds.append(struct.pack("<Q", len(text)) + text + data)


def changed(name, **entry):
    return header | {name: header[name] | entry}


seeds += [tiny, tiny_int8]
seed(dict(reversed(header.items())))
seed({k: v for k, v in header.items() if k != "__metadata__"})
seed(changed("4.bias", dtype="F16"))
seed(changed("4.bias", shape=[2**62, 4]))
seed(changed("4.bias", shape=[3, 1, 1, 1, 1, 1, 1, 1]))
seed(changed("4.bias", data_offsets=[268, 256]))
seed(changed("4.bias", data_offsets=[2**64 - 12, 2**64 - 1]))
seed(changed("4.bias", data_offsets=[255, 267]))
seed({k: v for k, v in header.items() if k != "0.weight"})
seed(header | {"extra": {"dtype": "BF16", "shape": [0], "data_offsets": [316, 316]}})
seed(json.dumps(header)[:-1] + ", " + json.dumps({"4.bias": header["4.bias"]})[1:])
seed('{"a":' * 50)
seed("[" * 100)
seed('{"__metadata__":{"a":"\\u0000\\ud83d\\ude00"},"x":{"dtype":"F32","shape":[1e3,-1,null,true],"data_offsets":[0,4]}}')
seeds += [tiny[:100], tiny[:8], b"\xff" * 16, b""]
for i, content in enumerate(seeds):
    with open(os.path.join(folder, f"{i:02}"), "wb") as f:
        f.write(content)
