"""How fluent tab 2 is: frames, the answer of the timeline, 3D beside bare three.js, memory.

Measures, on the real server with the real page (1280 x 800) in headless Chromium, which draws in
software:

* Animation frames a second of overview and detail, and attention pictures shown a second, while a
  run trains at 1x and at Max, while the thumb is dragged (during a training, and after one) and
  while the timeline plays; baseline: the same views of a finished run that nobody touches. Bar: 30
  frames a second (goal 60), 10 pictures a second while training.
* ms from choosing a step to the frame that shows it: steps that the page holds nothing of yet, and
  steps that it had fetched ahead; at rest and while a run trains at Max. Bar: median under 100 ms.
* 3D: frames a second while the bars turn; baselines, in turns in the same browser on canvases of
  the same size: a bare three.js scene of 4,096 and of 2,080 boxes in one instanced mesh with
  three's plain lit material, and one of 4,096 that is not lit. Bar: 0.9 of the lit 4,096. Draw
  calls a frame, and bytes that the code of the picture allocates a frame (sampling heap profiler,
  every 512 bytes, collected objects counted; what the keys that turn it cost is in it). three's
  own mathematics boxes numbers until the engine has compiled it, in the bare scene too.
* ``--soak [MINUTES]`` instead: one page in use for ten minutes; JS heap after forced collection,
  DOM nodes, listeners and the server's resident memory each minute, and their growth a minute
  after the first two.

``python -m benchmarks.cinema [--quick] [--soak [MINUTES]] [PART...]`` with parts frames, response,
bars; writes benchmarks/results/cinema.json.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks._command import command, exit_code
from benchmarks._machine import node
from benchmarks._results import Figures, Results
from benchmarks._server import warm_server
from benchmarks._statistics import middle, percentile

spread = partial(middle, digits=1)

PARTS = ("frames", "response", "bars")
FRAMES_BAR = 30.0
PICTURES_BAR = 10.0
RESPONSE_BAR_MS = 100.0
BARS_BAR = 0.9
#: Memory of the first minutes is what is kept on purpose: answers, compiled code.
WARM_MINUTES = 2.0


def page_figures(base: str, *arguments: str) -> dict[str, Any]:
    """What the browser's script measured.

    Raises:
        RuntimeError: it ended before it measured anything; its own words are above.
    """
    script = Path(__file__).with_name("_cinema.mjs")
    line = [node(), str(script), base, *arguments]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, timeout=1200, check=False)
    told = done.stdout.splitlines()
    if not told:
        raise RuntimeError(f"the page's part ended with exit code {done.returncode}, see above")
    raw: dict[str, Any] = json.loads(told[-1])
    return raw | ({"ended_early": done.returncode} if done.returncode else {})


def summarised(raw: dict[str, Any]) -> dict[str, Any]:
    """The script's lists of samples as medians with their spread."""
    figures: dict[str, Any] = {}
    for name, value in raw.items():
        if name.startswith("response"):
            told = {"fresh": value["fresh_ms"], "fetched_ahead": value["kept_ms"]}
            for which, samples in told.items():
                tail = {"p90": round(percentile(samples, 0.9), 1)} if samples else {}
                figures[f"{name}_{which}_ms"] = spread(samples) | tail
            figures[f"{name}_not_shown"] = value["not_shown"]
            figures[f"{name}_told_by_page_ms"] = spread(value["page_ms"])
        elif name == "bars":
            figures |= bars_figures(value)
        elif isinstance(value, dict):
            for view, rates in value.items():
                figures[f"{name}_{view}_fps"] = spread(rates["fps"])
                figures[f"{name}_{view}_pictures"] = spread(rates["pictures"])
        else:
            figures[name] = value
    return figures


def bars_figures(raw: dict[str, Any]) -> dict[str, Any]:
    """3D: frame rates, the ratio to each bare scene round by round, calls and bytes."""
    figures: dict[str, Any] = {}
    for name, samples in raw["fps"].items():
        figures[f"turning_{name}_fps"] = spread(samples)
        if name != "ours":
            ratios = [a / b for a, b in zip(raw["fps"]["ours"], samples, strict=True)]
            figures[f"turning_ours_to_{name}"] = round(statistics.median(ratios), 3)
    for name in ("size", "pixel_ratio", "draw_calls", "allocation"):
        figures[f"bars_{name}"] = raw[name]
    return figures


def missed_bars(figures: dict[str, Any]) -> list[str]:
    """What is not as good as promised, of what was measured."""
    missed = ["the page's part ended early, see above"] if "ended_early" in figures else []
    for name, value in figures.items():
        median = value.get("median") if isinstance(value, dict) else None
        if name.endswith("_fps") and not name.startswith(("turning", "resting")):
            if median is not None and median < FRAMES_BAR:
                missed.append(f"{name}: {median}, at least {FRAMES_BAR:.0f} wanted")
        elif name.startswith("training") and name.endswith("_pictures"):
            if median is not None and median < PICTURES_BAR:
                missed.append(f"{name}: {median}, at least {PICTURES_BAR:.0f} wanted")
        elif name.endswith("_not_shown") and value:
            missed.append(f"{name}: {value} steps were not shown within 20 s")
        elif name.endswith("_fresh_ms") and median is not None and median >= RESPONSE_BAR_MS:
            missed.append(f"{name}: {median}, under {RESPONSE_BAR_MS:.0f} wanted")
    ratio = figures.get("turning_ours_to_bare_4096")
    if ratio is not None and ratio < BARS_BAR:
        missed.append(f"turning_ours_to_bare_4096: {ratio}, at least {BARS_BAR} wanted")
    return missed


def server_memory_mb() -> float:
    """Resident memory of the server and its workers: all Python processes under this one."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,rss=,comm="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    family, total_kb = {os.getpid()}, 0
    # Children are listed after their parents, but for numbers that began anew: look twice.
    for _ in range(2):
        family |= {int(pid) for pid, parent, _, _ in rows if int(parent) in family}
    for pid, _, rss, program in rows:
        if int(pid) in family - {os.getpid()} and "python" in program.lower():
            total_kb += int(rss)
    return total_kb / 1024


def slope(rows: list[dict[str, float]], name: str) -> float | None:
    """Least-squares growth a minute after the warm minutes; None for fewer than two looks."""
    late = [(row["minute"], row[name]) for row in rows if row["minute"] >= WARM_MINUTES]
    if len(late) < 2:
        return None
    return round(statistics.linear_regression(*zip(*late, strict=True)).slope, 3)


def soak(base: str, minutes: float) -> dict[str, Any]:
    """One page in use for some minutes, looked at each minute."""
    script = Path(__file__).with_name("_cinema_soak.mjs")
    line = [node(), str(script), base, str(minutes)]
    rows: list[dict[str, float]] = []
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as page:
        assert page.stdout is not None
        for told in page.stdout:
            row = json.loads(told) | {"server_mb": server_memory_mb()}
            rows.append({name: round(value, 2) for name, value in row.items()})
            print(rows[-1], flush=True)
    if page.returncode:
        raise RuntimeError(f"the page's part ended with exit code {page.returncode}, see above")
    names = ("heap_mb", "nodes", "listeners", "server_mb")
    return {"rows": rows, "growth_a_minute": {name: slope(rows, name) for name in names}}


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    parser = command("cinema", __doc__, "fewer repeats", PARTS)
    parser.add_argument("--soak", type=float, nargs="?", const=10.0, metavar="MINUTES")
    told = parser.parse_args(arguments)
    file = Results("cinema", "quick" if told.quick else "")
    figures: Figures = {}
    with warm_server() as base:
        if told.soak is not None:
            figures |= Results("cinema_soak").measure("soak", soak, base, told.soak)
        else:
            for part in told.parts or PARTS:
                figures |= file.measure(part, measured, base, part, told.quick)
    for name, value in figures.items():
        if name != "rows":
            print(f"{name:44s} {value}")
    return exit_code(missed_bars(figures))


def measured(base: str, part: str, quick: bool) -> Figures:
    """One part, in a browser of its own."""
    return summarised(page_figures(base, "quick" if quick else "full", part))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
