#!/usr/bin/env python3
"""Whole networks in edgelite, LiteRT (XNNPACK) and onnxruntime: one run, one core, one thread.

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    cmake --workflow --preset bench
    venv/bin/python bench/peers/networks.py
    cmake --build --preset bench --target bench_all_networks
    venv/bin/python bench/peers/networks.py --program build/bench/bench/network/bench_all_networks --filter /224x224x3/

Ours writes each network down, operation by operation, with the weights that it has; from that the peers' files are
made: batch norms folded, activations in the convolutions, in int8 the very same stored numbers, scales and zero points.
Outputs are compared, then the three are timed in turn. Ratio: the faster peer's time by ours; over 1, edgelite is
faster. Lowest ratio first. A star: XNNPACK runs only parts of the network, the rest LiteRT's own kernels. int8: rounding
as TFLite's reference kernels; int8_to_even: as XNNPACK.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import sys
import tempfile

from command_line import command_line, end
from engines import Failure, Peers, check_equal, pin_to
from exported import read
from ours import Program, fastest
from shapes import is_int8

_TOLERANCE = {False: 1e-4, True: 0.25}  # int8: each engine rounds in its own way, some hundred layers deep


@dataclasses.dataclass
class Row:
    name: str
    milliseconds: float
    rate: float  # 10^9 operations a second
    percent_of_peak: float
    arena_bytes: int
    litert: float
    onnxruntime: float
    ratio: float
    xnnpack: bool


def compare(program: Program, name: str, rounds: int, seconds: float) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        program.export(name, folder)
        network = read(pathlib.Path(folder))
    tolerance = _TOLERANCE[is_int8(name)]
    peers = Peers(name, lambda _: network.graph, False, network.input, tolerance=tolerance, whole=False)
    check_equal(name, network.output, peers.litert_result.reshape(-1), tolerance)
    timings = []
    for _ in range(rounds):
        timings.append(program.measure(name, seconds))
        peers.measure(2 * seconds)
    best = fastest(timings)
    return Row(name, best.microseconds / 1e3, best.gflops, best.percent_of_peak, best.arena_bytes, peers.litert / 1e3,
               peers.onnxruntime / 1e3, min(peers.litert, peers.onnxruntime) / best.microseconds, peers.delegated)


def print_rows(rows: list[Row]) -> None:
    print(f"{'':44} {'ours ms':>8} {'G op/s':>7} {'% peak':>7} {'arena KiB':>9} {'LiteRT':>8}  {'onnxruntime':>11} "
          f"{'ratio':>6}")
    for row in sorted(rows, key=lambda row: row.ratio):
        print(f"{row.name:44} {row.milliseconds:8.3f} {row.rate:7.1f} {row.percent_of_peak:7.1f} "
              f"{row.arena_bytes / 1024:9.1f} {row.litert:8.3f}{' ' if row.xnnpack else '*'} {row.onnxruntime:11.3f} "
              f"{row.ratio:6.2f}")


def main() -> int:
    """1: some network could not be compared, or the engines' outputs differ."""
    arguments = command_line(__doc__, "network/bench_network", " or bench_all_networks", 0.5,
                             "milliseconds").parse_args()
    pin_to(arguments.core)
    program = Program(arguments.program)
    names = [name for name in program.names() if arguments.filter.search(name)]
    if not names:
        raise Failure(f"no name of {arguments.program.name} matches --filter {arguments.filter.pattern!r}")
    rows = []
    for name in names:
        try:
            rows.append(compare(program, name, arguments.rounds, arguments.seconds))
        except Failure as failure:
            print(f"networks.py: {failure}", file=sys.stderr)
    if arguments.json:
        print(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
    else:
        print_rows(rows)
    return 0 if len(rows) == len(names) else 1


if __name__ == "__main__":
    end(main)
