"""Writes import_operators.safetensors: small .tflite models, each an operator or a few, with what LiteRT's reference kernels
compute of random inputs.

    python make_import_operator_goldens.py [FOLDER]        (ai-edge-litert, flatbuffers, numpy, safetensors)

Of each model the keys NAME/model (the file's bytes, as int8), NAME/input0 ..., NAME/output0 ...; names end with .float or
.int8. With FOLDER, the .tflite files are written there, too.
"""

import os
import sys

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from safetensors.numpy import save_file

from tflite_operator import File, run_all

random = np.random.default_rng(7)
tensors = {}
SAME, VALID = schema.Padding.SAME, schema.Padding.VALID
RELU, RELU_N1_TO_1, RELU6 = (getattr(schema.ActivationFunctionType, name) for name in ("RELU", "RELU_N1_TO_1", "RELU6"))
FIXED = (1 / 256, -128)


class Model(File):
    """In float, or in int8, where a value is quantized by a pair (scale, zero point), or as `like`."""

    def __init__(self, quantized):
        super().__init__()
        self.quantized, self.inputs, self.element = quantized, [], np.int8 if quantized else np.float32
        self.pairs = {}
        self.ends = {}  # tensors that a QUANTIZE or DEQUANTIZE makes an int8 value of, or of one

    def value(self, shape, pair=(0.06, 5), like=None):
        pair = self.pairs[like] if like is not None else pair
        made = self.tensor(shape, self.element, *(pair if self.quantized else ()))
        self.pairs[made] = pair
        return made

    def image(self, shape, pair=(0.03, -10)):
        self.inputs.append(self.value(shape, pair))
        return self.inputs[-1]

    def end(self, shape, element, int8):
        """A float or uint8 input or output that stands for an int8 value."""
        scale, zero_point = self.pairs[int8]
        pair = (scale, zero_point + 128) if element is np.uint8 else ()
        made = self.tensor(shape, element, *pair)
        self.ends[made] = int8
        return made

    def number(self, shape, pair=(0.02, 3)):
        """A constant operand."""
        real = random.uniform(-2, 2, shape).astype(np.float32)
        if not self.quantized:
            return self.constant(real)
        stored = np.clip(np.round(real / pair[0]) + pair[1], -128, 127).astype(np.int8)
        return self.constant(stored, pair[0], zero_point=pair[1])

    def weights(self, shape, dimension=0):
        if not self.quantized:
            return self.constant(random.normal(0, 0.3, shape).astype(np.float32))
        stored = random.integers(-127, 128, shape).astype(np.int8)
        return self.constant(stored, 0.004 * random.uniform(0.5, 2, shape[dimension]), dimension)

    def bias(self, count):
        if not self.quantized:
            return self.constant(random.normal(0, 0.3, count).astype(np.float32))
        return self.constant(random.integers(-2000, 2000, count).astype(np.int32))

    def indices(self, *numbers):
        return self.constant(np.array(numbers, np.int32))

    def call(self, name, inputs, output, options="", **fields):
        """The operator's output, or outputs."""
        self.operator(name, inputs, list(output) if isinstance(output, tuple) else [output], options, **fields)
        return output

    def reshape(self, x, shape):
        return self.call("RESHAPE", [x, self.indices(*shape)], self.value(shape, like=x))

    def conv(self, x, weights, bias, output, padding=SAME, stride=(1, 1), dilation=(1, 1), **fields):
        depthwise = {"depthMultiplier": fields.pop("multiplier")} if "multiplier" in fields else {}
        name = "DEPTHWISE_CONV_2D" if depthwise else "CONV_2D"
        return self.call(name, [x, weights] + ([bias] if bias is not None else []), output,
                         "DepthwiseConv2DOptions" if depthwise else "Conv2DOptions", padding=padding, strideH=stride[0],
                         strideW=stride[1], dilationHFactor=dilation[0], dilationWFactor=dilation[1], **depthwise, **fields)

    def linear(self, x, weights, bias, output, **fields):
        return self.call("FULLY_CONNECTED", [x, weights] + ([bias] if bias is not None else []), output,
                         "FullyConnectedOptions", **fields)


def random_input(tensor, quantized):
    if quantized:
        return random.integers(-128, 128, tensor.shape).astype(np.int8)
    return random.uniform(-4, 4, tensor.shape).astype(np.float32)


def to_file(m, index, x):
    """What a file wants whose int8 network has float or uint8 inputs."""
    if not m.quantized or index not in m.ends:
        return x
    scale, zero_point = m.pairs[m.ends[index]]
    if m.graph.tensors[index].type == schema.TensorType.UINT8:
        return (x.astype(np.int32) + 128).astype(np.uint8)
    return (x.astype(np.float32) - np.float32(zero_point)) * np.float32(scale)


def from_file(m, index, y):
    if not m.quantized or index not in m.ends:
        return y
    scale, zero_point = m.pairs[m.ends[index]]
    if m.graph.tensors[index].type == schema.TensorType.UINT8:
        return (y.astype(np.int32) - 128).astype(np.int8)
    return (np.round(y / np.float32(scale)) + zero_point).astype(np.int8)


def model(build, name, kinds=("float", "int8")):
    """build(model) -> output or outputs."""
    for kind in kinds:
        m = Model(kind == "int8")
        outputs = build(m)
        content = m.finish(m.inputs, list(outputs) if isinstance(outputs, tuple) else [outputs])
        inputs = [random_input(m.graph.tensors[index], m.quantized) for index in m.inputs]
        found = run_all(content, *(to_file(m, index, x) for index, x in zip(m.inputs, inputs)))
        found = [from_file(m, index, y) for index, y in zip(m.graph.outputs, found)]
        if len(sys.argv) > 1:
            os.makedirs(sys.argv[1], exist_ok=True)
            with open(os.path.join(sys.argv[1], f"{name}.{kind}.tflite"), "wb") as file:
                file.write(content)
        tensors[f"{name}.{kind}/model"] = np.frombuffer(content, np.int8)
        for k, array in enumerate(inputs):
            tensors[f"{name}.{kind}/input{k}"] = array
        for k, array in enumerate(found):
            tensors[f"{name}.{kind}/output{k}"] = array


def case(*arguments, **fields):
    return lambda build: model(build, build.__name__, *arguments, **fields)


@case(("float",))  # LiteRT's int8 reference takes no groups
def conv_grouped(m):
    x = m.image((1, 7, 6, 6))
    return m.conv(x, m.weights((8, 3, 2, 3)), m.bias(8), m.value((1, 7, 6, 8)), dilation=(2, 2),
                  fusedActivationFunction=RELU6)


@case()
def conv_valid(m):
    x = m.image((1, 8, 7, 3))
    return m.conv(x, m.weights((5, 3, 2, 3)), m.bias(5), m.value((1, 3, 6, 5)), padding=VALID, stride=(2, 1),
                  fusedActivationFunction=RELU_N1_TO_1)


@case()
def depthwise_multiplier(m):
    x = m.image((1, 6, 5, 3))
    return m.conv(x, m.weights((1, 3, 3, 6), 3), m.bias(6), m.value((1, 3, 3, 6)), stride=(2, 2), multiplier=2)


@case()
def depthwise_dilated(m):
    x = m.image((1, 8, 7, 4))
    return m.conv(x, m.weights((1, 3, 3, 4), 3), m.bias(4), m.value((1, 4, 3, 4)), padding=VALID, dilation=(2, 2),
                  multiplier=1, fusedActivationFunction=RELU)


@case()
def pad_conv(m):
    """As Keras' MobileNetV2 has it."""
    x = m.image((1, 6, 6, 3))
    sides = m.constant(np.array([[0, 0], [0, 1], [0, 1], [0, 0]], np.int32))
    padded = m.call("PAD", [x, sides], m.value((1, 7, 7, 3), like=x), "PadOptions")
    return m.conv(padded, m.weights((4, 3, 3, 3)), m.bias(4), m.value((1, 3, 3, 4)), padding=VALID, stride=(2, 2))


@case()
def linear_image(m):
    x = m.image((1, 3, 4, 5))
    return m.linear(x, m.weights((7, 60)), m.bias(7), m.value((1, 7)), fusedActivationFunction=RELU)


@case()
def linear_after_reshape(m):
    """With an activation between the two."""
    x = m.image((1, 3, 4, 5))
    flat = m.reshape(x, (1, 60))
    clamped = m.call("RELU6", [flat], m.value((1, 60), (0.025, -128)))
    return m.linear(clamped, m.weights((7, 60)), None, m.value((1, 7)))


@case()
def linear_keeps_dimensions(m):
    x = m.image((1, 1, 1, 9))
    return m.linear(x, m.weights((4, 9)), m.bias(4), m.value((1, 1, 1, 4)), keepNumDims=True)


@case(("float",))
def linear_rows(m):
    x = m.image((1, 3, 4, 5))
    return m.linear(x, m.weights((6, 5)), m.bias(6), m.value((1, 3, 4, 6)), keepNumDims=True)


def arithmetic(name, code, left, right, kinds=("float", "int8"), output=None, **fields):
    """Operands: a shape, or a list: a constant of that shape."""
    def build(m):
        operands = [m.number(tuple(e)) if isinstance(e, list) else m.image(e, (0.03 + 0.01 * k, -10 + 30 * k))
                    for k, e in enumerate((left, right))]
        shape = output or max((tuple(e) for e in (left, right)), key=lambda e: (np.prod(e), len(e)))
        options = {"ADD": "AddOptions", "SUB": "SubOptions", "MUL": "MulOptions"}[code]
        return m.call(code, operands, m.value(shape, (0.09, -4)), options, **fields)
    model(build, name, kinds)


image = (1, 4, 3, 5)
arithmetic("add_values", "ADD", image, image, fusedActivationFunction=RELU6)
arithmetic("add_number", "ADD", image, [])
arithmetic("add_channels", "ADD", [5], image)
arithmetic("add_whole", "ADD", image, [1, 4, 3, 5])
arithmetic("add_broadcast", "ADD", (1, 1, 1, 5), image)
arithmetic("add_columns", "ADD", image, (1, 1, 3, 5))
arithmetic("sub_values", "SUB", image, image, fusedActivationFunction=RELU_N1_TO_1)
arithmetic("sub_channels", "SUB", image, [1, 1, 1, 5])
arithmetic("sub_from_channels", "SUB", [5], image)
arithmetic("sub_from_number", "SUB", [1], image)
arithmetic("mul_number", "MUL", image, [1], fusedActivationFunction=RELU6)
arithmetic("mul_channels", "MUL", [1, 5], image)
arithmetic("mul_whole", "MUL", image, [4, 3, 5])
arithmetic("mul_gate", "MUL", (1, 1, 1, 5), image)
arithmetic("mul_pixels", "MUL", image, (1, 4, 3, 1))
arithmetic("mul_outer", "MUL", (1, 4, 1, 5), (1, 1, 3, 1), output=image)
arithmetic("mul_vectors", "MUL", (1, 6), (1, 6))


@case()
def mean_keeps_dimensions(m):
    return m.call("MEAN", [m.image((1, 5, 4, 3)), m.indices(1, 2)], m.value((1, 1, 1, 3)), "ReducerOptions", keepDims=True)


@case()
def mean_negative_axes(m):
    return m.call("MEAN", [m.image((1, 5, 4, 3)), m.indices(-2, 1)], m.value((1, 3)), "ReducerOptions", keepDims=False)


@case(("float",))
def mean_over_rows(m):
    return m.call("MEAN", [m.image((1, 5, 4, 3)), m.indices(1)], m.value((1, 4, 3)), "ReducerOptions")


@case()
def pools(m):
    x = m.image((1, 7, 6, 4))
    most = m.call("MAX_POOL_2D", [x], m.value((1, 4, 3, 4), like=x), "Pool2DOptions", padding=SAME, strideH=2, strideW=2,
                  filterHeight=3, filterWidth=3)
    return m.call("AVERAGE_POOL_2D", [most], m.value((1, 4, 3, 4), like=x), "Pool2DOptions", padding=SAME, strideH=1,
                  strideW=1, filterHeight=2, filterWidth=3, fusedActivationFunction=RELU)


def activation(name, options="", output=(0.05, -100), **fields):
    def build(m):
        x = m.image((1, 4, 4, 5), (0.05, 3))
        return m.call(name, [m.reshape(x, (1, 80))], m.value((1, 80), output), options, **fields)
    model(build, name.lower())


for name in ("RELU", "RELU6", "RELU_N1_TO_1"):
    activation(name)
activation("LEAKY_RELU", "LeakyReluOptions", alpha=0.125)
activation("HARD_SWISH", "HardSwishOptions")
activation("LOGISTIC", output=FIXED)


@case(("float",))
def relu_0_to_1(m):
    return m.call("RELU_0_TO_1", [m.image((1, 2, 3, 4))], m.value((1, 2, 3, 4)))


@case()
def softmax(m):
    return m.call("SOFTMAX", [m.image((1, 2, 3, 5), (0.1, 4))], m.value((1, 2, 3, 5), FIXED), "SoftmaxOptions", beta=1.0)


@case()
def silu(m):
    x = m.image((1, 3, 3, 4))
    return m.call("MUL", [m.call("LOGISTIC", [x], m.value((1, 3, 3, 4), FIXED)), x], m.value((1, 3, 3, 4)), "MulOptions")


@case(("float",))
def hard_swish_in_parts(m):
    """As PyTorch's hardswish is exported."""
    x = m.image((1, 3, 3, 4))
    shape = m.graph.tensors[x].shape
    gate = m.call("ADD", [x, m.constant(np.float32(3))], m.value(shape), "AddOptions", fusedActivationFunction=RELU6)
    y = m.call("MUL", [x, gate], m.value(shape), "MulOptions")
    return m.call("MUL", [y, m.constant(np.float32(1 / 6))], m.value(shape), "MulOptions")


@case()
def pad_channels(m):
    x = m.image((1, 3, 4, 2))
    sides = m.constant(np.array([[0, 0], [1, 0], [2, 1], [1, 2]], np.int32))
    return m.call("PAD", [x, sides], m.value((1, 4, 7, 5), like=x), "PadOptions")


@case()
def padv2(m):
    x = m.image((1, 3, 4, 2), (0.03, -10))
    zero = m.constant(np.array([-10], np.int8), 0.03, zero_point=-10) if m.quantized else m.constant(np.float32([0]))
    sides = m.constant(np.array([[0, 0], [1, 1], [0, 2], [0, 0]], np.int64))
    return m.call("PADV2", [x, sides, zero], m.value((1, 5, 6, 2), like=x), "PadV2Options")


@case()
def pad_max_pool(m):
    """As PyTorch's max_pool2d with padding is exported."""
    x = m.image((1, 5, 6, 3), (0.03, -10))
    sides = m.constant(np.array([[0, 0], [1, 1], [1, 0], [0, 0]], np.int32))
    lowest = m.constant(np.array([-128], np.int8), 0.03, zero_point=-10) if m.quantized else \
        m.constant(np.float32([-np.inf]))
    padded = m.call("PADV2", [x, sides, lowest], m.value((1, 7, 7, 3), like=x), "PadV2Options")
    return m.call("MAX_POOL_2D", [padded], m.value((1, 3, 3, 3), like=x), "Pool2DOptions", padding=VALID, strideH=2,
                  strideW=2, filterHeight=3, filterWidth=3, fusedActivationFunction=RELU)


@case()
def concatenation(m):
    parts = [m.image((1, 3, 4, n)) for n in (2, 1, 3)]
    return m.call("CONCATENATION", parts, m.value((1, 3, 4, 6), like=parts[0]), "ConcatenationOptions", axis=-1)


@case()
def concatenation_of_boxes(m):
    """As detectors join the boxes of several scales: along rows."""
    parts = [m.image(shape) for shape in ((1, 2, 2, 8), (1, 1, 1, 8))]
    rows = [m.reshape(x, (1, n, 4)) for x, n in zip(parts, (8, 2))]
    return m.call("CONCATENATION", rows, m.value((1, 10, 4), like=rows[0]), "ConcatenationOptions", axis=1)


@case()
def split(m):
    x = m.image((1, 3, 2, 6))
    parts = m.call("SPLIT", [m.indices(3), x], tuple(m.value((1, 3, 2, 2), like=x) for _ in range(3)), "SplitOptions",
                   numSplits=3)
    return m.call("MUL", [parts[0], parts[2]], m.value((1, 3, 2, 2)), "MulOptions"), parts[1]


@case()
def split_v(m):
    x = m.image((1, 5, 2, 3))
    return m.call("SPLIT_V", [x, m.indices(1, 4), m.indices(-3)],
                  (m.value((1, 1, 2, 3), like=x), m.value((1, 4, 2, 3), like=x)), "SplitVOptions", numSplits=2)


@case()
def slice_all(m):
    x = m.image((1, 5, 6, 7))
    return m.call("SLICE", [x, m.indices(0, 1, 2, 3), m.indices(1, 3, -1, 2)], m.value((1, 3, 4, 2), like=x), "SliceOptions")


@case()
def strided_slice(m):
    """x[:, 1:, -4:, 2]"""
    x = m.image((1, 5, 6, 7))
    return m.call("STRIDED_SLICE", [x, m.indices(0, 1, -4, 2), m.indices(0, 0, 0, 3), m.indices(1, 1, 1, 1)],
                  m.value((1, 4, 4), like=x), "StridedSliceOptions", beginMask=1, endMask=7, shrinkAxisMask=8)


@case()
def strided_slice_steps(m):
    """x[:, 1::2, ::3]"""
    x = m.image((1, 6, 7, 3))
    return m.call("STRIDED_SLICE", [x, m.indices(0, 1, 0), m.indices(0, 9, 0), m.indices(1, 2, 3)],
                  m.value((1, 3, 3, 3), like=x), "StridedSliceOptions", beginMask=5, endMask=5)


@case()
def channel_shuffle(m):
    x = m.image((1, 3, 2, 6))
    split = m.reshape(x, (1, 3, 2, 2, 3))
    turned = m.call("TRANSPOSE", [split, m.indices(0, 1, 2, 4, 3)], m.value((1, 3, 2, 3, 2), like=x), "TransposeOptions")
    return m.reshape(turned, (1, 3, 2, 6))


@case()
def transpose_of_ones(m):
    x = m.image((1, 1, 4, 3))
    return m.call("TRANSPOSE", [x, m.indices(0, 2, 1, 3)], m.value((1, 4, 1, 3), like=x), "TransposeOptions")


@case()
def transpose_before_linear(m):
    """As PyTorch's flatten is exported: channels first."""
    x = m.image((1, 3, 2, 4))
    first = m.call("TRANSPOSE", [x, m.indices(0, 3, 1, 2)], m.value((1, 4, 3, 2), like=x), "TransposeOptions")
    return m.linear(m.reshape(first, (1, 24)), m.weights((5, 24)), m.bias(5), m.value((1, 5)))


def resize(name, code, options, shape, size, kinds=("float", "int8"), **fields):
    def build(m):
        x = m.image(shape)
        return m.call(code, [x, m.indices(*size)], m.value((1, *size, shape[3]), like=x), options, **fields)
    model(build, name, kinds)


resize("nearest", "RESIZE_NEAREST_NEIGHBOR", "ResizeNearestNeighborOptions", (1, 3, 4, 2), (6, 12))
resize("nearest_half_pixel", "RESIZE_NEAREST_NEIGHBOR", "ResizeNearestNeighborOptions", (1, 3, 4, 2), (6, 8),
       halfPixelCenters=True)
resize("nearest_smaller", "RESIZE_NEAREST_NEIGHBOR", "ResizeNearestNeighborOptions", (1, 7, 8, 2), (3, 5))
resize("bilinear", "RESIZE_BILINEAR", "ResizeBilinearOptions", (1, 3, 4, 2), (6, 16), halfPixelCenters=True)
resize("bilinear_odd", "RESIZE_BILINEAR", "ResizeBilinearOptions", (1, 3, 7, 2), (5, 4), ("float",), halfPixelCenters=True)


@case(("int8",))
def quantize_between(m):
    x = m.image((1, 3, 4, 5))
    return m.call("QUANTIZE", [x], m.value((1, 3, 4, 5), (0.047, 20)), "QuantizeOptions")


def ends(name, element):
    def build(m):
        x = m.value((1, 3, 4, 5))
        m.inputs.append(m.end((1, 3, 4, 5), element, x))
        m.call("QUANTIZE", m.inputs, x, "QuantizeOptions")
        y = m.call("HARD_SWISH", [x], m.value((1, 3, 4, 5), (0.04, -70)))
        return m.call("DEQUANTIZE" if element is np.float32 else "QUANTIZE", [y], m.end((1, 3, 4, 5), element, y))
    model(build, name, ("int8",))


ends("float_ends", np.float32)
ends("uint8_ends", np.uint8)


@case()
def relu_of_another_scale(m):
    """In int8 rounded twice."""
    x = m.image((1, 6, 5, 3))
    y = m.conv(x, m.weights((8, 3, 3, 3)), m.bias(8), m.value((1, 6, 5, 8), (0.071, 9)))
    return m.call("RELU", [y], m.value((1, 6, 5, 8), (0.043, -128)))


@case()
def relu_beside_what_nothing_reads(m):
    x = m.image((1, 4, 3, 5))
    y = m.conv(x, m.weights((6, 1, 1, 5)), m.bias(6), m.value((1, 4, 3, 6), (0.071, 9)))
    m.call("ADD", [y, y], m.value((1, 4, 3, 6)), "AddOptions")
    return m.call("RELU", [y], m.value((1, 4, 3, 6), (0.043, -128)))


@case()
def sum_then_relu6(m):
    x = [m.image((1, 4, 3, 5), (0.05, k)) for k in (3, 7)]
    y = m.call("ADD", x, m.value((1, 4, 3, 5), (0.09, 4)), "AddOptions")
    return m.call("RELU6", [y], m.value((1, 4, 3, 5), (6 / 255, -128)))


@case()
def unfolded_batch_norm(m):
    x = m.image((1, 6, 5, 3))
    y = m.conv(x, m.weights((4, 3, 3, 3)), m.bias(4), m.value((1, 6, 5, 4)))
    y = m.call("MUL", [y, m.number((4,))], m.value((1, 6, 5, 4)), "MulOptions")
    return m.call("ADD", [y, m.number((4,))], m.value((1, 6, 5, 4)), "AddOptions", fusedActivationFunction=RELU)


def sequence(name, axis):
    """A convolution over time, as Keras' Conv1D is exported."""
    def build(m):
        x = m.image((1, 9, 3))
        image, kernel = ((1, 1, 9, 3), (4, 1, 3, 3)) if axis == 1 else ((1, 9, 1, 3), (4, 3, 1, 3))
        x = m.call("EXPAND_DIMS", [x, m.indices(axis)], m.value(image, like=x))
        x = m.conv(x, m.weights(kernel), m.bias(4), m.value((*image[:3], 4)), fusedActivationFunction=RELU)
        x = m.call("SQUEEZE", [x], m.value((1, 9, 4), like=x), "SqueezeOptions", squeezeDims=[axis])
        x = m.call("MEAN", [x, m.indices(1)], m.value((1, 4)), "ReducerOptions")
        return m.linear(x, m.weights((5, 4)), m.bias(5), m.value((1, 5)))
    model(build, name)


sequence("sequence_as_row", 1)
sequence("sequence_as_column", 2)


@case()
def reshape_only(m):
    return m.reshape(m.image((1, 3, 4, 2)), (1, 24))


@case()
def flattened_for_two(m):
    """Read by a linear layer and by a softmax."""
    x = m.image((1, 3, 2, 4))
    flat = m.reshape(x, (1, 24))
    chances = m.call("SOFTMAX", [flat], m.value((1, 24), FIXED), "SoftmaxOptions", beta=1.0)
    return m.linear(flat, m.weights((5, 24)), m.bias(5), m.value((1, 5))), chances


@case(("float",))
def float16_weights(m):
    x = m.image((1, 4, 4, 3))
    half = m.constant(random.normal(0, 0.3, (6, 3, 3, 3)).astype(np.float16))
    weights = m.call("DEQUANTIZE", [half], m.tensor((6, 3, 3, 3), np.float32), "DequantizeOptions")
    return m.conv(x, weights, m.bias(6), m.value((1, 4, 4, 6)))


@case(("float",))
def int8_weights(m):
    """Widened before they are used: a float network."""
    x = m.image((1, 4, 4, 3))
    stored = m.constant(random.integers(-127, 128, (6, 3, 3, 3)).astype(np.int8), [0.01 * k for k in range(1, 7)])
    weights = m.call("DEQUANTIZE", [stored], m.tensor((6, 3, 3, 3), np.float32), "DequantizeOptions")
    return m.conv(x, weights, m.bias(6), m.value((1, 4, 4, 6)))


@case()
def computed_shape(m):
    """As Keras' Reshape is exported."""
    x = m.image((1, 2, 3, 4))
    shape = m.call("SHAPE", [x], m.tensor((4,), np.int32), "ShapeOptions", outType=schema.TensorType.INT32)
    batch = m.call("STRIDED_SLICE", [shape, m.indices(0), m.indices(1), m.indices(1)], m.tensor((), np.int32),
                   "StridedSliceOptions", shrinkAxisMask=1)
    packed = m.call("PACK", [batch, m.constant(np.int32(6)), m.constant(np.int32(4))],
                    m.tensor((3,), np.int32), "PackOptions", valuesCount=3)
    rows = m.call("RESHAPE", [x, packed], m.value((1, 6, 4), like=x))
    return m.call("SOFTMAX", [rows], m.value((1, 6, 4), FIXED), "SoftmaxOptions", beta=1.0)


@case()
def two_inputs_two_outputs(m):
    a, b = m.image((1, 4, 4, 3)), m.image((1, 3), (0.01, -128))
    gate = m.call("EXPAND_DIMS", [m.call("EXPAND_DIMS", [b, m.indices(1)], m.value((1, 1, 3), like=b)), m.indices(1)],
                  m.value((1, 1, 1, 3), like=b))
    y = m.call("MUL", [a, gate], m.value((1, 4, 4, 3)), "MulOptions")
    mean = m.call("MEAN", [y, m.indices(1, 2)], m.value((1, 1, 1, 3)), "ReducerOptions", keepDims=True)
    return y, m.call("SQUEEZE", [mean], m.value((1, 3), like=mean), "SqueezeOptions", squeezeDims=[1, 2])


folder = os.path.dirname(os.path.abspath(__file__))
save_file(tensors, os.path.join(folder, "import_operators.safetensors"))
print(len([name for name in tensors if name.endswith("/model")]), "models,", sum(a.nbytes for a in tensors.values()), "bytes")
