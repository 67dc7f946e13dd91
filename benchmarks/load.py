"""What the server leaves of the trainer's speed, and how many runs one machine carries.

Measures, on real servers with worker processes, on Shakespeare, preset ``tuned``, in iterations a
second as each run tells them (``current_iter`` over a window):

* ``first``: ms to the first step of a fresh process, torch's import included, and of a warm one.
* ``single``: ms of 100 generated characters, and of one look at all heads against one step.
* ``through``: a run at Max with one thread and a client that receives every event. Baseline: the
  bare trainer with the same configuration in this process, taken in turns.
* ``drawn``: the same while a page in headless Chromium draws it. Baseline: the same server and run
  with nobody watching, taken in turns.
* ``beside``: 1, 2, 4 and 8 runs at Max together. Baseline: one run alone (two threads).
* ``fair``: the slowest of equal runs against the quickest, with idle time left (four at 5x) and
  without (eight at 5x, eight at Max), and how busy the processors were; what two of four runs at
  Max gain while the other two pause.
* ``steady``: how many runs keep 1x (20 iterations a second) together, in steps of eight, and what
  is nearest to its limit when they do not: the processors, the web process's core, or memory.
* ``memory``: MB of the server and of a worker for each run.

``python -m benchmarks.load [--quick] [PART...]``; writes benchmarks/results/load.json and, once all
parts were measured in full, its part of docs/learning.md. Linux only. Exit code 1 when a bar is
missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

from backend.training.device import prepare_process
from benchmarks._command import command, exit_code
from benchmarks._document import write_section
from benchmarks._load_beside import beside, fair
from benchmarks._load_pace import drawn, through
from benchmarks._load_single import first, memory, single
from benchmarks._load_steady import steady
from benchmarks._machine import Machine, measured_on
from benchmarks._results import Figures, Results
from benchmarks.learning import DOCUMENT

PARTS: dict[str, Callable[[bool], Figures]] = {
    part.__name__: part for part in (first, single, through, drawn, beside, fair, steady, memory)
}


class Bar(NamedTuple):
    """A promise about one figure, at least or at most."""

    figure: str
    promised: str
    at_least: float | None = None
    under: float | None = None

    @property
    def limit(self) -> str:
        """In words."""
        return f"under {self.under:,}" if self.at_least is None else f"at least {self.at_least}"

    def missed(self, value: float) -> bool:
        """Whether a value breaks it."""
        too_low = self.at_least is not None and value < self.at_least
        return too_low or (self.under is not None and value >= self.under)


BARS = (
    Bar("through_share", "90 % of the bare trainer through the server", at_least=0.9),
    Bar("drawn_share", "70 % of the pace while a page draws", at_least=0.7),
    Bar("beside_2_share", "two runs do 95 % of one alone in sum", at_least=0.95),
    Bar("beside_4_share", "four runs do 95 % of one alone in sum", at_least=0.95),
    Bar("beside_8_share", "eight runs do 95 % of one alone in sum", at_least=0.95),
    Bar("fair_four_at_5x", "the slowest of four at 5x does 90 % of the quickest", at_least=0.9),
    Bar("fair_eight_at_5x", "the slowest of eight at 5x does 90 % of the quickest", at_least=0.9),
    Bar("fair_eight_at_max", "the slowest of eight at Max does 80 % of the quickest", at_least=0.8),
    Bar("fair_gain_when_half_pause", "two of four gain half when two pause", at_least=1.5),
    Bar("steady_runs", "25 runs at a steady 1x", at_least=25),
    Bar("first_fresh_ms", "first step of a fresh worker within 3.5 s", under=3500),
    Bar("first_warm_ms", "first step of a warm worker within 50 ms", under=50),
)


#: What the document shows of each figure, in this order.
TITLES = {
    "through_share": "Pace through the server, one thread, as a share of the bare trainer's",
    "drawn_share": "Pace while Chromium draws the run, as a share of nobody watching",
    "beside_2_share": "Two runs at Max in sum, as a share of one alone with two threads",
    "beside_4_share": "Four",
    "beside_8_share": "Eight",
    "fair_four_at_5x": "Slowest of four runs at 5x, as a share of the quickest",
    "fair_eight_at_5x": "Of eight",
    "fair_eight_at_5x_processors": "How busy the processors are with those eight",
    "fair_eight_at_max": "Slowest of eight at Max, as a share of the quickest",
    "fair_gain_when_half_pause": "Two of four at Max while the other two pause, times faster",
    "steady_runs": "Runs that keep 1x together",
    "first_fresh_ms": "First step of a fresh process, torch's import included, ms",
    "first_warm_ms": "First step of a warm one, ms",
    "single_step_ms": "A step, ms",
    "single_look_ms": "A look at every head, ms",
    "single_100_characters_ms": "100 characters, ms",
    "memory_server_mb": "Memory of the server, MB",
    "memory_a_kept_run_mb": "Of each finished run that it keeps, MB",
    "memory_worker_mb": "Of a training process, MB",
}


def section(figures: Figures, machines: list[Machine]) -> list[str]:
    """The part of docs/learning.md."""
    lines = [
        "## What the server leaves, and how many runs a machine carries",
        "",
        "Written by `python -m benchmarks.load`. Shakespeare, preset `tuned`; medians, lowest and "
        f"highest of several rounds. {measured_on(machines)}",
        "",
        "| What | Measured | Promised |",
        "|---|---|---|",
    ]
    promises = {bar.figure: bar for bar in BARS}
    for figure, title in TITLES.items():
        value = figures[figure]
        if isinstance(value, dict):
            value = f"{value['median']:,} ({value['min']:,} to {value['max']:,})"
        promised = promises[figure].limit if figure in promises else ""
        lines.append(f"| {title} | {value} | {promised} |")
    return [
        *lines,
        "",
        f"What gives first when there are more at 1x than that: {figures['steady_gives_first']}.",
    ]


def misses(figures: Figures, quick: bool) -> list[str]:
    """Sentences about promises that are not kept, of what was measured."""
    found = []
    for bar in BARS:
        if bar.figure not in figures or (quick and bar.figure == "steady_runs"):
            continue  # a quick look at `steady` does not try as many
        value = figures[bar.figure]
        value = value["median"] if isinstance(value, dict) else value
        if bar.missed(value):
            found.append(f"{bar.promised}: {bar.figure} is {value}")
    return found


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    told = command("load", __doc__, "fewer repeats", PARTS).parse_args(arguments)
    prepare_process()
    file = Results("load", "quick" if told.quick else "")
    figures: Figures = {}
    for name in told.parts or PARTS:
        found = file.measure(name, PARTS[name], told.quick)
        figures |= found
        for figure, value in found.items():
            print(f"{figure:28s} {value}", flush=True)
    kept = file.parts()
    if not told.quick and kept.keys() >= PARTS.keys():
        whole = {figure: value for part in kept.values() for figure, value in part.items()}
        write_section(DOCUMENT, "load", section(whole, file.machines()))
    return exit_code(misses(figures, told.quick))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
