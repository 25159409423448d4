#!/usr/bin/env python3
"""EdgeLite-CNN with its trained weights in edgelite, LiteRT (XNNPACK) and onnxruntime: one run, one core, one thread.

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    cmake --workflow --preset bench
    venv/bin/python bench/peers/edgelite_cnn.py

In float the peers get the network as an exporter leaves it: batch norms folded, activations in the convolutions; in
int8 with the very numbers that ours has, weights, biases, scales and zero points. Their logits are compared with ours,
then the three are timed in turn. A ratio over 1: edgelite is that much faster than that peer.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

import numpy
from safetensors.numpy import load_file

from engines import Failure, Peers, check_equal, pin_to
from graph import Graph, Quantization
from ours import Program, fastest

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_WEIGHTS = _ROOT / "examples/training"
_PROGRAM = _ROOT / "build/bench/bench/network/bench_network"
_ONE_AROUND = (1, 1, 1, 1)
_BLOCKS = range(4, 15)  # inverted residuals, by their index in the state dict
_HALVING = (4, 8, 12)
_TOLERANCE = {"float": 1e-3, "int8": 0.15}  # int8: each engine rounds in its own way, fifty layers deep


class _Builder:
    """`weights`: the float parameters, or the int8 ones, which hold each layer with its batch norm folded into it."""

    def __init__(self, weights: dict[str, numpy.ndarray]):
        self.weights = weights
        self.graph = Graph((32, 32, 3))

    def weighted(self, layer: str) -> dict[str, numpy.ndarray]:
        """Weights and bias as Graph wants them; PyTorch's come by inputs, rows, columns."""
        w = self.weights
        kernel = w[f"{layer}.weight"]
        result = {"weights": kernel.transpose(0, 2, 3, 1) if kernel.ndim == 4 else kernel, "bias": w[f"{layer}.bias"]}
        if f"{layer}.weight_scale" in w:
            result["weight_scale"] = w[f"{layer}.weight_scale"]
        return result

    def _folded(self, convolution: str, norm: str) -> dict[str, numpy.ndarray]:
        w = self.weights
        if f"{convolution}.weight_scale" in w:
            return self.weighted(convolution)
        scale = w[f"{norm}.weight"] / numpy.sqrt(w[f"{norm}.running_var"] + 1e-5)
        kernel = w[f"{convolution}.weight"].transpose(0, 2, 3, 1) * scale[:, None, None, None]
        return {"weights": kernel, "bias": w[f"{norm}.bias"] - w[f"{norm}.running_mean"] * scale}

    def conv(self, x: int, convolution: str, norm: str, relu: bool = True) -> int:
        layer = self._folded(convolution, norm)
        pads = _ONE_AROUND if layer["weights"].shape[1] == 3 else None
        return self.graph.conv(x, **layer, pads=pads, relu=relu)

    def depthwise(self, x: int, convolution: str, norm: str, stride: int = 1) -> int:
        layer = self._folded(convolution, norm)
        return self.graph.depthwise(x, **layer, stride=stride, pads=_ONE_AROUND, relu=True)

    def attention(self, x: int, name: str) -> int:
        graph = self.graph
        hidden = graph.conv(graph.mean(x), **self.weighted(f"{name}.fc1"), relu=True)
        return graph.mul(x, graph.sigmoid(graph.conv(hidden, **self.weighted(f"{name}.fc2"))))

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
    builder.graph.linear(x, **builder.weighted("21"))
    if "values.scale" in weights:  # those of program<Net>, which are numbered as the graph's
        builder.graph.quantization = [Quantization(float(scale), int(zero)) for scale, zero
                                      in zip(weights["values.scale"], weights["values.zero_point"], strict=True)]
    return builder.graph


def network_input() -> numpy.ndarray:
    """As bench_network fills its own."""
    return ((numpy.arange(32 * 32 * 3) * 37 % 251 - 128) / 64).astype(numpy.float32).reshape(1, 32, 32, 3)


def measure(arguments: argparse.Namespace, element: str) -> dict:
    int8 = element == "int8"
    graph = edgelite_cnn(load_file(arguments.weights / ("edgelite_cnn_int8.safetensors" if int8
                                                        else "edgelite_cnn.safetensors")))
    peers = Peers("edgelite_cnn", lambda _: graph, False, network_input(),
                  tolerance=_TOLERANCE[element] if int8 else None)
    program = Program(arguments.program, ("--weights", str(arguments.weights)))
    name = next(name for name in program.names() if name.startswith(f"edgelite_cnn/32x32x3/{element}/"))
    timings = []
    for _ in range(arguments.rounds):
        timings.append(program.measure(name, arguments.seconds))
        logits = numpy.array(timings[-1].context[f"logits/{element}"].split(), numpy.float32)
        check_equal("edgelite_cnn", logits, peers.litert_result.reshape(-1), _TOLERANCE[element])
        peers.measure(arguments.seconds)
    best = fastest(timings)
    peak = float(best.context["peak_gops" if int8 else "peak_gflops"])
    times = {"edgelite": best.microseconds, "LiteRT": peers.litert, "onnxruntime": peers.onnxruntime}
    operations = best.gflops * best.microseconds
    rate = "gops" if int8 else "gflops"
    return {"name": name, f"peak_{rate}": peak,
            "engines": {engine: {"ms": time / 1e3, rate: operations / time,
                                 "percent_of_peak": 100 * operations / time / peak, "ratio": time / best.microseconds}
                        for engine, time in times.items()}}


def table(result: dict) -> str:
    rate, unit = ("gops", "GOP/s") if "peak_gops" in result else ("gflops", "GFLOP/s")
    lines = [f"{result['name']}, peak {result['peak_' + rate]:.0f} {unit}",
             f"{'':12} {'ms':>8} {unit:>8} {'% of peak':>10} {'ratio':>6}"]
    for engine, row in result["engines"].items():
        lines.append(f"{engine:12} {row['ms']:8.3f} {row[rate]:8.1f} {row['percent_of_peak']:10.1f} "
                     f"{row['ratio']:6.2f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=_PROGRAM, help=f"bench_network [{_PROGRAM}]")
    parser.add_argument("--weights", type=pathlib.Path, default=_WEIGHTS,
                        help=f"folder of edgelite_cnn.safetensors and edgelite_cnn_int8.safetensors [{_WEIGHTS}]")
    parser.add_argument("--element", choices=["float", "int8", "all"], default="all", help="[all]")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on [0]")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each engine [5]")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each engine in a turn [1]")
    parser.add_argument("--json", action="store_true", help="the results as a JSON list")
    arguments = parser.parse_args()
    pin_to(arguments.core)
    elements = ["float", "int8"] if arguments.element == "all" else [arguments.element]
    results = [measure(arguments, element) for element in elements]
    print(json.dumps(results, indent=2) if arguments.json else "\n\n".join(map(table, results)))


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as failure:
        print(f"edgelite_cnn.py: {failure}", file=sys.stderr)
        sys.exit(2)
