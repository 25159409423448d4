"""A small float32 network as data: what the writers of .tflite and .onnx read.

Values are numbered, have the shape [height, width, channels] and a batch of one; an operation makes one value.
Weights are [outputs, rows, columns, inputs of the group], for depthwise [channels, rows, columns, 1] and for linear
[outputs, inputs].
"""

from __future__ import annotations

import dataclasses

import numpy

Shape = tuple[int, int, int]
Pads = tuple[int, int, int, int]  # above, left, below, right


@dataclasses.dataclass(frozen=True)
class Operation:
    kind: str  # conv, depthwise, linear, mean, sigmoid, add, mul, shuffle
    inputs: tuple[int, ...]
    output: int
    weights: numpy.ndarray | None = None
    bias: numpy.ndarray | None = None
    stride: int = 1
    pads: Pads = (0, 0, 0, 0)
    groups: int = 1
    relu: bool = False


def same_pads(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's Same: as little as possible, the odd element after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def is_same(shape: Shape, operation: Operation) -> bool:
    above, left, below, right = operation.pads
    rows, columns = operation.weights.shape[1:3]
    return ((above, below) == same_pads(shape[0], rows, operation.stride)
            and (left, right) == same_pads(shape[1], columns, operation.stride))


class Graph:
    """Value 0 is the input, the last one the output."""

    def __init__(self, shape: Shape):
        self.shapes: list[Shape] = [shape]
        self.operations: list[Operation] = []

    def _append(self, kind: str, inputs: tuple[int, ...], shape: Shape, **options) -> int:
        self.shapes.append(shape)
        output = len(self.shapes) - 1
        self.operations.append(Operation(kind, inputs, output, **options))
        return output

    def _windowed(self, kind: str, x: int, weights, bias, stride: int, pads: Pads | None, **options) -> int:
        height, width, _ = self.shapes[x]
        rows, columns = weights.shape[1:3]
        if pads is None:
            (above, below), (left, right) = same_pads(height, rows, stride), same_pads(width, columns, stride)
            pads = (above, left, below, right)
        out = ((height + pads[0] + pads[2] - rows) // stride + 1, (width + pads[1] + pads[3] - columns) // stride + 1)
        return self._append(kind, (x,), (*out, weights.shape[0]), weights=weights, bias=bias, stride=stride, pads=pads,
                            **options)

    def conv(self, x: int, weights, bias, stride: int = 1, pads: Pads | None = None, groups: int = 1,
             relu: bool = False) -> int:
        return self._windowed("conv", x, weights, bias, stride, pads, groups=groups, relu=relu)

    def depthwise(self, x: int, weights, bias, stride: int = 1, pads: Pads | None = None, relu: bool = False) -> int:
        return self._windowed("depthwise", x, weights, bias, stride, pads, relu=relu)

    def linear(self, x: int, weights, bias) -> int:
        return self._append("linear", (x,), (1, 1, weights.shape[0]), weights=weights, bias=bias)

    def mean(self, x: int) -> int:
        return self._append("mean", (x,), (1, 1, self.shapes[x][2]))

    def sigmoid(self, x: int) -> int:
        return self._append("sigmoid", (x,), self.shapes[x])

    def shuffle(self, x: int, groups: int) -> int:
        return self._append("shuffle", (x,), self.shapes[x], groups=groups)

    def add(self, x: int, y: int) -> int:
        return self._append("add", (x, y), self.shapes[x])

    def mul(self, x: int, gate: int) -> int:
        """The second operand has the shape of the first or is 1 x 1."""
        return self._append("mul", (x, gate), self.shapes[x])

    def squeeze_excite(self, x: int, weights1, bias1, weights2, bias2) -> int:
        hidden = self.conv(self.mean(x), weights1, bias1, relu=True)
        return self.mul(x, self.sigmoid(self.conv(hidden, weights2, bias2)))
