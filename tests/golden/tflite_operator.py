"""One operator as a .tflite model, run by LiteRT's reference kernels, or by XNNPACK."""

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

_TYPES = {np.int8: schema.TensorType.INT8, np.int32: schema.TensorType.INT32, np.float32: schema.TensorType.FLOAT32}


def operator(name, inputs, output, options="", constants=(), **fields):
    """The model's bytes; inputs and output: (shape, type, scale, zero point) or (shape, type); constants: arrays, or (array,
    scales) of a scale for each of its first extent, or (array, scales, the dimension that has a scale for each)."""
    model, graph = schema.ModelT(), schema.SubGraphT()
    model.version = 3
    model.buffers = [schema.BufferT()]  # by convention buffer 0 is the empty one
    graph.tensors = []

    def tensor(shape, element, scale=None, zero_point=0, buffer=0, dimension=0):
        t = schema.TensorT()
        t.shape, t.type, t.buffer, t.name = list(shape), _TYPES[element], buffer, f"value{len(graph.tensors)}"
        if scale is not None:
            t.quantization = schema.QuantizationParametersT()
            scales = [scale] if np.isscalar(scale) else list(scale)
            t.quantization.scale, t.quantization.zeroPoint = scales, [zero_point] * len(scales)
            t.quantization.quantizedDimension = dimension
        graph.tensors.append(t)
        return len(graph.tensors) - 1

    def constant(array, scales=None, dimension=0):
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(array.tobytes(), np.uint8)
        model.buffers.append(buffer)
        return tensor(array.shape, array.dtype.type, scales, buffer=len(model.buffers) - 1, dimension=dimension)

    graph.inputs = [tensor(*value) for value in inputs]
    arguments = graph.inputs + [constant(*(c if isinstance(c, tuple) else (c,))) for c in constants]
    graph.outputs = [tensor(*output)]
    code = schema.OperatorCodeT()
    code.builtinCode = getattr(schema.BuiltinOperator, name)
    code.deprecatedBuiltinCode = min(code.builtinCode, 127)
    code.version = 1
    model.operatorCodes = [code]
    call = schema.OperatorT()
    call.opcodeIndex, call.inputs, call.outputs = 0, arguments, graph.outputs
    if options:
        call.builtinOptionsType = getattr(schema.BuiltinOptions, options)
        call.builtinOptions = getattr(schema, options + "T")()
        for field, value in fields.items():
            setattr(call.builtinOptions, field, value)
    graph.operators = [call]
    model.subgraphs = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def run(model, *inputs, resolver=OpResolverType.BUILTIN_REF):
    interpreter = Interpreter(model_content=model, experimental_op_resolver_type=resolver)
    interpreter.allocate_tensors()
    for detail, value in zip(interpreter.get_input_details(), inputs):
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
