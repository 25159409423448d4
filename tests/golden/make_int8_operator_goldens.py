"""Writes int8_operators.safetensors: what LiteRT's reference kernels compute for int8 operators without weights.

    python make_int8_operator_goldens.py        (ai-edge-litert, flatbuffers, numpy, safetensors)

A group of cases has the keys scales (float32) and zero_points (int32), [cases][values]: inputs in order, then the output;
output, [cases]...; and, but for functions of one byte, input and second. Those functions are given -128 ... 127 in order.
"""

import os

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import OpResolverType
from safetensors.numpy import save_file

from tflite_operator import operator, run

CASES = 48
random = np.random.default_rng(1)
tensors = {}


def scale(low, high):
    """Log-uniform between 10^low and 10^high."""
    return float(np.float32(10 ** random.uniform(low, high)))


def zero_point():
    return int(random.choice([-128, 127, random.integers(-128, 128), random.integers(-128, 128)]))


def value(spread=(-3, 0.5)):
    return scale(*spread), zero_point()


def beside(q, low=-1.2, high=1.2):
    """A quantization whose scale lies around that of q."""
    return float(np.float32(q[0] * 10 ** random.uniform(low, high))), zero_point()


def images(*shape):
    """Random bytes; the first case all -128, the second all 127, the third one of 127 among -128."""
    x = random.integers(-128, 128, shape, np.int8)
    x[0], x[1], x[2] = -128, 127, -128
    x[2].flat[x[2].size // 2] = 127
    return x


def group(name, cases, count=CASES):
    """cases(i) -> (quantizations, output)."""
    parameters, outputs = zip(*(cases(i) for i in range(count)))
    tensors[f"{name}/scales"] = np.array([[s for s, _ in p] for p in parameters], np.float32)
    tensors[f"{name}/zero_points"] = np.array([[z for _, z in p] for p in parameters], np.int32)
    tensors[f"{name}/output"] = np.stack(outputs)


BYTES = np.arange(-128, 128, dtype=np.int8)


def function(name, code, options="", output=beside, **fields):
    """An operator on single bytes, over all of them."""
    def case(_):
        x = value()
        y = output(x)
        model = operator(code, [((1, 256), np.int8, *x)], ((1, 256), np.int8, *y), options, **fields)
        return (x, y), run(model, BYTES[None])[0]
    group(name, case)


def fixed(_):
    return 1 / 256, -128


function("logistic", "LOGISTIC", output=fixed)
function("relu", "RELU")
function("relu6", "RELU6")
function("leaky_relu", "LEAKY_RELU", "LeakyReluOptions", alpha=0.01)
function("leaky_relu_steep", "LEAKY_RELU", "LeakyReluOptions", alpha=1.5)
function("leaky_relu_falling", "LEAKY_RELU", "LeakyReluOptions", alpha=-0.25)
function("hard_swish", "HARD_SWISH", "HardSwishOptions", lambda x: beside(x, -2, 1))
function("requantize", "QUANTIZE", "QuantizeOptions")


reals = []  # multiples of the scale: halves, neighbours of halves, random ones, far beyond the range
halves = (np.arange(-32, 32) + 0.5).astype(np.float32)
for _ in range(CASES):
    reals.append(np.concatenate([halves, np.nextafter(halves, np.float32(-99)), np.nextafter(halves, np.float32(99)),
                                 random.uniform(-300, 300, 64).astype(np.float32)]))
inputs = []


def quantize_case(i):
    y = value()
    x = reals[i] * np.float32(y[0])
    inputs.append(x)
    model = operator("QUANTIZE", [((1, 256), np.float32)], ((1, 256), np.int8, *y), "QuantizeOptions")
    return (y,), run(model, x[None])[0]


def dequantize_case(_):
    x = value()
    model = operator("DEQUANTIZE", [((1, 256), np.int8, *x)], ((1, 256), np.float32), "DequantizeOptions")
    return (x,), run(model, BYTES[None])[0]


group("quantize", quantize_case)
tensors["quantize/input"] = np.stack(inputs)
group("dequantize", dequantize_case)


def softmax(channels, count=24):
    x = images(count, 2, 3, channels)

    def case(i):
        q = value()
        model = operator("SOFTMAX", [((1, 2, 3, channels), np.int8, *q)], ((1, 2, 3, channels), np.int8, 1 / 256, -128),
                         "SoftmaxOptions", beta=1.0)
        return (q, (1 / 256, -128)), run(model, x[i:i + 1])[0]
    group(f"softmax_{channels}", case, count)
    tensors[f"softmax_{channels}/input"] = x


for channels in (2, 10, 100, 400):
    softmax(channels, 24 if channels < 100 else 6)


def mean(height, width, count=16, channels=10):
    x = images(count, height, width, channels)

    def case(i):
        q = value()
        y = q if i % 3 == 2 else beside(q, -0.8, 0.3)
        shape = (1, 1, 1, channels) if i % 2 else (1, channels)  # both ways of keras.layers.GlobalAveragePooling2D
        model = operator("MEAN", [((1, height, width, channels), np.int8, *q)], (shape, np.int8, *y), "ReducerOptions",
                         [np.array([1, 2], np.int32)], keepDims=bool(i % 2))
        return (q, y), run(model, x[i:i + 1]).reshape(channels)
    group(f"mean_{height}x{width}", case, count)
    tensors[f"mean_{height}x{width}/input"] = x


for shape in ((1, 1), (3, 5), (7, 7), (8, 8)):
    mean(*shape)


def pool(name, code, window, stride, padding, height=7, width=8, count=8, channels=5):
    x = images(count, height, width, channels)
    out = [-(-e // stride) if padding == schema.Padding.SAME else (e - window) // stride + 1 for e in (height, width)]

    def case(i):
        q = value()
        model = operator(code, [((1, height, width, channels), np.int8, *q)], ((1, *out, channels), np.int8, *q),
                         "Pool2DOptions", padding=padding, strideH=stride, strideW=stride, filterHeight=window,
                         filterWidth=window)
        return (q, q), run(model, x[i:i + 1])[0]
    group(name, case, count)
    tensors[f"{name}/input"] = x


for kind in ("average", "max"):
    code = f"{kind.upper()}_POOL_2D"
    pool(f"{kind}_pool_same", code, 3, 2, schema.Padding.SAME)
    pool(f"{kind}_pool_valid", code, 2, 2, schema.Padding.VALID)
    pool(f"{kind}_pool_whole", code, 8, 8, schema.Padding.VALID, height=8)


def binary(name, code, options, second, of, activation=schema.ActivationFunctionType.NONE, count=24, shape=(6, 7, 5)):
    a, b = images(count, *shape), images(count, *second)[::-1].copy()

    def case(i):
        x, r = value(), value()
        y = of(x, r)
        model = operator(code, [((1, *shape), np.int8, *x), ((1, *second), np.int8, *r)], ((1, *shape), np.int8, *y),
                         options, fusedActivationFunction=activation)
        return (x, r, y), run(model, a[i:i + 1], b[i:i + 1])[0]
    group(name, case, count)
    tensors[f"{name}/input"], tensors[f"{name}/second"] = a, b


def of_sum(x, r):
    return beside((max(x[0], r[0]), 0), -0.7, 0.7)


def of_product(x, r):
    return beside((x[0] * r[0] * 100, 0), -0.7, 0.7)


binary("add", "ADD", "AddOptions", (6, 7, 5), of_sum)
binary("add_relu6", "ADD", "AddOptions", (6, 7, 5), of_sum, schema.ActivationFunctionType.RELU6)
binary("mul", "MUL", "MulOptions", (6, 7, 5), of_product)
binary("mul_gate", "MUL", "MulOptions", (1, 1, 5), of_product)


def pad(count=4, shape=(3, 4, 5)):
    x = images(count, *shape)
    sides = np.array([[0, 0], [1, 0], [2, 3], [0, 0]], np.int32)

    def case(i):
        q = value()
        model = operator("PAD", [((1, *shape), np.int8, *q)], ((1, shape[0] + 1, shape[1] + 5, shape[2]), np.int8, *q),
                         "PadOptions", [sides])
        return (q, q), run(model, x[i:i + 1])[0]
    group("pad", case, count)
    tensors["pad/input"] = x


pad()


def pointwise(height=8, width=8, channels=6, filters=9):
    """A convolution by XNNPACK, LiteRT's default: it multiplies by a float and rounds to even."""
    x = random.integers(-128, 128, (1, height, width, channels), np.int8)
    weight = random.integers(-127, 128, (filters, 1, 1, channels), np.int8)
    bias = random.integers(-2000, 2000, filters).astype(np.int32)
    scales = (0.004 * random.uniform(0.5, 2, filters)).astype(np.float32)
    scales[:3] = 1 / 256  # with those of the images, factors of a power of two: halves
    q, y = (0.125, -3), (0.125, 4)
    model = operator("CONV_2D", [(x.shape, np.int8, *q)], ((1, height, width, filters), np.int8, *y), "Conv2DOptions",
                     [(weight, scales), (bias, np.float32(q[0]) * scales)], padding=schema.Padding.VALID, strideH=1,
                     strideW=1, dilationHFactor=1, dilationWFactor=1)
    output, other = run(model, x, resolver=OpResolverType.BUILTIN), run(model, x)
    assert (output != other).any()  # else XNNPACK did not run
    tensors.update({"pointwise_xnnpack/input": x[0], "pointwise_xnnpack/weight": weight[:, 0, 0],
                    "pointwise_xnnpack/bias": bias, "pointwise_xnnpack/output": output[0],
                    "pointwise_xnnpack/scales": np.array([q[0], y[0], *scales], np.float32),
                    "pointwise_xnnpack/zero_points": np.array([q[1], y[1]], np.int32)})


pointwise()

binary("sub", "SUB", "SubOptions", (6, 7, 5), of_sum)
binary("sub_relu6", "SUB", "SubOptions", (6, 7, 5), of_sum, schema.ActivationFunctionType.RELU6, count=8)
function("relu_n1_to_1", "RELU_N1_TO_1")

folder = os.path.dirname(os.path.abspath(__file__))
save_file(tensors, os.path.join(folder, "int8_operators.safetensors"))
for key, array in tensors.items():
    print(key, array.dtype, array.shape)
