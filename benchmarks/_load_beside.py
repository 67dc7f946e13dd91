"""The part of `benchmarks.load` about runs beside each other: their sum, and each one's share."""

from __future__ import annotations

import statistics

from benchmarks._load import Runs, Usage, runs_of, usage_while
from benchmarks._results import Figures
from benchmarks._server import wait_until_warm, warm_server
from benchmarks._statistics import middle


def beside(quick: bool) -> Figures:
    """Iterations a second of 1, 2, 4 and 8 runs in sum, against one alone."""
    window_s = 2.0 if quick else 4.0
    sums: dict[int, list[float]] = {1: [], 2: [], 4: [], 8: []}
    with warm_server(MAX_RUNNING="8", WARM_WORKERS="8") as base, runs_of(base) as runs:
        for _ in range(1 if quick else 3):
            for count, seen in sums.items():
                ids = [runs.start() for _ in range(count)]
                wait_until_warm(base, busy=count, ready=8)  # or new workers' start takes its part
                seen.append(sum(runs.rates(ids, window_s)))
                runs.end(ids)
                wait_until_warm(base)
    alone = statistics.median(sums[1])
    return {"beside_alone_hz": middle(sums[1])} | {
        f"beside_{count}_share": middle([one / alone for one in seen])
        for count, seen in sums.items()
        if count > 1
    }


#: Name: how many runs at which speed. Four at 5x leave idle time; the others ask for all there is.
CROWDS = {"four_at_5x": (4, 5), "eight_at_5x": (8, 5), "eight_at_max": (8, 0)}


def fair(quick: bool) -> Figures:
    """What equal runs get beside each other, and what those gain whose neighbours pause."""
    window_s, windows = (2.0, 1) if quick else (4.0, 3)
    found: Figures = {}
    with warm_server(MAX_RUNNING="8", WARM_WORKERS="8") as base, runs_of(base) as runs:
        for name, (count, speed) in CROWDS.items():
            ids = [runs.start(speed) for _ in range(count)]
            wait_until_warm(base, busy=count, ready=8)
            looks = [_look(runs, ids, window_s) for _ in range(windows)]
            rates, usages = [rates for rates, _ in looks], [usage for _, usage in looks]
            found[f"fair_{name}"] = middle([min(each) / max(each) for each in rates])
            found[f"fair_{name}_hz"] = middle([statistics.median(each) for each in rates])
            found[f"fair_{name}_processors"] = middle([usage.processors for usage in usages])
            runs.end(ids)
            wait_until_warm(base)
        found["fair_gain_when_half_pause"] = middle(_gains(base, runs, window_s, windows))
    return found


def _look(runs: Runs, ids: list[str], seconds: float) -> tuple[list[float], Usage]:
    with usage_while() as used:
        rates = runs.rates(ids, seconds)
        return rates, used()


def _gains(base: str, runs: Runs, window_s: float, windows: int) -> list[float]:
    """How many times faster two of four runs at Max are while the other two pause."""
    gains = []
    for _ in range(windows):
        # New ones each time: at Max a run of the most iterations there may be lasts seconds.
        ids = [runs.start() for _ in range(4)]
        wait_until_warm(base, busy=4, ready=8)
        staying, pausing = ids[:2], ids[2:]
        crowded = sum(runs.rates(staying, window_s))
        for session_id in pausing:
            runs.order("pause_training", session_id)
        gains.append(sum(runs.rates(staying, window_s)) / crowded)
        runs.end(ids)
        wait_until_warm(base)
    return gains
