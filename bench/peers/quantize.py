"""A Graph in int8: real = scale * (stored - zero point), as the TFLite 8-bit quantization specification says.

Activations have a scale and a zero point each, from the least and the greatest value that the float graph has for a
given input. Weights have a scale a channel and 7 bits: in onnxruntime sums of two products with 8-bit weights saturate
on a CPU with AVX2 and no VNNI. What an engine takes for the work does not depend on the numbers.
"""

from __future__ import annotations

import dataclasses

import numpy

from graph import Array, Graph, Operation, Quantization

_LARGEST_WEIGHT = 63
_GATE = Quantization(1 / 256, -128)  # what sigmoid and softmax give
_ONE_SCALE = {"max_pool", "average_pool", "pad", "resize_nearest", "resize_bilinear", "shuffle"}  # as the input


def _of_range(values: Array) -> Quantization:
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = float(numpy.float32((high - low) / 255 or 1))
    return Quantization(scale, int(numpy.clip(round(-128 - low / scale), -128, 127)))


def _quantized(operation: Operation, x: Quantization) -> Operation:
    weights = operation.weights
    if weights is None:
        return operation
    if operation.bias is None:  # the second operand of an addition or product
        own = _of_range(weights)
        return dataclasses.replace(operation, weights=own.stored(weights), constant=own)
    channels = (weights.shape[0],) + (1,) * (weights.ndim - 1)
    scale = (numpy.abs(weights).reshape(channels[0], -1).max(1) / _LARGEST_WEIGHT).astype(numpy.float32)
    scale[scale == 0] = 1
    bias = numpy.rint(operation.bias / (x.scale * scale.astype(numpy.float64))).astype(numpy.int32)
    return dataclasses.replace(operation, weights=numpy.rint(weights / scale.reshape(channels)).astype(numpy.int8),
                               bias=bias, weight_scale=scale)


def quantized(graph: Graph, values: list[Array]) -> Graph:
    """`values`: what the graph's values are for some input, itself the first."""
    result = Graph(graph.shapes[0])
    result.shapes = graph.shapes
    result.quantization = [_of_range(values[0])]
    for operation in graph.operations:
        x = result.quantization[operation.inputs[0]]
        if operation.kind in ("sigmoid", "softmax"):
            own = _GATE
        elif operation.kind in _ONE_SCALE:
            own = x
        else:
            own = _of_range(values[operation.output])
        result.quantization.append(own)
        result.operations.append(_quantized(operation, x))
    return result
