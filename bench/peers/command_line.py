"""What the command lines of the scripts have in common."""

from __future__ import annotations

import argparse
import pathlib
import re
import sys
from typing import Callable, NoReturn

from engines import Failure


def _pattern(text: str) -> re.Pattern:
    try:
        return re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text} is no regular expression: {error}") from None


def command_line(description: str, program: str, others: str, seconds: float, unit: str) -> argparse.ArgumentParser:
    """program: below build/bench/bench, the one that is run unless another is named; others: what else it may be."""
    path = pathlib.Path(__file__).resolve().parents[2] / "build/bench/bench" / program
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=path, help=f"{path.name}{others} [{path}]")
    parser.add_argument("--filter", type=_pattern, default=_pattern(""), help="regular expression; a name contains it")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on [0]")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each engine [3]")
    parser.add_argument("--seconds", type=float, default=seconds,
                        help=f"of ours in a turn; each peer takes as long [{seconds}]")
    parser.add_argument("--json", action="store_true", help=f"a list of objects, times in {unit}")
    return parser


def end(main: Callable[[], int]) -> NoReturn:
    """Runs main and exits with its status; 2 and one line where nothing could be measured."""
    try:
        sys.exit(main())
    except (Failure, OSError) as failure:
        print(f"{pathlib.Path(sys.argv[0]).name}: {failure}", file=sys.stderr)
        sys.exit(2)
