#!/usr/bin/env python3
"""Counts the instructions that float kernels execute on aarch64, exactly, under QEMU.

Compiles kernels.cpp with aarch64-linux-gnu-g++ for each --mcpu, runs it with the plugin count.c and prints instructions per
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
# Instructions of ncnn 1.0.20261020 and of LiteRT 2.3.0 (XNNPACK) on a Cortex-A72, counted in the same way; and the most
# instructions per multiply-accumulate that --check allows.
PEERS = {
    "pointwise/16x16x64->64": (318504, 389496, 0.31),
    "pointwise/8x8x128->128": (310454, 373304, 0.31),
    "depthwise_3x3/16x16x64": (74259, 133986, 0.40),
    "conv_3x3/32x32x3->16": (175405, 302528, 0.45),
    "conv_3x3/32x32x16->16": (451214, 920000, 0.33),  # ncnn: Winograd
    "linear/256->10": (2702, 5187, None),
}


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


def count(folder, plugin, mcpu, arguments):
    program, counts = folder / f"kernels-{mcpu}", folder / f"{mcpu}.counts"
    command(arguments.compiler, "-std=c++20", "-O3", "-static", f"-mcpu={mcpu}", "-Wall", "-Wextra", "-Wconversion", "-Werror",
            f"-I{HERE.parents[1] / 'include'}", *arguments.flags, HERE / "kernels.cpp", "-o", program)
    histogram = ",histogram=on" if arguments.histogram else ""
    lines = command("qemu-aarch64", "-cpu", "cortex-a72" if mcpu == "generic" else mcpu, "-plugin",
                    f"{plugin},out={counts}{histogram}", program).splitlines()
    results = {}
    for line, region in zip(lines, counts.read_text().splitlines(), strict=True):
        name, macs, error = line.split()
        if not float(error) < 1e-5:
            fail(f"{name}: relative error {error}")
        instructions, *opcodes = region.split()[1:]
        results[name] = {"instructions": int(instructions), "macs": int(macs), "per_mac": int(instructions) / int(macs)}
        if opcodes:
            pairs = (pair.rsplit("=", 1) for pair in opcodes)
            results[name]["opcodes"] = dict(sorted(((k, int(v)) for k, v in pairs), key=lambda kv: -kv[1]))
    return results


def print_table(results):
    print(f"{'float, aarch64':32}{'MACs':>9}" + "".join(f"{mcpu:>19}" for mcpu in results) + "   instructions per MAC:")
    print(f"{'':32}{'':9}" + f"{'instructions':>13}{'/MAC':>6}" * len(results) + f"{'ncnn':>10}{'XNNPACK':>9}{'at most':>9}")
    for name, row in next(iter(results.values())).items():
        ncnn, xnnpack, most = PEERS.get(name, (None, None, None))
        cells = [f"{r[name]['instructions']:13}{r[name]['per_mac']:6.3f}" for r in results.values()]
        cells += [f"{peer / row['macs']:{width}.3f}" if peer else " " * width for peer, width in ((ncnn, 10), (xnnpack, 9))]
        print(f"{name:32}{row['macs']:9}{''.join(cells)}{most or '-':>9}")
    for mcpu, rows in results.items():
        for name, row in rows.items():
            if "opcodes" in row:
                print(f"\n{name}, {mcpu}: " + ", ".join(f"{k} {v}" for k, v in row["opcodes"].items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mcpu", default="cortex-a72,generic", help="values of -mcpu, separated by commas")
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
        results = {mcpu: count(folder, plugin, mcpu, arguments) for mcpu in arguments.mcpu.split(",")}
    print_table(results)
    if arguments.json:
        try:
            pathlib.Path(arguments.json).write_text(json.dumps(results, indent=2) + "\n")
        except OSError as error:
            fail(f"--json {arguments.json}: {error.strerror}")
    if arguments.check:
        over = [f"{name} with -mcpu={mcpu}: {row['per_mac']:.3f} instructions per multiply-accumulate, at most {PEERS[name][2]}"
                for mcpu, rows in results.items() for name, row in rows.items()
                if PEERS.get(name, (None,) * 3)[2] and row["per_mac"] > PEERS[name][2]]
        print("\n".join(over), file=sys.stderr)
        sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
