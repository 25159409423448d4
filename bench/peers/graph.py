"""A small network as data, in float32 or int8: what the writers of .tflite and .onnx read.

Values are numbered, have the shape [height, width, channels] and a batch of one; an operation makes one value.
Weights are [outputs, rows, columns, inputs of the group], for depthwise [channels, rows, columns, 1] and for linear
[outputs, inputs]. In int8 weights are stored numbers with a scale an output, biases int32 of the scale of the products.
"""

from __future__ import annotations

import dataclasses

import numpy

Array = numpy.ndarray
Shape = tuple[int, int, int]
Pads = tuple[int, int, int, int]  # above, left, below, right


@dataclasses.dataclass(frozen=True)
class Quantization:
    """real = scale * (stored - zero_point)"""

    scale: float
    zero_point: int

    def stored(self, real: Array) -> Array:
        return numpy.clip(numpy.rint(real / self.scale) + self.zero_point, -128, 127).astype(numpy.int8)

    def real(self, stored: Array) -> Array:
        return (self.scale * (stored.astype(numpy.int32) - self.zero_point)).astype(numpy.float32)


@dataclasses.dataclass(frozen=True)
class Operation:
    kind: str  # the name of the function of Graph that makes it
    inputs: tuple[int, ...]
    output: int
    weights: Array | None = None  # of add and mul: the second operand, where it is constant
    bias: Array | None = None
    stride: int = 1
    pads: Pads = (0, 0, 0, 0)
    dilation: int = 1
    groups: int = 1
    window: int = 1
    relu: bool = False
    weight_scale: Array | None = None  # int8
    constant: Quantization | None = None  # int8: of the constant operand


def same_pads(shape: Shape, window: int, stride: int, dilation: int = 1) -> Pads:
    """TensorFlow's Same: as little as possible, the odd element after."""
    reach = (window - 1) * dilation + 1
    rows, columns = (max((-(-size // stride) - 1) * stride + reach - size, 0) for size in shape[:2])
    return rows // 2, columns // 2, rows - rows // 2, columns - columns // 2


class Graph:
    """Value 0 is the input, the last one the output. `quantization`: of each value, empty in float."""

    def __init__(self, shape: Shape):
        self.shapes: list[Shape] = [shape]
        self.operations: list[Operation] = []
        self.quantization: list[Quantization] = []

    def _append(self, kind: str, inputs: tuple[int, ...], shape: Shape, **options) -> int:
        self.shapes.append(shape)
        output = len(self.shapes) - 1
        self.operations.append(Operation(kind, inputs, output, **options))
        return output

    def _windowed(self, kind: str, x: int, channels: int, window: int, stride: int, pads: Pads | None,
                  dilation: int = 1, **options) -> int:
        """Without `pads`: Same."""
        height, width, _ = self.shapes[x]
        pads = same_pads(self.shapes[x], window, stride, dilation) if pads is None else pads
        reach = (window - 1) * dilation + 1
        out = ((height + pads[0] + pads[2] - reach) // stride + 1, (width + pads[1] + pads[3] - reach) // stride + 1)
        return self._append(kind, (x,), (*out, channels), window=window, stride=stride, pads=pads, dilation=dilation,
                            **options)

    def conv(self, x: int, weights: Array, bias: Array, stride: int = 1, pads: Pads | None = None, dilation: int = 1,
             groups: int = 1, relu: bool = False, weight_scale: Array | None = None) -> int:
        return self._windowed("conv", x, weights.shape[0], weights.shape[1], stride, pads, dilation, weights=weights,
                              bias=bias, groups=groups, relu=relu, weight_scale=weight_scale)

    def depthwise(self, x: int, weights: Array, bias: Array, stride: int = 1, pads: Pads | None = None,
                  dilation: int = 1, relu: bool = False, weight_scale: Array | None = None) -> int:
        return self._windowed("depthwise", x, weights.shape[0], weights.shape[1], stride, pads, dilation,
                              weights=weights, bias=bias, relu=relu, weight_scale=weight_scale)

    def max_pool(self, x: int, window: int, stride: int) -> int:
        return self._windowed("max_pool", x, self.shapes[x][2], window, stride, None)

    def average_pool(self, x: int, window: int, stride: int) -> int:
        """The mean of what is not padding."""
        return self._windowed("average_pool", x, self.shapes[x][2], window, stride, None)

    def linear(self, x: int, weights: Array, bias: Array, weight_scale: Array | None = None) -> int:
        return self._append("linear", (x,), (1, 1, weights.shape[0]), weights=weights, bias=bias,
                            weight_scale=weight_scale)

    def mean(self, x: int) -> int:
        return self._append("mean", (x,), (1, 1, self.shapes[x][2]))

    def sigmoid(self, x: int) -> int:
        return self._append("sigmoid", (x,), self.shapes[x])

    def hard_swish(self, x: int) -> int:
        return self._append("hard_swish", (x,), self.shapes[x])

    def softmax(self, x: int) -> int:
        """Over the channels."""
        return self._append("softmax", (x,), self.shapes[x])

    def pad(self, x: int, pads: Pads) -> int:
        height, width, channels = self.shapes[x]
        return self._append("pad", (x,), (height + pads[0] + pads[2], width + pads[1] + pads[3], channels), pads=pads)

    def resize_nearest(self, x: int, height: int, width: int) -> int:
        return self._append("resize_nearest", (x,), (height, width, self.shapes[x][2]))

    def resize_bilinear(self, x: int, height: int, width: int) -> int:
        return self._append("resize_bilinear", (x,), (height, width, self.shapes[x][2]))

    def shuffle(self, x: int, groups: int) -> int:
        return self._append("shuffle", (x,), self.shapes[x], groups=groups)

    def _binary(self, kind: str, x: int, y: int | Array) -> int:
        if isinstance(y, Array):
            return self._append(kind, (x,), self.shapes[x], weights=y)
        return self._append(kind, (x, y), self.shapes[x])

    def add(self, x: int, y: int | Array) -> int:
        """The second operand, a value or constant, has the shape of the first or is 1 x 1."""
        return self._binary("add", x, y)

    def mul(self, x: int, y: int | Array) -> int:
        return self._binary("mul", x, y)

    def squeeze_excite(self, x: int, weights1: Array, bias1: Array, weights2: Array, bias2: Array) -> int:
        hidden = self.conv(self.mean(x), weights1, bias1, relu=True)
        return self.mul(x, self.sigmoid(self.conv(hidden, weights2, bias2)))
