#!/usr/bin/env python3
"""EdgeLite-CNN with its trained weights in edgelite, LiteRT (XNNPACK) and onnxruntime: one run, one core, one thread.

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    cmake --workflow --preset bench
    venv/bin/python bench/peers/edgelite_cnn.py

The peers get the network as an exporter leaves it: batch norms folded, activations in the convolutions. Their logits
are compared with ours, then the three are timed in turn. A ratio over 1: edgelite is that much faster than that peer.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

import numpy
from safetensors.numpy import load_file

from engines import Failure, Peers, check_equal, pin_to
from graph import Graph
from ours import Program, fastest

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_WEIGHTS = _ROOT / "examples/training/edgelite_cnn.safetensors"
_PROGRAM = _ROOT / "build/bench/bench/network/bench_network"
_ONE_AROUND = (1, 1, 1, 1)
_BLOCKS = range(4, 15)  # inverted residuals, by their index in the state dict
_HALVING = (4, 8, 12)


class _Builder:
    def __init__(self, weights: dict[str, numpy.ndarray]):
        self.weights = weights
        self.graph = Graph((32, 32, 3))

    def _folded(self, convolution: str, norm: str) -> tuple[numpy.ndarray, numpy.ndarray]:
        w = self.weights
        scale = w[f"{norm}.weight"] / numpy.sqrt(w[f"{norm}.running_var"] + 1e-5)
        kernel = w[f"{convolution}.weight"].transpose(0, 2, 3, 1) * scale[:, None, None, None]
        return kernel, w[f"{norm}.bias"] - w[f"{norm}.running_mean"] * scale

    def conv(self, x: int, convolution: str, norm: str, relu: bool = True) -> int:
        kernel, bias = self._folded(convolution, norm)
        pads = _ONE_AROUND if kernel.shape[1] == 3 else None
        return self.graph.conv(x, kernel, bias, pads=pads, relu=relu)

    def depthwise(self, x: int, convolution: str, norm: str, stride: int = 1) -> int:
        return self.graph.depthwise(x, *self._folded(convolution, norm), stride, _ONE_AROUND, relu=True)

    def attention(self, x: int, name: str) -> int:
        dense = [(self.weights[f"{name}.fc{i}.weight"].transpose(0, 2, 3, 1), self.weights[f"{name}.fc{i}.bias"])
                 for i in (1, 2)]
        return self.graph.squeeze_excite(x, *dense[0], *dense[1])

    def block(self, x: int, index: int) -> int:
        y = self.conv(x, f"{index}.0", f"{index}.1")
        y = self.depthwise(y, f"{index}.3", f"{index}.4", 2 if index in _HALVING else 1)
        if f"{index}.6.fc1.weight" in self.weights:
            y = self.attention(y, f"{index}.6")
        y = self.conv(y, f"{index}.7", f"{index}.8", relu=False)
        return self.graph.add(x, y) if self.graph.shapes[x] == self.graph.shapes[y] else y


def edgelite_cnn(weights: dict[str, numpy.ndarray]) -> Graph:
    builder = _Builder(weights)
    x = builder.conv(0, "0", "1")
    y = builder.conv(builder.depthwise(x, "3.0", "3.1"), "3.3", "3.4", relu=False)
    x = builder.graph.add(x, y)
    for index in _BLOCKS:
        x = builder.block(x, index)
    x = builder.graph.mean(builder.conv(x, "15", "16"))
    builder.graph.linear(x, weights["21.weight"], weights["21.bias"])
    return builder.graph


def network_input() -> numpy.ndarray:
    """As bench_network fills its own."""
    return ((numpy.arange(32 * 32 * 3) * 37 % 251 - 128) / 64).astype(numpy.float32).reshape(1, 32, 32, 3)


def measure(arguments: argparse.Namespace) -> dict:
    graph = edgelite_cnn(load_file(arguments.weights))
    peers = Peers("edgelite_cnn", lambda _: graph, False, network_input())
    program = Program(arguments.program)
    name = next(name for name in program.names() if name.startswith("edgelite_cnn/32x32x3/float/"))
    timings = []
    for _ in range(arguments.rounds):
        timings.append(program.measure(name, arguments.seconds))
        logits = numpy.array(timings[-1].context["logits"].split(), numpy.float32)
        check_equal("edgelite_cnn", logits, peers.litert_result.reshape(-1), 1e-3)
        peers.measure(arguments.seconds)
    best = fastest(timings)
    peak = float(best.context["peak_gflops"])
    times = {"edgelite": best.microseconds, "LiteRT": peers.litert, "onnxruntime": peers.onnxruntime}
    operations = best.gflops * best.microseconds
    return {"name": name, "peak_gflops": peak,
            "engines": {engine: {"ms": time / 1e3, "gflops": operations / time,
                                 "percent_of_peak": 100 * operations / time / peak, "ratio": time / best.microseconds}
                        for engine, time in times.items()}}


def table(result: dict) -> str:
    lines = [f"{result['name']}, peak {result['peak_gflops']:.0f} GFLOP/s",
             f"{'':12} {'ms':>8} {'GFLOP/s':>8} {'% of peak':>10} {'ratio':>6}"]
    for engine, row in result["engines"].items():
        lines.append(f"{engine:12} {row['ms']:8.3f} {row['gflops']:8.1f} {row['percent_of_peak']:10.1f} "
                     f"{row['ratio']:6.2f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=_PROGRAM, help=f"bench_network [{_PROGRAM}]")
    parser.add_argument("--weights", type=pathlib.Path, default=_WEIGHTS, help=f"safetensors [{_WEIGHTS}]")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on [0]")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each engine [5]")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each engine in a turn [1]")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    arguments = parser.parse_args()
    pin_to(arguments.core)
    result = measure(arguments)
    print(json.dumps(result, indent=2) if arguments.json else table(result))


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as failure:
        print(f"edgelite_cnn.py: {failure}", file=sys.stderr)
        sys.exit(2)
