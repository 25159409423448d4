#!/usr/bin/env python3
"""Counts the instructions that kernels execute on aarch64, exactly, under QEMU.

Compiles kernels.cpp with aarch64-linux-gnu-g++ for each target, a core or an architecture, runs it with the plugin count.c and prints instructions per
multiply-accumulate beside those of the best other engine. Instructions are not cycles, but they repeat exactly.
Debian: g++-aarch64-linux-gnu, gcc, and qemu-user (qemu-user-static has no plugins).
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# Instructions of ncnn 1.0.20261020 and of LiteRT 2.3.0 (XNNPACK) on a Cortex-A72, in int8 of XNNPACK with a dot product, too,
# counted in the same way.
PEERS = {
    "float": {
        "pointwise/16x16x64->64": {"ncnn": 318504, "XNNPACK": 389496},
        "pointwise/8x8x128->128": {"ncnn": 310454, "XNNPACK": 373304},
        "depthwise_3x3/16x16x64": {"ncnn": 74259, "XNNPACK": 133986},
        "conv_3x3/32x32x3->16": {"ncnn": 175405, "XNNPACK": 302528},
        "conv_3x3/32x32x16->16": {"ncnn": 451214, "XNNPACK": 920000},  # ncnn: Winograd
        "linear/256->10": {"ncnn": 2702, "XNNPACK": 5187},
    },
    "int8": {
        "pointwise/16x16x64->64": {"XNNPACK": 346030, "with SDOT": 120586},
        "depthwise_3x3/16x16x64": {"XNNPACK": 120914},
    },
}
DOT = "armv8.2-a+dotprod"
TARGETS = {"float": "cortex-a72,generic", "int8": f"cortex-a72,{DOT}"}
# The most instructions per multiply-accumulate that --check allows; for one target alone where it is named.
MOST = {
    "float": {
        "pointwise/16x16x64->64": 0.31,
        "pointwise/8x8x128->128": 0.31,
        "depthwise_3x3/16x16x64": 0.40,
        "conv_3x3/32x32x3->16": 0.45,
        "conv_3x3/32x32x16->16": 0.33,
    },
    "int8": {
        "pointwise/16x16x64->64": 0.27,
        ("pointwise/16x16x64->64", DOT): 0.10,
        "depthwise_3x3/16x16x64": 0.55,
    },
}


def most(element, name, target):
    return MOST[element].get((name, target), MOST[element].get(name))


def fail(sentence):
    print(f"run.py: {sentence}", file=sys.stderr)
    sys.exit(2)


def command(*words):
    try:
        result = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    except FileNotFoundError:
        fail(f"{words[0]} is not installed")
    if result.returncode != 0:
        lines = (result.stderr or result.stdout).splitlines() or [f"exit status {result.returncode}"]
        fail(f"{words[0]}: {next((line for line in lines if 'error' in line), lines[0])}")
    return result.stdout


def count(folder, plugin, target, arguments):
    program, counts = folder / f"kernels-{arguments.element}-{target}", folder / f"{arguments.element}-{target}.counts"
    is_architecture = target.startswith("armv")
    cpu = "max" if is_architecture else "cortex-a72" if target == "generic" else target
    command(arguments.compiler, "-std=c++20", "-O3", "-static", f"-{'march' if is_architecture else 'mcpu'}={target}",
            f"-DEDGELITE_ELEMENT={'float' if arguments.element == 'float' else 'std::int8_t'}", "-Wall", "-Wextra", "-Wconversion", "-Werror",
            f"-I{HERE.parents[1] / 'include'}", *arguments.flags, HERE / "kernels.cpp", "-o", program)
    histogram = ",histogram=on" if arguments.histogram else ""
    lines = command("qemu-aarch64", "-cpu", cpu, "-plugin", f"{plugin},out={counts}{histogram}", program).splitlines()
    results = {}
    for line, region in zip(lines, counts.read_text().splitlines(), strict=True):
        name, macs, error = line.split()
        if not float(error) < 1e-5:
            fail(f"{name}, {target}: the largest difference from the naive loop is {error}")
        instructions, *opcodes = region.split()[1:]
        results[name] = {"instructions": int(instructions), "macs": int(macs), "per_mac": int(instructions) / int(macs)}
        if opcodes:
            pairs = (pair.rsplit("=", 1) for pair in opcodes)
            results[name]["opcodes"] = dict(sorted(((k, int(v)) for k, v in pairs), key=lambda kv: -kv[1]))
    return results


def print_table(results, element):
    peers = list(dict.fromkeys(name for row in PEERS[element].values() for name in row))
    print(f"{element + ', aarch64':32}{'MACs':>9}" + "".join(f"{target:>26}" for target in results) + "   instructions per MAC:")
    print(f"{'':41}" + f"{'instructions':>13}{'/MAC':>6}{'most':>7}" * len(results) + "".join(f"{p:>11}" for p in peers))
    for name, row in next(iter(results.values())).items():
        cells = [f"{r[name]['instructions']:13}{r[name]['per_mac']:6.3f}{most(element, name, target) or '-':>7}"
                 for target, r in results.items()]
        counted = PEERS[element].get(name, {})
        cells += [f"{counted[p] / row['macs']:11.3f}" if p in counted else " " * 11 for p in peers]
        print(f"{name:32}{row['macs']:9}{''.join(cells)}".rstrip())
    for target, rows in results.items():
        for name, row in rows.items():
            if "opcodes" in row:
                print(f"\n{name}, {target}: " + ", ".join(f"{k} {v}" for k, v in row["opcodes"].items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--element", choices=PEERS, default="float")
    parser.add_argument("--targets", help="values of -mcpu or, if they begin with armv, of -march, separated by commas; "
                        + "; ".join(f"{element}: {targets}" for element, targets in TARGETS.items()))
    parser.add_argument("--flags", default="", type=str.split, help="further flags for the compiler: --flags='-O2 -DX'")
    parser.add_argument("--compiler", default="aarch64-linux-gnu-g++")
    parser.add_argument("--histogram", action="store_true", help="the opcodes of each kernel, too")
    parser.add_argument("--json", metavar="FILE", help="write the results there")
    parser.add_argument("--check", action="store_true", help="exit status 1 when a kernel takes more than its bar allows")
    parser.add_argument("--folder", type=pathlib.Path, help="keep what is built there")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        plugin = folder / "count.so"
        command("gcc", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", HERE / "count.c", "-o", plugin)
        targets = (arguments.targets or TARGETS[arguments.element]).split(",")
        results = {target: count(folder, plugin, target, arguments) for target in targets}
    print_table(results, arguments.element)
    if arguments.json:
        try:
            pathlib.Path(arguments.json).write_text(json.dumps(results, indent=2) + "\n")
        except OSError as error:
            fail(f"--json {arguments.json}: {error.strerror}")
    if arguments.check:
        bars = {(target, name): most(arguments.element, name, target) for target, rows in results.items() for name in rows}
        over = [f"{name}, {target}: {results[target][name]['per_mac']:.3f} instructions per multiply-accumulate, at most {bar}"
                for (target, name), bar in bars.items() if bar and results[target][name]["per_mac"] > bar]
        print("\n".join(over), file=sys.stderr)
        sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
