"""A Graph as the bytes of an ONNX model. ONNX is NCHW, so are input and output."""

from __future__ import annotations

import numpy
import onnx
from onnx import helper, numpy_helper

from graph import Graph, Operation

_OPSET, _IR_VERSION = 18, 10


class _Writer:
    def __init__(self, graph: Graph):
        self.graph = graph
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def _constant(self, array: numpy.ndarray) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(array), name))
        return name

    def _indices(self, *numbers) -> str:
        return self._constant(numpy.array(numbers, numpy.int64))

    def _node(self, kind: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _windowed(self, operation: Operation, weights: numpy.ndarray, group: int) -> None:
        name = f"value{operation.output}"
        inputs = [f"value{operation.inputs[0]}", self._constant(weights), self._constant(operation.bias)]
        self._node("Conv", inputs, name + "_linear" if operation.relu else name, group=group,
                   kernel_shape=weights.shape[2:], strides=[operation.stride] * 2, pads=operation.pads,
                   dilations=[operation.dilation] * 2)
        if operation.relu:
            self._node("Relu", [name + "_linear"], name)

    def conv(self, operation: Operation) -> None:
        self._windowed(operation, operation.weights.transpose(0, 3, 1, 2), operation.groups)

    def depthwise(self, operation: Operation) -> None:
        self._windowed(operation, operation.weights.transpose(0, 3, 1, 2), operation.weights.shape[0])

    def linear(self, operation: Operation) -> None:
        name = f"value{operation.output}"
        flat = self._node("Flatten", [f"value{operation.inputs[0]}"], name + "_flat")
        product = self._node("Gemm", [flat, self._constant(operation.weights), self._constant(operation.bias)],
                             name + "_product", transB=1)
        self._node("Reshape", [product, self._indices(1, operation.weights.shape[0], 1, 1)], name)

    def mean(self, operation: Operation) -> None:
        self._node("GlobalAveragePool", [f"value{operation.inputs[0]}"], f"value{operation.output}")

    def _elementwise(self, kind: str, operation: Operation, **attributes) -> None:
        inputs = [f"value{i}" for i in operation.inputs]
        if operation.weights is not None:
            inputs.append(self._constant(operation.weights.transpose(2, 0, 1)[None]))
        self._node(kind, inputs, f"value{operation.output}", **attributes)

    def sigmoid(self, operation: Operation) -> None:
        self._elementwise("Sigmoid", operation)

    def hard_swish(self, operation: Operation) -> None:
        self._elementwise("HardSwish", operation)

    def softmax(self, operation: Operation) -> None:
        self._elementwise("Softmax", operation, axis=1)

    def _pool(self, kind: str, operation: Operation) -> None:
        self._elementwise(kind, operation, kernel_shape=[operation.window] * 2, strides=[operation.stride] * 2,
                          pads=operation.pads)

    def max_pool(self, operation: Operation) -> None:
        self._pool("MaxPool", operation)

    def average_pool(self, operation: Operation) -> None:
        self._pool("AveragePool", operation)

    def pad(self, operation: Operation) -> None:
        above, left, below, right = operation.pads
        pads = self._indices(0, 0, above, left, 0, 0, below, right)
        self._node("Pad", [f"value{operation.inputs[0]}", pads], f"value{operation.output}")

    def _resize(self, operation: Operation, **attributes) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        self._node("Resize", [f"value{operation.inputs[0]}", "", "", self._indices(1, channels, height, width)],
                   f"value{operation.output}", **attributes)

    def resize_nearest(self, operation: Operation) -> None:
        self._resize(operation, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def resize_bilinear(self, operation: Operation) -> None:
        self._resize(operation, mode="linear", coordinate_transformation_mode="half_pixel")

    def add(self, operation: Operation) -> None:
        self._elementwise("Add", operation)

    def mul(self, operation: Operation) -> None:
        self._elementwise("Mul", operation)

    def shuffle(self, operation: Operation) -> None:
        name = f"value{operation.output}"
        height, width, channels = self.graph.shapes[operation.output]
        split = self._indices(1, operation.groups, channels // operation.groups, height, width)
        first = self._node("Reshape", [f"value{operation.inputs[0]}", split], name + "_split")
        second = self._node("Transpose", [first], name + "_swapped", perm=[0, 2, 1, 3, 4])
        self._node("Reshape", [second, self._indices(1, channels, height, width)], name)

    def finish(self) -> bytes:
        def info(value: int) -> onnx.ValueInfoProto:
            height, width, channels = self.graph.shapes[value]
            return helper.make_tensor_value_info(f"value{value}", onnx.TensorProto.FLOAT, [1, channels, height, width])

        body = helper.make_graph(self.nodes, "peer", [info(0)], [info(len(self.graph.shapes) - 1)], self.constants)
        model = helper.make_model(body, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
        onnx.checker.check_model(model)
        return model.SerializeToString()


def to_onnx(graph: Graph) -> bytes:
    writer = _Writer(graph)
    for operation in graph.operations:
        getattr(writer, operation.kind)(operation)
    return writer.finish()
