#!/usr/bin/env python3
"""The kernels of bench_kernel in LiteRT (XNNPACK) and onnxruntime, in the same run on the same core, one thread each.

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    cmake --workflow --preset bench
    venv/bin/python bench/peers/kernels.py --filter 'pointwise|depthwise' --element int8
    venv/bin/python bench/peers/kernels.py -- --kernel pointwise --shape 16x16x64 --out 48

The three take turns; everyone's least time counts, buffers warm. How the peers are timed: engines.py. The peers'
results are compared with each other before. The ratio is the time of the faster peer by ours: over 1, edgelite is
faster. A star: XNNPACK has no such operation, the time is that of LiteRT's own kernel. int8: activations have a scale
and a zero point, weights a scale a channel; int8_to_even rounds as XNNPACK does, int8 as TFLite's reference kernels.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys

from command_line import command_line, end
from engines import Failure, Peers, pin_to
from ours import Program, fastest
from shapes import build, is_int8, parse


@dataclasses.dataclass
class Row:
    name: str
    ours: float  # microseconds
    gflops: float | None  # int8: 10^9 operations a second
    percent_of_peak: float | None
    litert: float
    onnxruntime: float
    ratio: float
    ratio_litert: float
    xnnpack: bool


def compare(program: Program, name: str, rounds: int, seconds: float) -> Row:
    kernel = parse(name)
    single = build(kernel)
    peers = Peers(name, lambda times: build(kernel, times), single.shapes[0] == single.shapes[-1],
                  int8=is_int8(name))
    timings = []
    for _ in range(rounds):
        timings.append(program.measure(name, seconds))
        peers.measure(2 * seconds)
    best = fastest(timings)
    return Row(name, best.microseconds, best.gflops, best.percent_of_peak, peers.litert, peers.onnxruntime,
               min(peers.litert, peers.onnxruntime) / best.microseconds, peers.litert / best.microseconds,
               peers.delegated)


def chosen(program: Program, pattern: re.Pattern, element: str) -> list[str]:
    warm = [name for name in program.names() if not name.endswith("/cold")]
    matching = [name for name in warm
                if element in ("all", "int8" if is_int8(name) else "float") and pattern.search(name)]
    if not matching:
        raise Failure(f"none of the {len(warm)} names of {program.path.name}, such as {warm[0]}, "
                      f"matches --filter {pattern.pattern!r} --element {element}")
    known = [name for name in matching if parse(name) is not None]
    for name in sorted(set(matching) - set(known)):
        print(f"{name}: left out, no peer knows it", file=sys.stderr)
    return known


def print_row(row: Row) -> None:
    percent = "" if row.percent_of_peak is None else f"{row.percent_of_peak:.1f}"
    star = " " if row.xnnpack else "*"
    print(f"{row.name:52} {row.ours:9.2f} {percent:>7} {row.litert:9.2f}{star} {row.onnxruntime:11.2f} "
          f"{row.ratio_litert:8.2f} {row.ratio:6.2f}", flush=True)


def main() -> int:
    """1: some kernel's results are wrong."""
    parser = command_line(__doc__, "kernel/bench_kernel", "", 0.3, "microseconds")
    parser.add_argument("--element", choices=["float", "int8", "all"], default="all", help="[all]")
    parser.add_argument("options", nargs="*", help="options of bench_kernel, after --")
    arguments = parser.parse_args()
    pin_to(arguments.core)
    program = Program(arguments.program, tuple(arguments.options))
    names = chosen(program, arguments.filter, arguments.element)
    if not arguments.json:
        print(f"{'':52} {'ours us':>9} {'% peak':>7} {'LiteRT us':>10} {'onnxruntime':>11} {'/LiteRT':>8} {'ratio':>6}")
    rows = []
    for name in names:
        try:
            rows.append(compare(program, name, arguments.rounds, arguments.seconds))
        except Failure as failure:
            print(f"kernels.py: {failure}", file=sys.stderr)
            continue
        if not arguments.json:
            print_row(rows[-1])
    if arguments.json:
        print(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
    return 0 if len(rows) == len(names) else 1


if __name__ == "__main__":
    end(main)
