"""bench_kernel's names, kernel/shape/element/arch, and the same work as a Graph.

bench/kernel/problem.hpp says how a shape is spelled."""

from __future__ import annotations

import dataclasses
import re

import numpy

from graph import Graph

_SHAPE = re.compile(r"((?P<height>\d+)x(?P<width>\d+)x)?(?P<channels>\d+)"
                    r"(->((?P<to_height>\d+)x(?P<to_width>\d+)|(?P<out>\d+)))?"
                    r"(_(?P<window>\d+)x(?P=window))?(_s(?P<stride>\d+))?(_d(?P<dilation>\d+))?(_g(?P<groups>\d+))?"
                    r"(_h(?P<hidden>\d+))?(_p(?P<padding>\d+))?")


@dataclasses.dataclass(frozen=True)
class Kernel:
    kind: str
    height: int = 1
    width: int = 1
    channels: int = 1
    to_height: int = 0
    to_width: int = 0
    out: int = 0
    window: int = 1
    stride: int = 1
    dilation: int = 1
    groups: int = 1
    hidden: int = 0
    padding: int = 0


def parse(name: str) -> Kernel | None:
    """None: a name that says something else."""
    kind, _, rest = name.partition("/")
    match = _SHAPE.fullmatch(rest.split("/")[0])
    if match is None or kind not in _APPEND:
        return None
    return Kernel(kind, **{key: int(value) for key, value in match.groupdict().items() if value})


def is_int8(name: str) -> bool:
    return name.split("/")[2].startswith("int8")


class _Random:
    def __init__(self):
        self.generator = numpy.random.default_rng(2)

    def array(self, *shape: int) -> numpy.ndarray:
        return self.generator.standard_normal(shape, numpy.float32)

    def weights(self, outputs: int, window: int, inputs: int) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Weights and biases; the outputs are about as large as the inputs."""
        scale = numpy.float32((window * window * inputs) ** -0.5)
        return self.array(outputs, window, window, inputs) * scale, self.array(outputs)


def _conv(graph: Graph, k: Kernel, x: int, random: _Random) -> int:
    return graph.conv(x, *random.weights(k.out, k.window, k.channels // k.groups), k.stride, dilation=k.dilation,
                      groups=k.groups)


def _depthwise(graph: Graph, k: Kernel, x: int, random: _Random) -> int:
    return graph.depthwise(x, *random.weights(k.channels, k.window, 1), k.stride, dilation=k.dilation)


def _grouped_shuffle(graph: Graph, k: Kernel, x: int, random: _Random) -> int:
    return graph.shuffle(_conv(graph, k, x, random), k.groups)


def _linear(graph: Graph, k: Kernel, x: int, random: _Random) -> int:
    weights, bias = random.weights(k.out, 1, k.channels)
    return graph.linear(x, weights.reshape(k.out, k.channels), bias)


def _squeeze_excite(graph: Graph, k: Kernel, x: int, random: _Random) -> int:
    return graph.squeeze_excite(x, *random.weights(k.hidden, 1, k.channels), *random.weights(k.channels, 1, k.hidden))


_APPEND = {
    "pointwise": _conv, "conv": _conv, "depthwise": _depthwise, "grouped_shuffle": _grouped_shuffle, "linear": _linear,
    "squeeze_excite": _squeeze_excite,
    "max_pool": lambda graph, k, x, _: graph.max_pool(x, k.window, k.stride),
    "average_pool": lambda graph, k, x, _: graph.average_pool(x, k.window, k.stride),
    "global_average_pool": lambda graph, k, x, _: graph.mean(x),
    "add": lambda graph, k, x, random: graph.add(x, random.array(k.height, k.width, k.channels)),
    "mul": lambda graph, k, x, random: graph.mul(x, random.array(k.height, k.width, k.channels)),
    "hard_swish": lambda graph, k, x, _: graph.hard_swish(x),
    "sigmoid": lambda graph, k, x, _: graph.sigmoid(x),
    "softmax": lambda graph, k, x, _: graph.softmax(x),
    "channel_shuffle": lambda graph, k, x, _: graph.shuffle(x, k.groups),
    "pad": lambda graph, k, x, _: graph.pad(x, (k.padding,) * 4),
    "resize_nearest": lambda graph, k, x, _: graph.resize_nearest(x, k.to_height, k.to_width),
    "resize_bilinear": lambda graph, k, x, _: graph.resize_bilinear(x, k.to_height, k.to_width),
}


def build(kernel: Kernel, times: int = 1) -> Graph:
    """The kernel with random weights, `times` one after the other."""
    random = _Random()
    graph = Graph((kernel.height, kernel.width, kernel.channels))
    for _ in range(times):
        _APPEND[kernel.kind](graph, kernel, len(graph.shapes) - 1, random)
    return graph
