"""LiteRT (its default delegate XNNPACK) and onnxruntime, one thread each, and how they are timed.

The time of an engine is the least of many invocations less that of a graph of one tiny operation (a sigmoid of one
number), so neither Python nor the engine's entry is counted: what remains is the cost of the operations alone. int8
networks take and give int8, onnxruntime's uint8.
onnxruntime is given every chance: the least of NCHW (graph optimisation "extended"), its blocked layout ("all") and,
where input and output have one shape, (time of three operations in a chain - time of one) / 2, which leaves out the
reorder into and out of the blocked layout.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

from graph import Graph
from onnx_writer import UINT8_OFFSET, to_onnx
from quantize import quantized
from tflite_writer import to_tflite

_EXTENDED = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
_ALL = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
_FEW_STEPS = 0.04  # int8: each engine rounds in its own way


class Failure(Exception):
    """One sentence for the user."""


def least_time(invoke: Callable[[], None], seconds: float) -> float:
    """Microseconds; the invocations before the first tenth of the time only warm up."""
    clock = time.perf_counter_ns
    begin = clock()
    counted, end = begin + int(seconds * 1e8), begin + int(seconds * 1e9)
    least, now = None, begin
    while now < end or least is None:
        before = clock()
        invoke()
        now = clock()
        if before >= counted and (least is None or now - before < least):
            least = now - before
    return least / 1e3


def random_input(graph: Graph) -> numpy.ndarray:
    return numpy.random.default_rng(1).standard_normal((1, *graph.shapes[0]), numpy.float32)


def _is_whole(parts: list[tuple[set[int], set[int]]], graph: Graph) -> bool:
    """Whether one part takes the graph's input and nothing else that is computed, and gives the graph's output."""
    values = range(1, len(graph.shapes))
    inputs, outputs = parts[0]
    return len(parts) == 1 and 0 in inputs and inputs.isdisjoint(values) and outputs == {values[-1]}


class LiteRT:
    def __init__(self, graph: Graph, x: numpy.ndarray, whole: bool = True):
        """`x`: real values, also of an int8 network; so is the result. `whole`: XNNPACK must run all or nothing."""
        self.quantization = graph.quantization
        x = self.quantization[0].stored(x) if self.quantization else x
        self.interpreter = Interpreter(model_content=to_tflite(graph), num_threads=1)
        self.interpreter.allocate_tensors()
        # Copies: the interpreter refuses to run while someone holds an array of its own.
        parts = [(set(map(int, part["inputs"])), set(map(int, part["outputs"])))
                 for part in self.interpreter._get_ops_details() if part["op_name"] == "DELEGATE"]
        self.delegated = len(parts) > 0 and _is_whole(parts, graph)
        if whole and len(parts) > 0 and not self.delegated:
            raise Failure(f"XNNPACK runs only parts of {', '.join(sorted({o.kind for o in graph.operations}))}")
        self.interpreter.set_tensor(self.interpreter.get_input_details()[0]["index"], x)
        self.invoke = self.interpreter.invoke

    def result(self) -> numpy.ndarray:
        self.invoke()
        stored = self.interpreter.get_tensor(self.interpreter.get_output_details()[0]["index"])
        return self.quantization[-1].real(stored) if self.quantization else stored


def _to_uint8(stored: numpy.ndarray) -> numpy.ndarray:
    return (stored.astype(numpy.int32) + UINT8_OFFSET).astype(numpy.uint8)


def in_int8(graph: Graph, x: numpy.ndarray) -> Graph:
    """The graph in int8, its scales from what it computes of `x` in float."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(to_onnx(graph, every_value=True), options,
                                           providers=["CPUExecutionProvider"])
    planes = session.run(None, {session.get_inputs()[0].name: numpy.ascontiguousarray(x.transpose(0, 3, 1, 2))})
    return quantized(graph, [x, *(value.transpose(0, 2, 3, 1) for value in planes)])


class OnnxRuntime:
    def __init__(self, graph: Graph, x: numpy.ndarray, level: onnxruntime.GraphOptimizationLevel):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = level
        session = onnxruntime.InferenceSession(to_onnx(graph), options, providers=["CPUExecutionProvider"])
        height, width, channels = graph.shapes[-1]
        self.quantization = graph.quantization
        planes, element = numpy.ascontiguousarray(x.transpose(0, 3, 1, 2)), numpy.float32
        if self.quantization:
            planes, element = _to_uint8(self.quantization[0].stored(planes)), numpy.uint8
        self.input = onnxruntime.OrtValue.ortvalue_from_numpy(planes)
        self.output = onnxruntime.OrtValue.ortvalue_from_numpy(numpy.zeros((1, channels, height, width), element))
        binding = session.io_binding()
        binding.bind_ortvalue_input(session.get_inputs()[0].name, self.input)
        binding.bind_ortvalue_output(session.get_outputs()[0].name, self.output)
        self.invoke = lambda: session.run_with_iobinding(binding)

    def result(self) -> numpy.ndarray:
        self.invoke()
        planes = self.output.numpy().transpose(0, 2, 3, 1)
        if not self.quantization:
            return planes
        return self.quantization[-1].real(planes.astype(numpy.int32) - UINT8_OFFSET)


def check_equal(name: str, ours: numpy.ndarray, theirs: numpy.ndarray, tolerance: float) -> None:
    """Largest difference relative to the largest element."""
    difference = float(numpy.abs(ours - theirs).max() / numpy.abs(ours).max())
    if not difference < tolerance:
        raise Failure(f"{name}: the engines' results differ by {difference:.1e}")


class Peers:
    """One piece of work in both engines. `measure` may be called again: the least times are kept."""

    def __init__(self, name: str, build: Callable[[int], Graph], chains: bool, x: numpy.ndarray | None = None,
                 int8: bool = False, tolerance: float | None = None, whole: bool = True):
        """`build(n)`: the work n times, one after the other; `chains`: whether n may be more than 1; x: the input;
        `int8`: whether a graph in float is to be brought to int8; `tolerance`: of the engines' results; `whole`: as LiteRT's."""
        single, tiny = build(1), Graph((1, 1, 1))
        tiny.sigmoid(0)
        x = random_input(single) if x is None else x
        one = numpy.ones((1, 1, 1, 1), numpy.float32)
        if int8:
            single, tiny = in_int8(single, x), in_int8(tiny, one)
        tolerance = tolerance or (_FEW_STEPS if single.quantization else 1e-4)
        litert = LiteRT(single, x, whole)
        self.litert_result, self.delegated = litert.result(), litert.delegated
        sessions = [OnnxRuntime(single, x, level) for level in (_EXTENDED, _ALL)]
        for session in sessions:
            check_equal(name, self.litert_result, session.result(), tolerance)
        self._engines = {"litert": litert, "litert tiny": LiteRT(tiny, one), "ort nchw": sessions[0],
                         "ort blocked": sessions[1], "ort tiny": OnnxRuntime(tiny, one, _ALL)}
        if chains:
            self._engines["ort three"] = OnnxRuntime(in_int8(build(3), x) if int8 else build(3), x, _ALL)
        self.times = dict.fromkeys(self._engines, float("inf"))

    def measure(self, seconds: float) -> None:
        for name, engine in self._engines.items():
            self.times[name] = min(self.times[name], least_time(engine.invoke, seconds / len(self._engines)))

    @property
    def litert(self) -> float:
        return self.times["litert"] - self.times["litert tiny"]

    @property
    def onnxruntime(self) -> float:
        times = [self.times[name] - self.times["ort tiny"] for name in ("ort nchw", "ort blocked")]
        if "ort three" in self.times:
            times.append((self.times["ort three"] - self.times["ort blocked"]) / 2)
        return min(times)


def pin_to(core: int) -> None:
    """This process and the ones it starts."""
    if core not in os.sched_getaffinity(0):
        raise Failure(f"--core {core}: this process may run on cores {sorted(os.sched_getaffinity(0))}")
    os.sched_setaffinity(0, {core})
