"""A network of ours, as `bench_network --export` writes it, as a Graph: the same operations, weights and values."""

from __future__ import annotations

import dataclasses
import json
import pathlib

import numpy
from safetensors.numpy import load_file

from engines import Failure
from graph import Graph, Pads, Quantization


@dataclasses.dataclass(frozen=True)
class Exported:
    graph: Graph
    input: numpy.ndarray  # real values, also in int8
    output: numpy.ndarray


class _Reader:
    """Operations keep their order and values their numbers."""

    def __init__(self, program: dict, tensors: dict[str, numpy.ndarray]):
        self.program, self.tensors = program, tensors
        self.int8 = "scale" in tensors
        self.graph = Graph(tuple(program["input"]))
        for index, operation in enumerate(program["operations"]):
            self._append(index, operation)
            if self.graph.shapes[-1] != tuple(operation["to"]):
                raise Failure(f"operation {index}, {operation['kind']}: expected {operation['to']}, "
                              f"the graph has {self.graph.shapes[-1]}")
        if self.int8:
            self.graph.quantization = [Quantization(float(scale), int(zero)) for scale, zero
                                       in zip(tensors["scale"].ravel(), tensors["zero_point"].ravel(), strict=True)]

    def _weighted(self, index: int) -> dict[str, numpy.ndarray]:
        weights, bias = self.tensors[f"{index}.weight"].transpose(0, 2, 3, 1), self.tensors[f"{index}.bias"].ravel()
        if not self.int8:
            return {"weights": weights, "bias": bias}
        return {"weights": weights.astype(numpy.int8), "bias": bias.astype(numpy.int32),
                "weight_scale": self.tensors[f"{index}.scale"].ravel()}

    def _activation(self, operation: dict) -> dict:
        low, high = operation["low"], operation["high"]
        if low not in (None, 0) or high is not None and (low, high) != (0, 6):
            raise Failure(f"no peer has a clamp to [{low}, {high}]")
        return {"relu": low is not None, "clamp_to": high}

    @staticmethod
    def _pads(operation: dict) -> Pads:
        stride, dilation = operation["stride"][0], operation["dilation"][0]
        after = [max((to - 1) * stride + (extent - 1) * dilation + 1 - size - before, 0) for size, to, extent, before
                 in zip(operation["from"], operation["to"], operation["kernel"], operation["before"])]
        return *operation["before"], *after

    def _append(self, index: int, operation: dict) -> None:
        graph, kind, x = self.graph, operation["kind"], operation["inputs"][0]
        stride = 1 if operation["to"][:2] == [1, 1] else operation["stride"][0]  # XNNPACK: not beyond the window
        window = {"stride": stride, "pads": self._pads(operation)}
        dilated = {**window, "dilation": operation["dilation"][0]}
        activation = self._activation(operation)
        if kind == "Conv2d":
            graph.conv(x, **self._weighted(index), **dilated, groups=operation["groups"], **activation)
        elif kind == "DepthwiseConv2d":
            graph.depthwise(x, **self._weighted(index), **dilated, **activation)
        elif kind == "affine":
            graph.depthwise(x, **self._weighted(index), **activation)
        elif kind == "Linear":
            weighted = self._weighted(index)
            if weighted["weights"].shape[1:3] != (1, 1):
                raise Failure(f"operation {index}: a Linear after Flatten is not exported")
            graph.linear(x, **{**weighted, "weights": weighted["weights"][:, 0, 0]}, **activation)
        elif kind == "MaxPool2d":
            graph.max_pool(x, tuple(operation["kernel"]), **window)
        elif kind == "AveragePool2d":
            graph.average_pool(x, tuple(operation["kernel"]), **window, padding_counts=any(window["pads"]))
        elif kind == "add":
            graph.add(*operation["inputs"], **activation)
        elif kind in ("SqueezeExcite", "Mul"):
            graph.mul(*operation["inputs"], **activation)
        elif kind == "WeightedSum":
            factors = self.tensors[f"{index}.weight"].ravel()
            factors = factors * self.tensors[f"{index}.scale"].ravel() if self.int8 else factors
            graph.weighted_sum(*operation["inputs"], factors, **activation)
        elif kind == "Pad":
            before = *operation["before"], operation["first"]
            after = [to - size - skipped for to, size, skipped in zip(operation["to"], operation["from"], before)]
            graph.pad(x, (*before[:2], *after[:2]), (before[2], after[2]))
        elif kind == "slice":
            graph.slice(x, operation["first"], operation["to"][2])
        elif kind == "concat":
            graph.concat(operation["inputs"])
        elif kind == "shuffle":
            graph.shuffle(x, operation["groups"])
        elif kind == "reshape":
            graph.reshape(x, tuple(operation["to"]))
        elif kind in ("Relu", "Relu6"):
            graph.clamp(x, **activation)
        elif kind in ("Resize", "ResizeBy"):
            graph.resize_nearest(x, *operation["to"][:2])
        elif kind in _SIMPLE:
            getattr(graph, _SIMPLE[kind])(x)
        else:
            raise Failure(f"operation {index}: no peer has {kind}")


_SIMPLE = {"GlobalAveragePool": "mean", "Sigmoid": "sigmoid", "HardSigmoid": "hard_sigmoid", "HardSwish": "hard_swish",
           "Softmax": "softmax"}


def read(folder: pathlib.Path) -> Exported:
    tensors = load_file(folder / "tensors.safetensors")
    program = json.loads((folder / "program.json").read_text())
    reader = _Reader(program, tensors)
    if program["output"] != len(reader.graph.shapes) - 1:
        raise Failure("the network's output is not its last value")
    return Exported(reader.graph, tensors["input"], tensors["output"].ravel())
