"""A Graph as the bytes of a .tflite model, through the schema that LiteRT brings along."""

from __future__ import annotations

import flatbuffers
import numpy
from ai_edge_litert import schema_py_generated as schema

from graph import Graph, Operation, same_pads

_VERSION = 3  # of the schema


class _Writer:
    def __init__(self, graph: Graph):
        self.graph = graph
        self.model = schema.ModelT()
        self.model.version = _VERSION
        self.model.buffers = [schema.BufferT()]  # by convention buffer 0 is the empty one
        self.model.operatorCodes = []
        self.subgraph = schema.SubGraphT()
        self.subgraph.tensors, self.subgraph.operators = [], []
        for value, shape in enumerate(graph.shapes):
            self._value((1, *shape), value)

    def _tensor(self, shape: tuple[int, ...], element: int, buffer: int) -> int:
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.buffer = list(shape), element, buffer
        tensor.name = f"value{len(self.subgraph.tensors)}"
        self.subgraph.tensors.append(tensor)
        return len(self.subgraph.tensors) - 1

    def _quantize(self, tensor: int, scales, zero_points, dimension: int = 0) -> int:
        quantization = schema.QuantizationParametersT()
        quantization.scale = numpy.array(scales, numpy.float32)
        quantization.zeroPoint = numpy.array(zero_points, numpy.int64)
        quantization.quantizedDimension = dimension
        self.subgraph.tensors[tensor].quantization = quantization
        return tensor

    def _value(self, shape: tuple[int, ...], like: int) -> int:
        """A value of the element type of value `like`, in int8 also of its scale."""
        if not self.graph.quantization:
            return self._tensor(shape, schema.TensorType.FLOAT32, 0)
        own = self.graph.quantization[like]
        return self._quantize(self._tensor(shape, schema.TensorType.INT8, 0), [own.scale], [own.zero_point])

    def _constant(self, array: numpy.ndarray) -> int:
        element = {"float32": schema.TensorType.FLOAT32, "int32": schema.TensorType.INT32,
                   "int8": schema.TensorType.INT8}[array.dtype.name]
        buffer = schema.BufferT()
        buffer.data = numpy.frombuffer(numpy.ascontiguousarray(array).tobytes(), numpy.uint8)
        self.model.buffers.append(buffer)
        return self._tensor(array.shape, element, len(self.model.buffers) - 1)

    def _indices(self, *numbers) -> int:
        return self._constant(numpy.array(numbers, numpy.int32))

    def _weighted(self, operation: Operation, x: int, weights: numpy.ndarray, dimension: int) -> list[int]:
        """The inputs of an operator with weights; `dimension`: the one of its outputs."""
        tensors = [self._constant(weights), self._constant(operation.bias)]
        if operation.weight_scale is not None:
            zeros, of_x = numpy.zeros(len(operation.bias)), self.graph.quantization[operation.inputs[0]]
            self._quantize(tensors[0], operation.weight_scale, zeros, dimension)
            self._quantize(tensors[1], numpy.float32(of_x.scale) * operation.weight_scale, zeros)
        return [x, *tensors]

    def _operator(self, name: str, inputs: list[int], output: int, options: str = "", **fields) -> None:
        code = schema.OperatorCodeT()
        code.builtinCode = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode = min(code.builtinCode, 127)
        code.version = 1
        self.model.operatorCodes.append(code)
        operator = schema.OperatorT()
        operator.opcodeIndex = len(self.model.operatorCodes) - 1
        operator.inputs, operator.outputs = inputs, [output]
        if options:
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, options)
            operator.builtinOptions = getattr(schema, options + "T")()
            for field, value in fields.items():
                setattr(operator.builtinOptions, field, value)
        self.subgraph.operators.append(operator)

    def _padded(self, operation: Operation) -> tuple[int, int]:
        """The convolution's input and padding: what is neither Same nor Valid needs a PAD before it."""
        x = operation.inputs[0]
        above, left, below, right = operation.pads
        height, width, channels = self.graph.shapes[x]
        if not any(operation.pads):
            return x, schema.Padding.VALID
        if operation.pads == same_pads(self.graph.shapes[x], operation.window, operation.stride, operation.dilation):
            return x, schema.Padding.SAME
        padded = self._value((1, height + above + below, width + left + right, channels), x)
        self._pad(operation, padded)
        return padded, schema.Padding.VALID

    def _pad(self, operation: Operation, output: int) -> None:
        above, left, below, right = operation.pads
        pads = numpy.array([[0, 0], [above, below], [left, right], operation.padded_channels], numpy.int32)
        self._operator("PAD", [operation.inputs[0], self._constant(pads)], output, "PadOptions")

    @staticmethod
    def _activation(operation: Operation) -> dict[str, int]:
        name = "RELU6" if operation.clamp_to == 6 else "RELU" if operation.relu else "NONE"
        return {"fusedActivationFunction": getattr(schema.ActivationFunctionType, name)}

    def _windowed(self, operation: Operation, name: str, options: str, weights: numpy.ndarray, dimension: int,
                  **fields) -> None:
        x, padding = self._padded(operation)
        self._operator(name, self._weighted(operation, x, weights, dimension), operation.output, options,
                       padding=padding, strideH=operation.stride, strideW=operation.stride,
                       dilationHFactor=operation.dilation, dilationWFactor=operation.dilation,
                       **self._activation(operation), **fields)

    def conv(self, operation: Operation) -> None:
        self._windowed(operation, "CONV_2D", "Conv2DOptions", operation.weights, 0)

    def depthwise(self, operation: Operation) -> None:
        self._windowed(operation, "DEPTHWISE_CONV_2D", "DepthwiseConv2DOptions",
                       operation.weights.transpose(3, 1, 2, 0), 3, depthMultiplier=1)

    def linear(self, operation: Operation) -> None:
        inputs = self._weighted(operation, operation.inputs[0], operation.weights, 0)
        self._operator("FULLY_CONNECTED", inputs, operation.output, "FullyConnectedOptions", keepNumDims=True,
                       **self._activation(operation))

    def mean(self, operation: Operation) -> None:
        self._operator("MEAN", [operation.inputs[0], self._indices(1, 2)], operation.output, "ReducerOptions",
                       keepDims=True)

    def sigmoid(self, operation: Operation) -> None:
        self._operator("LOGISTIC", list(operation.inputs), operation.output)

    def hard_swish(self, operation: Operation) -> None:
        self._operator("HARD_SWISH", list(operation.inputs), operation.output)

    def softmax(self, operation: Operation) -> None:
        self._operator("SOFTMAX", list(operation.inputs), operation.output, "SoftmaxOptions", beta=1.0)

    def _operands(self, operation: Operation) -> list[int]:
        if operation.weights is None:
            return list(operation.inputs)
        constant = self._constant(operation.weights[None])
        if operation.constant is not None:
            self._quantize(constant, [operation.constant.scale], [operation.constant.zero_point])
        return [*operation.inputs, constant]

    def add(self, operation: Operation) -> None:
        self._operator("ADD", self._operands(operation), operation.output, "AddOptions", **self._activation(operation))

    def mul(self, operation: Operation) -> None:
        self._operator("MUL", self._operands(operation), operation.output, "MulOptions", **self._activation(operation))

    def _pool(self, operation: Operation, name: str) -> None:
        """A PAD before it gives zeros: right for means that count them, and for maxima of what is not negative."""
        x, padding = self._padded(operation)
        height, width = operation.window
        self._operator(name, [x], operation.output, "Pool2DOptions", padding=padding, strideH=operation.stride,
                       strideW=operation.stride, filterHeight=height, filterWidth=width)

    def slice(self, operation: Operation) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        indices = [self._indices(0, 0, 0, operation.first), self._indices(1, height, width, channels)]
        self._operator("SLICE", [operation.inputs[0], *indices], operation.output, "SliceOptions")

    def concat(self, operation: Operation) -> None:
        self._operator("CONCATENATION", list(operation.inputs), operation.output, "ConcatenationOptions", axis=3)

    def reshape(self, operation: Operation) -> None:
        shape = self._indices(1, *self.graph.shapes[operation.output])
        self._operator("RESHAPE", [operation.inputs[0], shape], operation.output)

    def clamp(self, operation: Operation) -> None:
        self._operator("RELU" if operation.clamp_to is None else "RELU6", list(operation.inputs), operation.output)

    def _inner(self, shape: tuple[int, ...], scale: float, zero_point: int) -> int:
        """A value between two operators."""
        if not self.graph.quantization:
            return self._tensor(shape, schema.TensorType.FLOAT32, 0)
        return self._quantize(self._tensor(shape, schema.TensorType.INT8, 0), [scale], [zero_point])

    def _number(self, number: float) -> int:
        if not self.graph.quantization:
            return self._constant(numpy.float32([number]))
        return self._quantize(self._constant(numpy.int8([127])), [number / 127], [0])

    def hard_sigmoid(self, operation: Operation) -> None:
        """As converters write it, TFLite having no such operator: relu6(x + 3) / 6."""
        inner = self._inner((1, *self.graph.shapes[operation.output]), 6 / 255, -128)
        self._operator("ADD", [operation.inputs[0], self._number(3)], inner, "AddOptions",
                       fusedActivationFunction=schema.ActivationFunctionType.RELU6)
        self._operator("MUL", [inner, self._number(1 / 6)], operation.output, "MulOptions")

    def weighted_sum(self, operation: Operation) -> None:
        terms = []
        for x, factor in zip(operation.inputs, operation.weights):
            own = self.graph.quantization[x] if self.graph.quantization else None
            scale, zero_point = (own.scale * abs(float(factor)), own.zero_point) if own else (0, 0)
            terms.append(self._inner((1, *self.graph.shapes[x]), scale, zero_point))
            self._operator("MUL", [x, self._number(float(factor))], terms[-1], "MulOptions")
        self._operator("ADD", terms, operation.output, "AddOptions", **self._activation(operation))

    def max_pool(self, operation: Operation) -> None:
        self._pool(operation, "MAX_POOL_2D")

    def average_pool(self, operation: Operation) -> None:
        self._pool(operation, "AVERAGE_POOL_2D")

    def pad(self, operation: Operation) -> None:
        self._pad(operation, operation.output)

    def _resize(self, operation: Operation, name: str, options: str, **fields) -> None:
        size = self._indices(*self.graph.shapes[operation.output][:2])
        self._operator(name, [operation.inputs[0], size], operation.output, options, **fields)

    def resize_nearest(self, operation: Operation) -> None:
        self._resize(operation, "RESIZE_NEAREST_NEIGHBOR", "ResizeNearestNeighborOptions")

    def resize_bilinear(self, operation: Operation) -> None:
        self._resize(operation, "RESIZE_BILINEAR", "ResizeBilinearOptions", halfPixelCenters=True)

    def shuffle(self, operation: Operation) -> None:
        height, width, channels = self.graph.shapes[operation.output]
        split = (1, height, width, operation.groups, channels // operation.groups)
        swapped = (*split[:3], split[4], split[3])
        first, second = self._value(split, operation.output), self._value(swapped, operation.output)
        self._operator("RESHAPE", [operation.inputs[0], self._indices(*split)], first)
        self._operator("TRANSPOSE", [first, self._indices(0, 1, 2, 4, 3)], second, "TransposeOptions")
        self._operator("RESHAPE", [second, self._indices(1, height, width, channels)], operation.output)

    def finish(self) -> bytes:
        self.subgraph.inputs, self.subgraph.outputs = [0], [len(self.graph.shapes) - 1]
        self.model.subgraphs = [self.subgraph]
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def to_tflite(graph: Graph) -> bytes:
    writer = _Writer(graph)
    for operation in graph.operations:
        getattr(writer, operation.kind)(operation)
    return writer.finish()
