"""How fast the Code Lab's toolbox trains, in Node.

Measures tokens a second (a document of n characters has n + 1) at the defaults on the names list,
one document a step, in turns in the same process after a warm-up; medians of rounds, by the clock
and by the processor's time, of which the ratios are:

* ``usual``, the baseline: scalar autograd as it is usually written (`_usual_value.mjs`), with the
  model, the order of documents and the updates of microgpt.js.
* ``value``: microgpt.js itself. Bar: one and a half times the baseline; in full also three times
  the 132 tokens a second that the public program of this design made on the reference machine.
* ``plain``, ``wasm``: the fast engine on typed arrays, and with its loops in WebAssembly. Bar: 100
  times ``value`` in the same run, goal 300.
* ms a step of the Python twin, beside them, for information.

The losses of all four must agree. ``python -m benchmarks.lab [--quick]``; writes
benchmarks/results/lab.json and, in full, its part of docs/learning.md.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks._command import command, exit_code
from benchmarks._document import write_section
from benchmarks._machine import QUIET_LOAD, Machine, node
from benchmarks._results import Figures, Results

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "frontend" / "packages" / "microgpt"
NAMES = ROOT / "datasets" / "names.txt"
DOCUMENT = ROOT / "docs" / "learning.md"
PUBLIC_TOKENS = 132.0
VALUE_BAR = 3.0
USUAL_BAR = 1.5
FAST_BAR = 100.0


def in_javascript(seconds: float, rounds: int) -> Figures:
    """Builds the package and measures it."""
    subprocess.run([node(), str(PACKAGE / "build.mjs")], check=True)
    line = [node(), "benchmarks/_lab.mjs", str(NAMES), str(seconds), str(rounds)]
    done = subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: Figures = json.loads(done.stdout)
    return found


def in_python(steps: int) -> float:
    """ms a step of the twin, a single run in an interpreter of its own."""
    code = (
        "import sys, time, microgpt; names = open(sys.argv[1]).read().split();"
        "config = microgpt.Config(); config.steps = int(sys.argv[2]); lines = [];"
        "begin = time.perf_counter();"
        "microgpt.run(names, config, lambda line: lines.append(time.perf_counter()));"
        "print((lines[config.steps - 1] - begin) / config.steps * 1000)"
    )
    line = [sys.executable, "-c", code, str(NAMES), str(steps)]
    done = subprocess.run(line, cwd=PACKAGE, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


def medians(figures: Figures, of: str) -> dict[str, float]:
    """By engine."""
    return {name: statistics.median(each) for name, each in figures[of].items()}


def misses(figures: Figures, quick: bool) -> list[str]:
    """Which promises the figures break; the one about a machine is asked for in full only."""
    clock = medians(figures, "tokens_per_second")
    work = medians(figures, "tokens_per_cpu_second")
    found = []
    if not quick and clock["value"] < VALUE_BAR * PUBLIC_TOKENS:
        found.append(f"value: {clock['value']:.0f} tokens/s, bar {VALUE_BAR * PUBLIC_TOKENS:.0f}")
    ratios = [("value", "usual", USUAL_BAR), ("plain", "value", FAST_BAR)]
    for name, base, bar in [*ratios, ("wasm", "value", FAST_BAR)]:
        if work[name] < bar * work[base]:
            found.append(f"{name}: {work[name] / work[base]:.1f} times {base}, bar {bar:.0f}")
    if figures["losses_apart"] > 1e-9:
        found.append(f"losses are {figures['losses_apart']:.1e} apart")
    return found


def rows(figures: Figures) -> list[str]:
    """The table, for the terminal and for docs/learning.md."""
    clock = figures["tokens_per_second"]
    work = medians(figures, "tokens_per_cpu_second")
    lines = [
        "| Engine | Tokens a second | ± | Tokens a processor second | Times value |",
        "|---|---|---|---|---|",
    ]
    for name, each in clock.items():
        middle, half = statistics.median(each), (max(each) - min(each)) / 2
        lines.append(
            f"| {name} | {middle:,.0f} | {half:,.0f} | {work[name]:,.0f} | "
            f"{work[name] / work['value']:,.2f} |"
        )
    return lines


def section(figures: Figures, where: Machine) -> list[str]:
    """The part of docs/learning.md."""
    busy = where["load_before"] > QUIET_LOAD
    note = " The machine was busy with other work: trust the ratios." if busy else ""
    return [
        "## The Code Lab's engines",
        "",
        f"Written by `python -m benchmarks.lab`. Measured {where['date']} on {where['processor']} "
        f"({where['cores']} cores), Node {figures['node']}, others kept "
        f"{where['load_before']:.1f} cores busy before the start: the names list at the defaults "
        f"({figures['parameters']:,} parameters), one document a step, engines in turns, median of "
        f"{figures['rounds']} rounds ± half their range. Usual: scalar autograd with lists of "
        "inputs and a set to sort them. Ratios are of processor time, which counts what the "
        "collector of garbage does beside the training. The Python twin needs "
        f"{figures['python_ms']:.0f} ms a step (Python {where['python']}, single run).{note}",
        "",
        *rows(figures),
    ]


def measured(quick: bool) -> Figures:
    """The engines of both languages."""
    rounds = 3 if quick else 9
    found = in_javascript(0.5 if quick else 2.0, rounds)
    return found | {"rounds": rounds, "python_ms": in_python(20 if quick else 100)}


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    quick: bool = command("lab", __doc__, "three short rounds").parse_args(arguments).quick
    file = Results("lab", "quick" if quick else "")
    figures = file.measure("engines", measured, quick)
    lines = section(figures, *file.machines(["engines"]))
    print("\n".join(lines))
    if not quick:
        write_section(DOCUMENT, "lab", lines)
    return exit_code(misses(figures, quick))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
