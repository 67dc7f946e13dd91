"""How fluent the Code Lab stays while it trains, in headless Chromium, which draws in software.

Measures on the built page at 1280 x 800, served as plain files (the lab needs no server):

* animation frames a second, the slowest of a hundred frames in ms, while a worker of the page
  trains: the engine ``value`` at the defaults and ``fast`` with the largest model that the form
  allows, at full speed, the network drawn flat and in 3D, and a walk line by line; baseline: the
  same page at rest, in turns in the same run. Bar: 30 frames a second (goal 60) wherever it trains
  in 2D.
* processor ms of the page's main thread for each of these frames: of a busy machine it says more
  than frames a second. No bar.
* ms from pressing Pause to the frame that shows it resting. An order waits for a step of training
  at most, then for two frames. Bar: median under 50 ms plus two frames at the rate measured.

``python -m benchmarks.lab_page [--quick]``; writes benchmarks/results/lab_page.json. The page must
be built (``npm --prefix frontend run build``); PAGE_DIR names another folder.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks._command import command, exit_code
from benchmarks._machine import node
from benchmarks._results import Figures, Results
from benchmarks._server import ROOT

FRAMES_BAR = 30.0
OBEYED_BAR_MS = 50.0


def measured(page: Path, seconds: float, rounds: int) -> Figures:
    """What the browser's script found, by case.

    Raises:
        FileNotFoundError: the page is not built.
        CalledProcessError: the script failed; its own words are above.
    """
    if not (page / "index.html").exists():
        raise FileNotFoundError(f"no page is built in {page}: npm --prefix frontend run build")
    script = Path(__file__).with_name("_lab_page.mjs")
    line = [node(), str(script), str(page), str(seconds), str(rounds)]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, timeout=1800, check=True)
    raw: Figures = json.loads(done.stdout.splitlines()[-1])
    return raw


def summary(raw: Figures) -> Figures:
    """Medians over the rounds of one case."""
    rates = [1000 * len(gaps) / sum(gaps) for gaps in raw["gaps"]]
    every = sorted(gap for gaps in raw["gaps"] for gap in gaps)
    obeyed: list[float] = raw["obeyed"]
    frames = sum(len(gaps) for gaps in raw["gaps"])
    return {
        "frames_per_s": statistics.median(rates),
        "frames_per_s_spread": [min(rates), max(rates)],
        "slowest_of_100_ms": every[int(0.99 * (len(every) - 1))],
        "processor_ms_per_frame": sum(raw["busy"]) / frames,
        "obeyed_ms": statistics.median(obeyed) if obeyed else None,
        "obeyed_most_ms": max(obeyed) if obeyed else None,
    }


def shown(name: str, figures: Figures) -> str:
    """One line of the table."""
    low, high = figures["frames_per_s_spread"]
    line = f"{name:32} {figures['frames_per_s']:5.1f} ({low:.1f} to {high:.1f})"
    line += f"  {figures['slowest_of_100_ms']:6.0f} ms"
    line += f"  {figures['processor_ms_per_frame']:4.1f} ms"
    if figures["obeyed_ms"] is not None:
        line += f"  pause {figures['obeyed_ms']:4.0f} ms, at most {figures['obeyed_most_ms']:.0f}"
    return line


def misses(found: dict[str, Figures]) -> list[str]:
    """What stays below its bar, in words."""
    told: list[str] = []
    for name, figures in found.items():
        rate = figures["frames_per_s"]
        if "flat" in name and "rest" not in name and rate < FRAMES_BAR:
            told.append(f"{name}: {rate:.1f} frames a second, bar {FRAMES_BAR:.0f}")
        bar = OBEYED_BAR_MS + 2000 / rate
        if figures["obeyed_ms"] is not None and figures["obeyed_ms"] > bar:
            told.append(f"{name}: Pause took {figures['obeyed_ms']:.0f} ms, bar {bar:.0f}")
    return told


def main(arguments: list[str]) -> int:
    """Measures, prints, writes the results; 1 when a bar is missed."""
    quick: bool = command("lab_page", __doc__, "one short round").parse_args(arguments).quick
    page = Path(os.environ.get("PAGE_DIR", ROOT / "frontend" / "dist"))
    seconds, rounds = (2.0, 1) if quick else (6.0, 3)
    print(f"Frames of the Code Lab, {rounds} x {seconds:.0f} s each")
    print("frames a second (spread), slowest of a hundred, processor ms of one, Pause until seen")

    def work() -> Figures:
        raw = measured(page, seconds, rounds)
        return {name: summary(case) for name, case in raw.items()}

    found = Results("lab_page", "quick" if quick else "").measure("cases", work)
    for name, figures in found.items():
        print(shown(name, figures))
    return exit_code(misses(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
