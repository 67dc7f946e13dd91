"""The part of `benchmarks.load` about how many runs one machine carries at a steady 1x."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from backend.engine.pacing import BASE_RATE_HZ
from benchmarks._load import Runs, Usage, family, own_memory_mb, runs_of, usage_while
from benchmarks._results import Figures
from benchmarks._server import wait_until_warm, warm_server
from benchmarks._statistics import middle, plus_minus

#: Its slowest run keeps this share of 1x, in the median of the windows.
KEPT = 0.95
#: A finer step would ask for more than can be told apart: once the processors are full, whole
#: windows are told late and the next ones too fast.
STEP = 8
READY = 2
#: A run ends at 10,000 iterations; one that is so far is replaced before it is looked at.
WORN_OUT = 8000


@dataclass(frozen=True)
class Look:
    """A number of runs over some windows; medians of them where there is one figure.

    Attributes:
        slowest_hz: iterations a second of the slowest run in each window.
        median_hz: of the run in the middle.
        health_ms: how long the server takes to answer meanwhile.
        memory_mb: of the server and all training processes (PSS).
        usage: of what there is.
    """

    slowest_hz: list[float]
    median_hz: float
    health_ms: float
    memory_mb: float
    usage: Usage

    @property
    def holds(self) -> bool:
        return statistics.median(self.slowest_hz) >= KEPT * BASE_RATE_HZ


def largest(holds: Callable[[int], bool], first: int, most: int) -> tuple[int, int | None]:
    """The largest number that holds and the one after it, in steps of 8 from `first` on.

    None stands for the second when all up to `most` held.
    """
    kept, count = 0, first
    while kept < most:
        if not holds(count):
            return kept, count
        kept, count = count, min(count + STEP, most)
    return kept, None


class Crowd:
    """As many runs at 1x as asked for, on one server."""

    def __init__(self, base: str, runs: Runs, window_s: float, windows: int) -> None:
        self._base, self._runs = base, runs
        self._window_s, self._windows = window_s, windows
        self._ids: list[str] = []
        self.looks: dict[int, Look] = {}

    def resize(self, count: int) -> None:
        """Start or end runs until there are so many, and wait until the pool has settled."""
        worn_out = {i for i in self._ids if self._runs.step(i) > WORN_OUT}
        spare = [i for i in self._ids if i not in worn_out][count:]
        self._runs.end([*worn_out, *spare])
        self._ids = [i for i in self._ids if i not in worn_out and i not in spare]
        while len(self._ids) < count:
            self._ids.append(self._runs.start(speed=1, heard=False))
        wait_until_warm(self._base, busy=count, ready=READY)

    def holds(self, count: int) -> bool:
        """Whether so many runs keep 1x."""
        self.resize(count)
        # What starting them held up is told late, and would count for this number.
        self._runs.rates(self._ids, self._window_s)
        looks = [self._look() for _ in range(self._windows)]

        def median(of: Callable[[Look], float]) -> float:
            return round(statistics.median(map(of, looks)), 3)

        look = Look(
            slowest_hz=[hz for each in looks for hz in each.slowest_hz],
            median_hz=median(lambda each: each.median_hz),
            health_ms=median(lambda each: each.health_ms),
            memory_mb=round(sum(map(own_memory_mb, family(os.getpid())[1:]))),
            usage=Usage(
                processors=median(lambda each: each.usage.processors),
                server=median(lambda each: each.usage.server),
                memory=median(lambda each: each.usage.memory),
            ),
        )
        self.looks[count] = look
        print(f"  {count} runs: slowest {plus_minus(look.slowest_hz)} a second", flush=True)
        return look.holds

    def _look(self) -> Look:
        with usage_while() as used:
            rates = self._runs.rates(self._ids, self._window_s)
            usage = used()
        health_ms = statistics.median(self._runs.health_ms() for _ in range(5))
        return Look([min(rates)], statistics.median(rates), health_ms, 0.0, usage)


def gives_first(look: Look) -> str:
    """What is nearest to its limit, with how much of the others is in use."""
    shares = {
        f"the processors ({look.usage.processors:.0%} busy)": look.usage.processors,
        f"the server's core ({look.usage.server:.0%} of it)": look.usage.server,
        f"memory ({look.usage.memory:.0%}, {look.memory_mb:,.0f} MB ours)": look.usage.memory,
    }
    first, *others = sorted(shares, key=lambda name: -shares[name])
    return f"{first}, before {' and '.join(others)}; health answered in {look.health_ms:.0f} ms"


def steady(quick: bool) -> Figures:
    """The largest number of runs of which the slowest keeps 95 % of 1x, and what gave first."""
    first, most, window_s, windows = (8, 8, 2.0, 1) if quick else (24, 96, 6.0, 3)
    limits = {"MAX_RUNNING": str(most + 1), "MAX_SESSIONS": str(2 * most)}
    with warm_server(**limits, WARM_WORKERS=str(READY)) as base, runs_of(base) as runs:
        crowd = Crowd(base, runs, window_s, windows)
        kept, failed = largest(crowd.holds, first, most)
        crowd.resize(0)
    looked_at = crowd.looks[failed or kept]
    return {
        "steady_runs": kept,
        "steady_at_most_tried": most,
        "steady_gives_first": gives_first(looked_at),
        **{
            f"steady_{count}": {
                "slowest_hz": middle(look.slowest_hz),
                "median_hz": look.median_hz,
                "health_ms": look.health_ms,
                "memory_mb": look.memory_mb,
                **look.usage._asdict(),
            }
            for count, look in sorted(crowd.looks.items())
        },
    }
