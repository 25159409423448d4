"""Runs a program of ours that is made with Google Benchmark and reads its JSON."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import subprocess

from engines import Failure

_REPETITION = 0.01  # seconds


@dataclasses.dataclass
class Timing:
    """The fastest of many short repetitions. Counters that a benchmark does not have are None."""

    microseconds: float
    gflops: float | None
    percent_of_peak: float | None


def _output(program: pathlib.Path, *arguments: str) -> str:
    try:
        result = subprocess.run([program, *arguments], capture_output=True, text=True)
    except OSError as error:
        raise Failure(f"{program}: {error.strerror}; `cmake --workflow --preset bench` builds it") from None
    if result.returncode != 0:
        raise Failure(f"{program.name} ended with status {result.returncode}: {result.stderr.strip()}")
    return result.stdout


def names(program: pathlib.Path) -> list[str]:
    return _output(program, "--benchmark_list_tests").split()


def only_name(program: pathlib.Path, pattern: str) -> str:
    found = [name for name in names(program) if re.search(pattern, name)]
    if len(found) != 1:
        raise Failure(f"{program.name} has {len(found)} benchmarks that match {pattern}, expected one")
    return found[0]


def measure(program: pathlib.Path, name: str, seconds: float) -> tuple[Timing, dict[str, str]]:
    """The benchmark of that name, and the context: what the program says of the machine and of itself."""
    escaped = "".join("\\" + c if c in ".[]{}()*+?^$|\\" else c for c in name)
    repetitions = max(3, round(seconds / _REPETITION))
    run = json.loads(_output(program, f"--benchmark_filter=^{escaped}$", "--benchmark_format=json",
                             f"--benchmark_min_time={_REPETITION}", f"--benchmark_repetitions={repetitions}"))
    rows = [row for row in run["benchmarks"] if row["run_type"] == "iteration"]
    for row in rows:
        if row.get("error_occurred"):
            raise Failure(f"{name}: {row['error_message']}")
    best = min(rows, key=lambda row: row["cpu_time"])
    scale = {"ns": 1e-3, "us": 1.0, "ms": 1e3}[best["time_unit"]]
    return Timing(best["cpu_time"] * scale, best.get("gflops"), best.get("percent_of_peak")), run["context"]
