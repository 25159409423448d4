"""Runs a program of ours that is made with Google Benchmark and reads its JSON."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import subprocess

from engines import Failure


@dataclasses.dataclass(frozen=True)
class Program:
    path: pathlib.Path
    options: tuple[str, ...] = ()  # of every call

    def _output(self, *arguments: str) -> str:
        try:
            result = subprocess.run([self.path, *self.options, *arguments], capture_output=True, text=True)
        except OSError as error:
            raise Failure(f"{self.path}: {error.strerror}; `cmake --workflow --preset bench` builds it") from None
        if result.returncode not in (0, 1):  # 1: wrong results, which the output names
            raise Failure(f"{self.path.name} ended with status {result.returncode}: {result.stderr.strip()}")
        return result.stdout

    def names(self) -> list[str]:
        return self._output("--benchmark_list_tests").split()

    def export(self, name: str, folder: str) -> None:
        """Of bench_network: a network as files, which exported.py reads."""
        self._output("--export", name, folder)

    def measure(self, name: str, seconds: float) -> Timing:
        escaped = re.sub(r"([][{}()*+?.^$|\\])", r"\\\1", name)
        run = json.loads(self._output(f"--benchmark_filter=^{escaped}$", "--benchmark_format=json",
                                      f"--benchmark_min_time={seconds}"))
        row = run["benchmarks"][0]
        if row.get("error_occurred"):
            raise Failure(f"{name}: {row['error_message']}")
        return Timing(row["best_us"], row.get("gflops", row.get("gops")), row.get("percent_of_peak"),
                      int(row.get("arena_bytes", 0)))


@dataclasses.dataclass(frozen=True)
class Timing:
    """The fastest call. Counters that a benchmark does not have are None."""

    microseconds: float
    gflops: float | None  # int8: 10^9 operations a second
    percent_of_peak: float | None
    arena_bytes: int


def fastest(timings: list[Timing]) -> Timing:
    return min(timings, key=lambda timing: timing.microseconds)
