"""The command line that all benchmarks share: ``--quick``, parts, what is missed, the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable


def command(
    name: str, about: str | None, quick: str, parts: Iterable[str] = ()
) -> argparse.ArgumentParser:
    """The parser of a benchmark.

    Args:
        about: its docstring.
        quick: what ``--quick`` leaves of it.
        parts: what can be measured on its own; ``parts`` of the result is empty for all of them.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help=quick)
    known = tuple(parts)
    if known:
        # Not `choices`: argparse would ask whether the empty list is one of them.
        parser.add_argument(
            "parts", nargs="*", type=_one_of(known), metavar="PART", help=", ".join(known)
        )
    return parser


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def check(name: str) -> str:
        if name not in known:
            raise argparse.ArgumentTypeError(f"no part {name}; there are {', '.join(known)}")
        return name

    return check


def exit_code(missed: list[str]) -> int:
    """Tell what is not as good as promised; 1 when there is anything, else 0."""
    for miss in missed:
        print(f"MISSED: {miss}", file=sys.stderr)
    return 1 if missed else 0
