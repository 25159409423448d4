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
    window: tuple[int, int] = (1, 1)
    first: int = 0  # of slice
    padded_channels: tuple[int, int] = (0, 0)  # of pad
    padding_counts: bool = False  # of average_pool
    relu: bool = False
    clamp_to: float | None = None  # with relu: the upper bound
    weight_scale: Array | None = None  # int8
    constant: Quantization | None = None  # int8: of the constant operand


def same_pads(shape: Shape, window: tuple[int, int], stride: int, dilation: int = 1) -> Pads:
    """TensorFlow's Same: as little as possible, the odd element after."""
    rows, columns = (max((-(-size // stride) - 1) * stride + (extent - 1) * dilation + 1 - size, 0)
                     for size, extent in zip(shape[:2], window))
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

    def _windowed(self, kind: str, x: int, channels: int, window: int | tuple[int, int], stride: int,
                  pads: Pads | None, dilation: int = 1, **options) -> int:
        """Without `pads`: Same."""
        window = (window, window) if isinstance(window, int) else window
        pads = same_pads(self.shapes[x], window, stride, dilation) if pads is None else pads
        out = ((size + before + after - (extent - 1) * dilation - 1) // stride + 1 for size, before, after, extent
               in zip(self.shapes[x][:2], pads[:2], pads[2:], window))
        return self._append(kind, (x,), (*out, channels), window=window, stride=stride, pads=pads, dilation=dilation,
                            **options)

    def conv(self, x: int, weights: Array, bias: Array, stride: int = 1, pads: Pads | None = None, dilation: int = 1,
             groups: int = 1, **options) -> int:
        return self._windowed("conv", x, weights.shape[0], weights.shape[1:3], stride, pads, dilation, weights=weights,
                              bias=bias, groups=groups, **options)

    def depthwise(self, x: int, weights: Array, bias: Array, stride: int = 1, pads: Pads | None = None,
                  dilation: int = 1, **options) -> int:
        return self._windowed("depthwise", x, weights.shape[0], weights.shape[1:3], stride, pads, dilation,
                              weights=weights, bias=bias, **options)

    def max_pool(self, x: int, window: int | tuple[int, int], stride: int, pads: Pads | None = None) -> int:
        return self._windowed("max_pool", x, self.shapes[x][2], window, stride, pads)

    def average_pool(self, x: int, window: int | tuple[int, int], stride: int, pads: Pads | None = None,
                     padding_counts: bool = False) -> int:
        """The mean of what is not padding, unless padding counts as zeros."""
        return self._windowed("average_pool", x, self.shapes[x][2], window, stride, pads,
                              padding_counts=padding_counts)

    def linear(self, x: int, weights: Array, bias: Array, **options) -> int:
        return self._append("linear", (x,), (1, 1, weights.shape[0]), weights=weights, bias=bias, **options)

    def mean(self, x: int) -> int:
        return self._append("mean", (x,), (1, 1, self.shapes[x][2]))

    def sigmoid(self, x: int) -> int:
        return self._append("sigmoid", (x,), self.shapes[x])

    def hard_swish(self, x: int) -> int:
        return self._append("hard_swish", (x,), self.shapes[x])

    def hard_sigmoid(self, x: int) -> int:
        """min(max(x + 3, 0), 6) / 6"""
        return self._append("hard_sigmoid", (x,), self.shapes[x])

    def clamp(self, x: int, **options) -> int:
        """`options`: relu, clamp_to"""
        return self._append("clamp", (x,), self.shapes[x], **options)

    def softmax(self, x: int) -> int:
        """Over the channels."""
        return self._append("softmax", (x,), self.shapes[x])

    def pad(self, x: int, pads: Pads, channels: tuple[int, int] = (0, 0)) -> int:
        """`channels`: of zeros, before and after."""
        height, width, inner = self.shapes[x]
        shape = (height + pads[0] + pads[2], width + pads[1] + pads[3], inner + sum(channels))
        return self._append("pad", (x,), shape, pads=pads, padded_channels=channels)

    def resize_nearest(self, x: int, height: int, width: int) -> int:
        return self._append("resize_nearest", (x,), (height, width, self.shapes[x][2]))

    def resize_bilinear(self, x: int, height: int, width: int) -> int:
        return self._append("resize_bilinear", (x,), (height, width, self.shapes[x][2]))

    def shuffle(self, x: int, groups: int) -> int:
        return self._append("shuffle", (x,), self.shapes[x], groups=groups)

    def slice(self, x: int, first: int, count: int) -> int:
        """Channels [first, first + count)."""
        return self._append("slice", (x,), (*self.shapes[x][:2], count), first=first)

    def concat(self, values: list[int]) -> int:
        """Along the channels."""
        channels = sum(self.shapes[value][2] for value in values)
        return self._append("concat", tuple(values), (*self.shapes[values[0]][:2], channels))

    def reshape(self, x: int, shape: Shape) -> int:
        """A value of one row and column."""
        return self._append("reshape", (x,), shape)

    def _binary(self, kind: str, x: int, y: int | Array, **options) -> int:
        if isinstance(y, Array):
            return self._append(kind, (x,), self.shapes[x], weights=y, **options)
        return self._append(kind, (x, y), self.shapes[x], **options)

    def add(self, x: int, y: int | Array, **options) -> int:
        """The second operand, a value or constant, has the shape of the first or is 1 x 1."""
        return self._binary("add", x, y, **options)

    def mul(self, x: int, y: int | Array, **options) -> int:
        return self._binary("mul", x, y, **options)

    def weighted_sum(self, x: int, y: int, factors: tuple[float, float], **options) -> int:
        return self._append("weighted_sum", (x, y), self.shapes[x], weights=numpy.array(factors, numpy.float32),
                            **options)

    def squeeze_excite(self, x: int, weights1: Array, bias1: Array, weights2: Array, bias2: Array) -> int:
        hidden = self.conv(self.mean(x), weights1, bias1, relu=True)
        return self.mul(x, self.sigmoid(self.conv(hidden, weights2, bias2)))
