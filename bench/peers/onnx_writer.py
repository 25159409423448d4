"""A Graph as the bytes of an ONNX model. ONNX is NCHW, so are input and output.

int8 is written as onnxruntime advises: QuantizeLinear and DequantizeLinear around each operation, which it fuses,
values as uint8, so stored + 128, and weights as int8. What only moves or compares values is written without the two.
"""

from __future__ import annotations

import numpy
import onnx
from onnx import helper, numpy_helper

from graph import Graph, Operation, Quantization

_OPSET, _IR_VERSION = 18, 10
UINT8_OFFSET = 128


class _Writer:
    """value{n} is a value as it is stored, in float or in uint8."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def _constant(self, array: numpy.ndarray) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.asarray(array, order="C"), name))
        return name

    def _indices(self, *numbers) -> str:
        return self._constant(numpy.array(numbers, numpy.int64))

    def _node(self, kind: str, inputs: list[str], output: str = "", **attributes) -> str:
        output = output or f"inner{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _stored(self, value: int) -> str:
        return f"value{value}"

    def _zero_point(self, own: Quantization) -> str:
        return self._constant(numpy.uint8(own.zero_point + UINT8_OFFSET))

    def _scale(self, own: Quantization) -> list[str]:
        return [self._constant(numpy.float32(own.scale)), self._zero_point(own)]

    def _real(self, value: int, stored: str = "") -> str:
        """`stored`: the same value in another shape."""
        stored = stored or self._stored(value)
        if not self.graph.quantization:
            return stored
        return self._node("DequantizeLinear", [stored, *self._scale(self.graph.quantization[value])])

    def _finish(self, operation: Operation, kind: str, inputs: list[str], output: str = "", **attributes) -> str:
        """The last node of what computes an operation."""
        output = output or self._stored(operation.output)
        if not self.graph.quantization:
            return self._node(kind, inputs, output, **attributes)
        real = self._node(kind, inputs, **attributes)
        return self._node("QuantizeLinear", [real, *self._scale(self.graph.quantization[operation.output])], output)

    def _finish_clamped(self, operation: Operation, kind: str, inputs: list[str], output: str = "",
                        **attributes) -> str:
        if operation.clamp_to is not None:
            bounds = [self._constant(numpy.float32(bound)) for bound in (0, operation.clamp_to)]
            return self._finish(operation, "Clip", [self._node(kind, inputs, **attributes), *bounds], output)
        if operation.relu:
            return self._finish(operation, "Relu", [self._node(kind, inputs, **attributes)], output)
        return self._finish(operation, kind, inputs, output, **attributes)

    def _weights(self, operation: Operation, weights: numpy.ndarray) -> list[str]:
        names = [self._constant(weights), self._constant(operation.bias)]
        if operation.weight_scale is None:
            return names
        of_x = self.graph.quantization[operation.inputs[0]]
        scales = [operation.weight_scale, numpy.float32(of_x.scale) * operation.weight_scale]
        return [self._node("DequantizeLinear", [name, self._constant(scale)], axis=0)
                for name, scale in zip(names, scales)]

    def _windowed(self, operation: Operation, weights: numpy.ndarray, group: int) -> None:
        inputs = [self._real(operation.inputs[0]), *self._weights(operation, weights)]
        attributes = {"group": group, "kernel_shape": weights.shape[2:], "strides": [operation.stride] * 2,
                      "pads": operation.pads, "dilations": [operation.dilation] * 2}
        self._finish_clamped(operation, "Conv", inputs, **attributes)

    def conv(self, operation: Operation) -> None:
        self._windowed(operation, operation.weights.transpose(0, 3, 1, 2), operation.groups)

    def depthwise(self, operation: Operation) -> None:
        self._windowed(operation, operation.weights.transpose(0, 3, 1, 2), operation.weights.shape[0])

    def linear(self, operation: Operation) -> None:
        flat = self._node("Flatten", [self._stored(operation.inputs[0])])
        inputs = [self._real(operation.inputs[0], flat), *self._weights(operation, operation.weights)]
        product = self._finish_clamped(operation, "Gemm", inputs, f"product{operation.output}", transB=1)
        self._node("Reshape", [product, self._indices(1, operation.weights.shape[0], 1, 1)],
                   self._stored(operation.output))

    def mean(self, operation: Operation) -> None:
        self._elementwise("GlobalAveragePool", operation)

    def _elementwise(self, kind: str, operation: Operation, **attributes) -> None:
        inputs = [self._real(i) for i in operation.inputs]
        if operation.weights is not None:
            weights = operation.weights.transpose(2, 0, 1)[None]
            if operation.constant is None:
                inputs.append(self._constant(weights))
            else:
                stored = self._constant((weights.astype(numpy.int32) + UINT8_OFFSET).astype(numpy.uint8))
                inputs.append(self._node("DequantizeLinear", [stored, *self._scale(operation.constant)]))
        self._finish_clamped(operation, kind, inputs, **attributes)

    def sigmoid(self, operation: Operation) -> None:
        self._elementwise("Sigmoid", operation)

    def hard_swish(self, operation: Operation) -> None:
        self._elementwise("HardSwish", operation)

    def hard_sigmoid(self, operation: Operation) -> None:
        self._elementwise("HardSigmoid", operation, alpha=1 / 6, beta=0.5)

    def clamp(self, operation: Operation) -> None:
        if operation.clamp_to is None:
            self._finish(operation, "Relu", [self._real(operation.inputs[0])])
        else:
            bounds = [self._constant(numpy.float32(bound)) for bound in (0, operation.clamp_to)]
            self._finish(operation, "Clip", [self._real(operation.inputs[0]), *bounds])

    def weighted_sum(self, operation: Operation) -> None:
        terms = [self._node("Mul", [self._real(x), self._constant(factor)])
                 for x, factor in zip(operation.inputs, operation.weights)]
        self._finish_clamped(operation, "Add", terms)

    def softmax(self, operation: Operation) -> None:
        self._elementwise("Softmax", operation, axis=1)

    def add(self, operation: Operation) -> None:
        self._elementwise("Add", operation)

    def mul(self, operation: Operation) -> None:
        self._elementwise("Mul", operation)

    def average_pool(self, operation: Operation) -> None:
        self._elementwise("AveragePool", operation, **self._window(operation),
                          count_include_pad=int(operation.padding_counts))

    @staticmethod
    def _window(operation: Operation) -> dict:
        return {"kernel_shape": operation.window, "strides": [operation.stride] * 2, "pads": operation.pads}

    def _moved(self, kind: str, operation: Operation, *inputs: str, **attributes) -> None:
        self._node(kind, [self._stored(operation.inputs[0]), *inputs], self._stored(operation.output), **attributes)

    def slice(self, operation: Operation) -> None:
        last = operation.first + self.graph.shapes[operation.output][2]
        self._moved("Slice", operation, self._indices(operation.first), self._indices(last), self._indices(1))

    def concat(self, operation: Operation) -> None:
        self._moved("Concat", operation, *map(self._stored, operation.inputs[1:]), axis=1)

    def reshape(self, operation: Operation) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        self._moved("Reshape", operation, self._indices(1, channels, height, width))

    def max_pool(self, operation: Operation) -> None:
        self._moved("MaxPool", operation, **self._window(operation))

    def pad(self, operation: Operation) -> None:
        above, left, below, right = operation.pads
        front, back = operation.padded_channels
        inputs = [self._indices(0, front, above, left, 0, back, below, right)]
        if self.graph.quantization:
            inputs.append(self._zero_point(self.graph.quantization[operation.output]))
        self._moved("Pad", operation, *inputs)

    def _resize(self, operation: Operation, **attributes) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        self._moved("Resize", operation, "", "", self._indices(1, channels, height, width), **attributes)

    def resize_nearest(self, operation: Operation) -> None:
        self._resize(operation, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def resize_bilinear(self, operation: Operation) -> None:
        self._resize(operation, mode="linear", coordinate_transformation_mode="half_pixel")

    def shuffle(self, operation: Operation) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        split = self._indices(1, operation.groups, channels // operation.groups, height, width)
        first = self._node("Reshape", [self._stored(operation.inputs[0]), split])
        second = self._node("Transpose", [first], perm=[0, 2, 1, 3, 4])
        self._node("Reshape", [second, self._indices(1, channels, height, width)], self._stored(operation.output))

    def finish(self, outputs: list[int]) -> bytes:
        element = onnx.TensorProto.UINT8 if self.graph.quantization else onnx.TensorProto.FLOAT

        def info(value: int) -> onnx.ValueInfoProto:
            height, width, channels = self.graph.shapes[value]
            return helper.make_tensor_value_info(self._stored(value), element, [1, channels, height, width])

        body = helper.make_graph(self.nodes, "peer", [info(0)], [info(value) for value in outputs], self.constants)
        model = helper.make_model(body, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
        onnx.checker.check_model(model)
        return model.SerializeToString()


def to_onnx(graph: Graph, every_value: bool = False) -> bytes:
    """The output is the graph's last value, or all that it computes."""
    writer = _Writer(graph)
    for operation in graph.operations:
        getattr(writer, operation.kind)(operation)
    last = len(graph.shapes) - 1
    return writer.finish(list(range(1 if every_value else last, last + 1)))
