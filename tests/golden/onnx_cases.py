"""Small networks as ONNX files: single operators in the spellings that exporters have for them, blocks exported from PyTorch, and
both quantized by onnxruntime. write_cases(folder) writes them and returns onnxruntime's inputs and outputs."""

import os
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization
from torch import nn

random = np.random.default_rng(7)


def weights(*shape):
    return (random.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[1:])))).astype(np.float32)


class File:
    """A model with one line an operator."""

    def __init__(self, opset, **inputs):
        self.opset, self.inputs, self.nodes, self.constants, self.count = opset, inputs, [], [], 0

    def constant(self, value):
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.asarray(value), f"c{self.count}"))
        return f"c{self.count}"

    def op(self, kind, *inputs, outputs=1, **attributes):
        inputs = [x if isinstance(x, str) else self.constant(x) for x in inputs]
        self.count += outputs
        made = [f"v{self.count - k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, made, **attributes))
        return made if outputs > 1 else made[0]

    def save(self, path, *outputs):
        info = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in self.inputs.items()]
        graph = helper.make_graph(self.nodes, "g", info, [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs],
                                  self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)
        onnx.save(model, path)


def windows(path):
    """Padding of all kinds, dilation, groups, pools."""
    f = File(11, x=["batch", 4, 11, 13])
    conv = lambda x, w, **a: f.op("Conv", x, w, weights(w.shape[0]), **a)
    x = conv("x", weights(8, 2, 3, 3), group=2, pads=[0, 1, 2, 1], strides=[1, 2])
    x = f.op("LeakyRelu", x, alpha=0.2)
    x = conv(x, weights(8, 1, 3, 3), group=8, auto_pad="SAME_LOWER", strides=[2, 1])
    x = f.op("Clip", x, np.float32(-0.5), np.float32(1.5))
    x = conv(x, weights(12, 8, 3, 3), dilations=[2, 2], pads=[2, 2, 2, 2])
    a = f.op("AveragePool", x, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1], count_include_pad=1)
    b = f.op("AveragePool", x, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1])
    c = f.op("MaxPool", x, kernel_shape=[2, 2], auto_pad="SAME_UPPER")
    x = f.op("Sub", f.op("Add", a, b), c)
    x = f.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)
    f.save(path, f.op("Softmax", f.op("GlobalAveragePool", x), axis=1))


def arithmetic(path):
    """Constants, activations by parts, two inputs and two outputs."""
    f = File(13, x=[1, 6, 5, 5], y=[1, 6, 5, 5])
    column = (1, 6, 1, 1)
    x = f.op("BatchNormalization", "x", weights(6), weights(6), weights(6), np.abs(weights(6)) + 0.5)
    x = f.op("Div", f.op("Mul", x, weights(*column)), np.float32(0.7))
    x = f.op("Sub", np.float32(1), f.op("Add", x, weights(*column)))
    six = f.op("Clip", f.op("Add", x, np.float32(3)), np.float32(0), np.float32(6))
    x = f.op("Div", f.op("Mul", x, six), np.float32(6))
    y = f.op("Mul", f.op("Sigmoid", "y"), "y")
    y = f.op("Mul", y, f.op("HardSigmoid", y, alpha=np.float32(1 / 6)))
    z = f.op("HardSigmoid", f.op("Add", x, y), alpha=0.3, beta=0.4)
    z = f.op("Add", z, weights(1, 6, 5, 5))
    z = f.op("Mul", z, f.op("ReduceMean", y, axes=[2, 3], keepdims=1))
    f.save(path, f.op("Sub", x, z), f.op("ReduceMean", z, axes=[2, 3], keepdims=0))


def movement(path):
    """Slices, splits, shuffles, transposes, shapes that are computed."""
    f = File(18, x=[1, 8, 6, 6])
    a, b = f.op("Split", "x", outputs=2, axis=1, num_outputs=2)
    x = f.op("Concat", b, a, axis=1)
    shape = f.op("Shape", x)
    half = f.op("Div", f.op("Gather", shape, np.array([1])), np.array([2]))
    shape = f.op("Concat", np.array([1, 2]), half, f.op("Slice", shape, np.array([2]), np.array([4])), axis=0)
    x = f.op("Transpose", f.op("Reshape", x, shape), perm=[0, 2, 1, 3, 4])
    x = f.op("Reshape", x, np.array([0, -1, 6, 6]))
    x = f.op("Pad", x, np.array([0, 0, 1, 0, 0, 0, 0, 2]), np.float32(0))
    x = f.op("Slice", x, np.array([1, 2]), np.array([6, 9]), np.array([2, 1]), np.array([1, 1]))
    x = f.op("Resize", x, "", np.array([1, 1, 2, 2], np.float32), mode="nearest", coordinate_transformation_mode="asymmetric",
             nearest_mode="floor")
    x = f.op("Resize", x, "", "", np.array([1, 6, 7, 9]), mode="linear", coordinate_transformation_mode="pytorch_half_pixel")
    x = f.op("Conv", x, weights(4, 6, 1, 1))
    x = f.op("Transpose", x, perm=[0, 2, 3, 1])
    x = f.op("Add", f.op("MatMul", x, weights(4, 5)), weights(5))  # dense on pixels
    x = f.op("Squeeze", f.op("Unsqueeze", x, np.array([0])), np.array([0]))
    x = f.op("Reshape", x, np.array([1, -1]))  # H W C
    x = f.op("Gemm", x, weights(5 * 63, 7), weights(7), alpha=0.5, beta=2.0)
    f.save(path, f.op("Softmax", x))


def nhwc(path):
    """What tf2onnx writes of a Keras model, and flattened C H W that is an output itself."""
    f = File(15, x=[1, 8, 8, 3])
    x = f.op("Transpose", f.op("Mul", "x", np.float32(1 / 127)), perm=[0, 3, 1, 2])
    x = f.op("Relu", f.op("Conv", x, weights(6, 3, 3, 3), weights(6), pads=[0, 0, 1, 1], strides=[2, 2]))
    flat = f.op("Flatten", x)
    last = f.op("Transpose", x, perm=[0, 2, 3, 1])
    f.save(path, flat, f.op("MatMul", f.op("Reshape", last, np.array([1, 96])), weights(96, 4)))


class Block(nn.Module):
    """Inverted residual with squeeze-and-excite, as in MobileNetV3; then C x H x W flattened for a linear layer."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish())
        self.expand = nn.Sequential(nn.Conv2d(8, 16, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish(),
                                    nn.Conv2d(16, 16, 3, 1, 1, groups=16, bias=False), nn.BatchNorm2d(16), nn.ReLU6())
        self.squeeze = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(16, 4, 1), nn.ReLU(), nn.Conv2d(4, 16, 1), nn.Hardsigmoid())
        self.project = nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8))
        self.pool, self.linear = nn.MaxPool2d(2), nn.Linear(8 * 4 * 4, 5)

    def forward(self, x):
        x = self.stem(x)
        y = self.expand(x)
        x = self.pool(x + self.project(y * self.squeeze(y)))
        return torch.softmax(self.linear(torch.flatten(x, 1)), 1)


class Shuffle(nn.Module):
    """ShuffleNetV2's unit, then GhostNet's concatenation of which a slice is left."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, 2, 1)
        self.branch = nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU(), nn.Conv2d(4, 4, 3, 1, 1, groups=4), nn.Conv2d(4, 4, 1), nn.ReLU())
        self.cheap = nn.Conv2d(8, 8, 3, 1, 1, groups=8)
        self.linear = nn.Linear(12, 5)

    def forward(self, x):
        x = self.stem(x)
        a, b = x.chunk(2, dim=1)
        x = torch.cat((a, self.branch(b)), 1)
        n, c, h, w = x.shape
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        x = torch.cat([x, self.cheap(x)], dim=1)[:, :12]
        return self.linear(x.mean((2, 3)))


def export(make, path, opset):
    torch.manual_seed(3)
    net = make()
    for m in net.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.momentum = 1.0
    net.train()(torch.randn(8, 3, 16, 16))
    torch.onnx.export(net.eval(), (torch.zeros(1, 3, 16, 16),), path, opset_version=opset, dynamo=False)


class Samples(quantization.CalibrationDataReader):
    def __init__(self, name, shape):
        self.left = iter([{name: random.standard_normal(shape).astype(np.float32)} for _ in range(16)])

    def get_next(self):
        return next(self.left, None)


def quantize(source, path, form, activations, per_channel):
    model = onnx.load(source)
    info = model.graph.input[0]
    shape = [d.dim_value for d in info.type.tensor_type.shape.dim]
    with tempfile.TemporaryDirectory() as folder:
        ready = os.path.join(folder, "ready.onnx")
        quantization.shape_inference.quant_pre_process(source, ready)
        quantization.quantize_static(ready, path, Samples(info.name, shape), quant_format=form, activation_type=activations,
                                     weight_type=quantization.QuantType.QInt8, per_channel=per_channel)


def session(model):
    """Exact sums of products on every CPU: without this onnxruntime's int8 ones saturate at 16 bits where there is no VNNI."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run(path, count=2):
    """Inputs and outputs, N x ..., by name: in, in1 ..., out, out1 ..."""
    network = session(path)
    sets = [[random.standard_normal([e if isinstance(e, int) else 1 for e in i.shape]).astype(np.float32) for i in network.get_inputs()]
            for _ in range(count)]
    results = [network.run(None, {i.name: x for i, x in zip(network.get_inputs(), inputs)}) for inputs in sets]
    tensors = {}
    for key, lists in ("in", sets), ("out", results):
        for k in range(len(lists[0])):
            tensors[key + (str(k) if k else "")] = np.concatenate([each[k] for each in lists])
    return tensors


def write_cases(folder):
    os.makedirs(folder, exist_ok=True)
    path = lambda name: os.path.join(folder, name + ".onnx")
    for make in windows, arithmetic, movement, nhwc:
        make(path(make.__name__))
    export(Block, path("block_opset11"), 11)
    export(Block, path("block_opset17"), 17)
    export(Shuffle, path("shuffle_opset12"), 12)
    form, kind = quantization.QuantFormat, quantization.QuantType
    quantize(path("block_opset17"), path("block_qdq"), form.QDQ, kind.QUInt8, True)
    quantize(path("shuffle_opset12"), path("shuffle_qdq"), form.QDQ, kind.QInt8, False)
    quantize(path("shuffle_opset12"), path("shuffle_qoperator"), form.QOperator, kind.QUInt8, True)
    tensors = {}
    for file in sorted(os.listdir(folder)):
        name = file.removesuffix(".onnx")
        for key, value in run(path(name)).items():
            tensors[f"{name}/{key}"] = value
    return tensors
