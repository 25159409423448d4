"""Small .tflite models, an operator or a few, run by LiteRT's reference kernels, or by XNNPACK."""

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

_TYPES = {np.int8: schema.TensorType.INT8, np.int32: schema.TensorType.INT32, np.float32: schema.TensorType.FLOAT32,
          np.uint8: schema.TensorType.UINT8, np.float16: schema.TensorType.FLOAT16, np.int64: schema.TensorType.INT64}


class File:
    """Tensors and operators are added in order; finish gives the bytes."""

    def __init__(self):
        self.model, self.graph = schema.ModelT(), schema.SubGraphT()
        self.model.version = 3
        self.model.buffers = [schema.BufferT()]  # by convention buffer 0 is the empty one
        self.model.operatorCodes = []
        self.graph.tensors, self.graph.operators = [], []

    def tensor(self, shape, element, scale=None, zero_point=0, buffer=0, dimension=0):
        t = schema.TensorT()
        t.shape, t.type, t.buffer, t.name = list(shape), _TYPES[element], buffer, f"value{len(self.graph.tensors)}"
        if scale is not None:
            t.quantization = schema.QuantizationParametersT()
            scales = [scale] if np.isscalar(scale) else list(scale)
            t.quantization.scale, t.quantization.zeroPoint = scales, [zero_point] * len(scales)
            t.quantization.quantizedDimension = dimension
        self.graph.tensors.append(t)
        return len(self.graph.tensors) - 1

    def constant(self, array, scales=None, dimension=0, zero_point=0):
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(array.tobytes(), np.uint8)
        self.model.buffers.append(buffer)
        return self.tensor(array.shape, array.dtype.type, scales, zero_point, len(self.model.buffers) - 1, dimension)

    def operator(self, name, inputs, outputs, options="", **fields):
        code = schema.OperatorCodeT()
        code.builtinCode = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode = min(code.builtinCode, 127)
        code.version = 1
        self.model.operatorCodes.append(code)
        call = schema.OperatorT()
        call.opcodeIndex, call.inputs, call.outputs = len(self.model.operatorCodes) - 1, inputs, outputs
        if options:
            call.builtinOptionsType = getattr(schema.BuiltinOptions, options)
            call.builtinOptions = getattr(schema, options + "T")()
            for field, value in fields.items():
                setattr(call.builtinOptions, field, value)
        self.graph.operators.append(call)

    def finish(self, inputs, outputs):
        self.graph.inputs, self.graph.outputs = inputs, outputs
        self.model.subgraphs = [self.graph]
        builder = flatbuffers.Builder(1024)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def operator(name, inputs, output, options="", constants=(), **fields):
    """A model of one operator; inputs and output: (shape, type, scale, zero point) or (shape, type); constants: arrays, or
    (array, scales) of a scale for each of its first extent, or (array, scales, the dimension that has a scale for each)."""
    file = File()
    images = [file.tensor(*value) for value in inputs]
    arguments = images + [file.constant(*(c if isinstance(c, tuple) else (c,))) for c in constants]
    outputs = [file.tensor(*output)]
    file.operator(name, arguments, outputs, options, **fields)
    return file.finish(images, outputs)


def run_all(model, *inputs, resolver=OpResolverType.BUILTIN_REF):
    """Every output."""
    interpreter = Interpreter(model_content=model, experimental_op_resolver_type=resolver)
    interpreter.allocate_tensors()
    for detail, value in zip(interpreter.get_input_details(), inputs):
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    return [interpreter.get_tensor(detail["index"]) for detail in interpreter.get_output_details()]


def run(model, *inputs, resolver=OpResolverType.BUILTIN_REF):
    return run_all(model, *inputs, resolver=resolver)[0]
