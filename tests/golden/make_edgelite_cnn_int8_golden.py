"""Writes edgelite_cnn_int8.safetensors: the int8 logits of the committed int8 EdgeLite-CNN, computed operator by operator with
LiteRT's reference kernels, for 8 synthetic images (synthetic_images.py) and for the first 200 test images of CIFAR-10.

    xz -dk test_batch.bin.xz && python make_edgelite_cnn_int8_golden.py test_batch.bin
                                                           (ai-edge-litert, flatbuffers, numpy, safetensors)
"""

import os
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

from synthetic_images import synthetic_images
from tflite_operator import operator, run

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Network:
    """The operators in the order of the network's program: each makes the next of the numbered values."""

    def __init__(self, tensors):
        self.tensors, self.made = tensors, 0

    def quantization(self, value):
        return float(self.tensors["values.scale"][value]), int(self.tensors["values.zero_point"][value])

    def emit(self, code, shape, values, options="", constants=(), **fields):
        """values: (array, its number)"""
        self.made += 1
        inputs = [(x.shape, np.int8, *self.quantization(number)) for x, number in values]
        model = operator(code, inputs, (shape, np.int8, *self.quantization(self.made)), options, constants, **fields)
        return run(model, *(x for x, _ in values)), self.made

    def convolution(self, name, value, relu=False, stride=1):
        x, number = value
        weight = self.tensors[f"{name}.weight"]
        weight = weight[:, None, None, :] if weight.ndim == 2 else weight.transpose(0, 2, 3, 1)
        filters, size, _, depth = weight.shape
        if size == 3:  # PyTorch's padding of 1 on all sides
            x = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=self.quantization(number)[1])
        scales, bias = self.tensors[f"{name}.weight_scale"].tolist(), self.tensors[f"{name}.bias"]
        n, height, width, channels = x.shape
        shape = (n, (height - size) // stride + 1, (width - size) // stride + 1, filters)
        fields = {"padding": 1, "strideH": stride, "strideW": stride, "dilationHFactor": 1, "dilationWFactor": 1,
                  "fusedActivationFunction": 1 if relu else 0}
        if depth == channels:
            return self.emit("CONV_2D", shape, [(x, number)], "Conv2DOptions",
                             [(np.ascontiguousarray(weight), scales), bias], **fields)
        weight = np.ascontiguousarray(weight.transpose(3, 1, 2, 0))
        return self.emit("DEPTHWISE_CONV_2D", shape, [(x, number)], "DepthwiseConv2DOptions",
                         [(weight, scales, 3), bias], depthMultiplier=1, **fields)

    def mean(self, value):
        x = value[0]
        return self.emit("MEAN", (x.shape[0], 1, 1, x.shape[3]), [value], "ReducerOptions", [np.array([1, 2], np.int32)],
                         keepDims=True)

    def attention(self, name, value):
        gate = self.convolution(f"{name}.fc1", self.mean(value), relu=True)
        gate = self.convolution(f"{name}.fc2", gate)
        gate = self.emit("LOGISTIC", gate[0].shape, [gate])
        return self.emit("MUL", value[0].shape, [value, gate], "MulOptions")

    def add(self, a, b):
        return self.emit("ADD", a[0].shape, [a, b], "AddOptions", potScaleInt16=False)

    def inverted(self, name, value, stride=1, attention=True):
        x = self.convolution(f"{name}.0", value, relu=True)
        x = self.convolution(f"{name}.3", x, relu=True, stride=stride)
        x = self.attention(f"{name}.6", x) if attention else x
        x = self.convolution(f"{name}.7", x)
        return self.add(x, value) if stride == 1 else x

    def logits(self, images):
        scale, zero = self.quantization(0)
        real = (images.astype(np.float32) - 128) / 64
        x = np.clip(np.round(real / np.float32(scale)) + zero, -128, 127).astype(np.int8), 0
        x = self.convolution("0", x, relu=True)
        x = self.add(self.convolution("3.3", self.convolution("3.0", x, relu=True)), x)
        x = self.inverted("4", x, stride=2, attention=False)
        for name in "567":
            x = self.inverted(name, x)
        x = self.inverted("8", x, stride=2)
        for name in ("9", "10", "11"):
            x = self.inverted(name, x)
        x = self.inverted("12", x, stride=2)
        for name in ("13", "14"):
            x = self.inverted(name, x)
        x, number = self.convolution("21", self.mean(self.convolution("15", x, relu=True)))
        assert number == len(self.tensors["values.scale"]) - 1
        return x.reshape(len(images), 10)


def cifar10(path, count):
    with open(path, "rb") as file:
        records = np.frombuffer(file.read(count * 3073), np.uint8).reshape(count, 3073)
    return records[:, 1:].reshape(count, 3, 32, 32).transpose(0, 2, 3, 1)


if __name__ == "__main__":
    parameters = load_file(os.path.join(FOLDER, "../../examples/training/edgelite_cnn_int8.safetensors"))
    save_file({"synthetic": Network(parameters).logits(synthetic_images(8)),
               "cifar10": Network(parameters).logits(cifar10(sys.argv[1], 200))},
              os.path.join(FOLDER, "edgelite_cnn_int8.safetensors"))
